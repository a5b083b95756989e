/** What people call the arrays that samples are kept in: x and y, x_train and y_train, test_labels, … */
export type ArraySplit = 'train' | 'val' | 'test';

const splits: Record<ArraySplit, RegExp> = {
  train: /(^|_)train(ing)?($|_)/i,
  val: /(^|_)val(id(ation)?)?($|_)/i,
  test: /(^|_)test($|_)/i,
};
const answers = /^(y|labels?|targets?|class(es)?)$/i;

export const lastOf = (path: string): string => path.split('/').at(-1) ?? path;

/** By the last name of the path; else by a group: train/x, test/x. */
export const splitOf = (path: string): ArraySplit | undefined => {
  const names = path.split('/').toReversed();
  for (const name of names)
    for (const split of Object.keys(splits) as ArraySplit[]) if (splits[split].test(name)) return split;
  return undefined;
};

/** "y" of y_train, of Y_train, and of train/y. */
export const withoutSplit = (path: string): string =>
  lastOf(path).replace(/_?(train(ing)?|val(id(ation)?)?|test)_?/i, '') || lastOf(path);
export const bareName = (path: string): string =>
  lastOf(path)
    .replace(/_?(train(ing)?|val(id(ation)?)?|test)_?/i, '')
    .toLowerCase();

export const isAnswerName = (path: string): boolean => answers.test(bareName(path));

/** A list of them says what answers 0, 1, 2, … stand for: target_names, class_names, classes. */
export const isNamesOfClasses = (path: string): boolean =>
  /^(target|class|label)e?s?_?names?$|^classes$/i.test(lastOf(path));

/** The file names no dimension: it may be anything. */
export const namesNoDimension = (
  variables: readonly { dimensions: readonly { name: string }[] }[],
): boolean => variables.every(({ dimensions }) => dimensions.every(({ name }) => /^dim\d/.test(name)));
