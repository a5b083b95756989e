/** What folders say of the images in them: a label, and which part of the data they are. */
const parts: [RegExp, string][] = [
  [/^(train|training)$/i, 'train'],
  [/^(val|valid|validation|dev)$/i, 'validation'],
  [/^(test|testing)$/i, 'test'],
];
/** Folders that say nothing. */
const generic = /^(images?|imgs?|pictures|photos|jpe?gs?|pngs?|data|dataset)$/i;

export const partOf = (folder: string): string | undefined =>
  parts.find(([pattern]) => pattern.test(folder))?.[1];

export interface PathLabels {
  /** Absent where folders are no labels. */
  labels?: (string | null)[];
  splits?: (string | null)[];
}

export function pathLabels(paths: readonly string[]): PathLabels {
  const folders = paths.map((path) => path.split('/').slice(0, -1));
  const shared = sharedStart(folders);
  const found = folders.map((all) => {
    const own = all.slice(shared);
    const split = own.map(partOf).find((part) => part !== undefined) ?? null;
    const label = own.filter((folder) => partOf(folder) === undefined && !generic.test(folder)).join('/');
    return { split, label: label || null };
  });
  const labels = found.map(({ label }) => label);
  const splits = found.map(({ split }) => split);
  const kinds = new Set(labels.filter((label) => label !== null));
  // A folder for nearly every image names it rather than what it shows.
  const tells = kinds.size > 1 && (kinds.size <= paths.length / 2 || paths.length < 10);
  const sides = new Set(splits.filter((split) => split !== null));
  return { ...(tells && { labels }), ...(sides.size > 1 && { splits }) };
}

function sharedStart(folders: readonly string[][]): number {
  const [first = []] = folders;
  let shared = 0;
  while (shared < first.length && folders.every((one) => one[shared] === first[shared])) shared++;
  return shared;
}
