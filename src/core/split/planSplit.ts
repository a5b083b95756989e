/**
 * The one place where samples of any kind are divided into training, validation and test. What the data say comes
 * first (a column of parts), then what belongs together (groups), then time; else chance decides. Pure: the same
 * data, options and seed give the same parts.
 */
import { classLabels } from '../tasks/registry';
import { TetradError } from '../protocol/errors';
import type { TaskSpec } from '../protocol/train';
import { atRandom, byGroup } from './atRandom';
import { byOrder } from './byOrder';
import { byParts, type Parts } from './byParts';
import type { Along, DataSplit, SplitData, SplitOptions } from './dataSplit';
import { keepSides } from './keepSides';
import type { SplitWay } from './splitWay';
import { checkTarget, firstDraw } from './stratify';
import { autoTestShare } from './testShare';

/** Below, what is held back says next to nothing. */
const fewSamples = 20;

export function planSplit(task: TaskSpec, data: SplitData, options: SplitOptions): DataSplit {
  checkTarget(task, classesOf(data.codes ?? []), data.samples);
  const { sides } = options;
  const known =
    sides && keepSides(data, sides, (some) => planned(task, some, { ...options, fold: undefined }));
  const split = checkClasses(task, data, known ?? planned(task, data, options));
  return { ...split, notes: [...split.notes, ...fewNotes(data, split)] };
}

function fewNotes({ samples, word }: SplitData, { val, test }: DataSplit): string[] {
  if (samples >= fewSamples) return [];
  const judging = test.length > 0 ? test.length : val.length;
  return [
    `There ${samples === 1 ? 'is' : 'are'} ${counted(samples, word)} in all, and ${judging} of them ${judging === 1 ? 'judges' : 'judge'} the model: such figures are little more than chance. Import more, or judge it by folds.`,
  ];
}

function planned(task: TaskSpec, data: SplitData, options: SplitOptions): DataSplit {
  const all = Uint32Array.from({ length: data.samples }, (_, i) => i);
  const notes: string[] = [];
  const { part } = data;
  if (part && options.splitBy !== 'random') {
    const given = byParts(part.of);
    const other = given.val.length + (options.splitBy === undefined ? 0 : given.test.length);
    if (given.train.length > 0 && other > 0) return followed(task, data, options, part.name, given);
    notes.push(
      `“${part.name}” does not name a training part and another (train, validation, test), so it does not decide.`,
    );
  }
  const made = divide(task, data, options, all);
  return { ...made, notes: [...notes, ...made.notes] };
}

/** The column decides; what it leaves open is divided as without it. */
function followed(
  task: TaskSpec,
  data: SplitData,
  options: SplitOptions,
  name: string,
  given: Parts,
): DataSplit {
  const { train, val, test, without } = given;
  const how = `by the column “${name}”`;
  const notes =
    without > 0
      ? [
          `${counted(without, data.word)} ${without === 1 ? 'has' : 'have'} no “${name}” and ${was(without)} left out.`,
        ]
      : [];
  const split = [train, val, test];
  const { group } = data;
  if (group) {
    const sides = split.map((rows) => new Set(Array.from(rows, (row) => group.of[row] as number)));
    const several = [...new Set(sides.flatMap((side) => [...side]))].filter(
      (number) => number >= 0 && sides.filter((side) => side.has(number)).length > 1,
    ).length;
    if (several > 0)
      notes.push(
        `“${name}” puts ${several} ${several === 1 ? 'group' : 'groups'} of “${group.name}” into more than one part: what is judged was partly seen.`,
      );
  }
  if (val.length > 0 && !options.fold) return { train, val, test, how, notes };
  const open = options.fold ? Uint32Array.from([...train, ...val]).sort() : train;
  const rest = divide(task, { ...data, part: undefined }, { ...options, testSplit: 0 }, open);
  const what = options.fold ? 'its training and validation parts' : 'validation from its training part';
  return { ...rest, test, how: `${how}; ${what} ${rest.how}`, notes: [...notes, ...rest.notes] };
}

function divide(
  task: TaskSpec,
  data: SplitData,
  options: SplitOptions,
  all: Uint32Array<ArrayBuffer>,
): DataSplit {
  const { validationSplit, testSplit = 0 } = options;
  if (typeof testSplit === 'number' && validationSplit + testSplit > 0.95)
    throw new TetradError({
      code: 'badInput',
      message: 'The validation and test shares leave nothing to train on.',
      place: 'training.testSplit',
      hint: 'Together they can be at most 0.95.',
    });
  const { ways, rows, notes } = waysOf(task, data, options, all);
  for (const way of ways) {
    const share = testSplit === 'auto' ? autoTestShare(rows.length, way.units(rows)) : testSplit;
    const made = dividedBy(way, rows, options, share);
    const enough = made && (testSplit !== 'auto' || made.train.length * 2 >= rows.length);
    const found =
      enough || share === 0 ? made : testSplit === 'auto' ? dividedBy(way, rows, options, 0) : undefined;
    if (found) return { ...found, notes: [...notes, ...found.notes] };
  }
  throw new TetradError({
    code: 'badInput',
    message: `All ${data.word}s overlap or belong together, so none can be held back to judge the model.`,
    hint: 'Use shorter windows, smaller patches, a longer recording or more groups; or a smaller test share.',
    place: `${data.word}s`,
  });
}

function dividedBy(
  way: SplitWay,
  rows: Uint32Array<ArrayBuffer>,
  { validationSplit, fold }: SplitOptions,
  testShare: number,
): DataSplit | undefined {
  const tested = testShare > 0 ? way.hold(rows, testShare, { stream: 'test', repeat: 0 }) : undefined;
  if (testShare > 0 && !tested) return undefined;
  const open = tested?.rest ?? rows;
  const share = tested ? (validationSplit * rows.length) / open.length : validationSplit;
  const judged = fold ? way.fold(open, fold) : way.hold(open, Math.min(share, 0.95), firstDraw);
  if (!judged) return undefined;
  const [first, second] = [judged.between, tested?.between ?? 0];
  const between = first + second;
  const of = second > 0 ? 'a part that judges' : 'the validation part';
  return {
    train: judged.rest,
    val: judged.held,
    test: tested?.held ?? new Uint32Array(0),
    how: fold
      ? `fold ${fold.index + 1} of ${fold.folds}${fold.repeat > 0 ? `, repeat ${fold.repeat + 1}` : ''}, ${way.how}`
      : way.how,
    notes: [
      ...way.notes,
      ...(between > 0
        ? [
            `${between} ${between === 1 ? 'sample overlaps' : 'samples overlap'} ${of} and ${was(between)} left out of training.`,
          ]
        : []),
    ],
  };
}

/** The ways that fit these samples, first choice first. */
function waysOf(
  task: TaskSpec,
  data: SplitData,
  { seed, splitBy }: SplitOptions,
  all: Uint32Array<ArrayBuffer>,
): { ways: SplitWay[]; rows: Uint32Array<ArrayBuffer>; notes: string[] } {
  const { group, along = [], word } = data;
  const random = atRandom(task, data, seed);
  const notes: string[] = [];
  if (group) {
    const numbers = new Set(Array.from(all, (row) => group.of[row] as number));
    const alone = !numbers.has(-1) && numbers.size === all.length;
    if (alone) return { ways: [random], rows: all, notes };
    if (numbers.size > 1 || numbers.has(-1))
      return { ways: [byGroup(task, data, group, seed, splitBy === undefined)], rows: all, notes };
    if (along.length === 0) notes.push(`All ${word}s are of one “${group.name}”, so it divides nothing.`);
  }
  const wanted = splitBy === 'random' ? along.filter(({ extent }) => extent > 0) : along;
  if (wanted.length === 0) return { ways: [random], rows: all, notes };
  const rows = all.filter((row) => wanted.every(({ at }) => !Number.isNaN(at[row])));
  const lost = all.length - rows.length;
  if (lost > 0)
    notes.push(
      `${counted(lost, word)} ${lost === 1 ? 'has' : 'have'} no ${namesOf(wanted)} and ${was(lost)} left out.`,
    );
  const ways = wanted.map((way) => byOrder(data, way));
  // Moments that are all the same divide nothing; windows that all overlap must not be divided by chance.
  const instants = wanted.every(({ extent }) => extent === 0);
  return { ways: instants ? [...ways, random] : ways, rows, notes };
}

function classesOf(codes: ArrayLike<number>): Uint32Array[] {
  const rows = new Map<number, number[]>();
  Array.from(codes).forEach((code, row) => {
    const some = rows.get(code);
    if (some) some.push(row);
    else rows.set(code, [row]);
  });
  return Array.from(rows.values(), (some) => Uint32Array.from(some));
}

const namesOf = (along: readonly Along[]): string => along.map(({ name }) => `“${name}”`).join(', ');

/** What training could not learn for want of samples. */
function checkClasses(task: TaskSpec, { codes, word }: SplitData, split: DataSplit): DataSplit {
  const labels = classLabels(task);
  if (!labels || !codes) return split;
  const learnt = new Set(Array.from(split.train, (row) => codes[row] as number));
  const unseen = [...new Set(Array.from(codes))]
    .filter((code) => !learnt.has(code))
    .map((code) => labels[code]);
  if (learnt.size < 2)
    throw new TetradError({
      code: 'badInput',
      message: `Divided ${split.how}, every training ${word} has the same “${task.target}”, so there is nothing to tell apart.`,
      place: `column ${task.target}`,
      hint: 'Divide at random, or change the role of the column that divides.',
    });
  if (unseen.length === 0) return split;
  const some = unseen
    .slice(0, 5)
    .map((label) => `“${label}”`)
    .join(', ');
  return {
    ...split,
    notes: [
      ...split.notes,
      `The training part has no ${word} of ${some}${unseen.length > 5 ? ' and others' : ''}, so the model cannot answer with ${unseen.length === 1 ? 'it' : 'them'}.`,
    ],
  };
}

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
const was = (count: number): string => (count === 1 ? 'was' : 'were');
