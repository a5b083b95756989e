/**
 * Files that each hold a stretch of time (a month, a year) as one file, in the order of their times, whatever their
 * lengths. Nothing is copied: a box is read from the files it lies in.
 */
import type { ArrayFile, ArrayVariable } from '#/core/grid/arrayFile';
import { absoluteSeconds, timeText } from '#/core/grid/cfTime';
import { scatterBox } from '#/core/grid/scatterBox';
import { TetradError } from '#/core/protocol/errors';
import { denseStrides } from '#/formats/arrays/boxBytes';
import { sizeOf } from '#/core/arch/sizeOf';

export interface Part {
  name: string;
  arrays: ArrayFile;
}

interface Stretch extends Part {
  /** In the unit of the first file. */
  times: Float64Array;
  /** Of its first time in the whole. */
  from: number;
}

/** Throws where the times of the files overlap, or where one of the `needed` variables differs otherwise. */
export function joinInTime(parts: readonly Part[], dimension: string, needed: readonly string[]): ArrayFile {
  const stretches = inOrder(parts, dimension);
  const [first] = stretches as [Stretch, ...Stretch[]];
  const last = stretches.at(-1) as Stretch;
  const total = last.from + last.times.length;
  const own = first.arrays.coordinates.find((entry) => entry.dimension === dimension);
  const variables = first.arrays.variables.flatMap((variable): ArrayVariable[] => {
    const unlike = stretches.find(({ arrays }) => !isAlike(variable, arrays, dimension));
    if (unlike && needed.includes(variable.name)) throw notAlike(variable, unlike, dimension, first.name);
    if (unlike) return [];
    const dimensions = variable.dimensions.map((one) =>
      one.name === dimension ? { ...one, size: total } : one,
    );
    return [{ ...variable, dimensions }];
  });
  const times = new Float64Array(total);
  for (const stretch of stretches) times.set(stretch.times, stretch.from);

  const read = async <T extends Float32Array | Float64Array>(
    box: Box,
    out: T,
    readPart: (arrays: ArrayFile, box: Box) => Promise<T>,
  ): Promise<T> => {
    const axis = variables
      .find(({ name }) => name === box.name)
      ?.dimensions.findIndex(({ name }) => name === dimension);
    if (axis === undefined || axis < 0) return readPart(first.arrays, box);
    const strides = denseStrides(box.count, 1);
    for (const { arrays, from, times: own } of stretches) {
      const inside = within(box, axis, from, own.length);
      if (!inside) continue;
      const values = await readPart(arrays, inside.box);
      scatterBox(values, inside.box.count, out, strides, inside.taken * (strides[axis] as number));
    }
    return out;
  };

  return {
    variables,
    coordinates: [
      ...first.arrays.coordinates.filter((entry) => entry.dimension !== dimension),
      { ...own, dimension, values: times },
    ],
    roles: first.arrays.roles,
    details: {
      ...first.arrays.details,
      'joined in time': stretches.map(({ name, times: own }) => `${name} (${own.length})`).join(', '),
    },
    read: (name, start, count, step = count.map(() => 1)) =>
      read({ name, start, count, step }, new Float32Array(sizeOf(count)), (arrays, box) =>
        arrays.read(box.name, box.start, box.count, box.step),
      ),
    readExact: (name, start, count, step = count.map(() => 1)) =>
      read({ name, start, count, step }, new Float64Array(sizeOf(count)), (arrays, box) =>
        arrays.readExact(box.name, box.start, box.count, box.step),
      ),
    told: () => stretches.flatMap(({ arrays }) => arrays.told()),
    close: () => {
      for (const { arrays } of stretches) arrays.close();
    },
  };
}

interface Box {
  name: string;
  start: readonly number[];
  count: readonly number[];
  step: readonly number[];
}

/** What of a box lies in a stretch, in its own indices, and how many indices of the box come before. */
function within(
  box: Box,
  axis: number,
  from: number,
  length: number,
): { box: Box; taken: number } | undefined {
  const [start, count, step] = [box.start, box.count, box.step].map((list) => list[axis] as number) as [
    number,
    number,
    number,
  ];
  const taken = Math.max(0, Math.ceil((from - start) / step));
  const end = Math.min(count, Math.ceil((from + length - start) / step));
  if (end <= taken) return undefined;
  const put = (list: readonly number[], value: number) => list.map((one, i) => (i === axis ? value : one));
  return {
    box: {
      ...box,
      start: put(box.start, start + taken * step - from),
      count: put(box.count, end - taken),
    },
    taken,
  };
}

function inOrder(parts: readonly Part[], dimension: string): Stretch[] {
  const reference = timesOf(parts[0] as Part, dimension);
  const placed = parts.map((part) => {
    const { values, unit, calendar } = timesOf(part, dimension);
    const zero = absoluteSeconds(0, reference.unit, reference.calendar);
    const one = absoluteSeconds(1, reference.unit, reference.calendar);
    const times = values.map((value) => {
      if (unit === reference.unit && calendar === reference.calendar) return value;
      const seconds = absoluteSeconds(value, unit, calendar);
      if (zero === undefined || one === undefined || seconds === undefined)
        throw refuse(
          part.name,
          `Its times are counted in “${unit ?? 'nothing'}”, those of ${parts[0]?.name} in “${reference.unit ?? 'nothing'}”.`,
          'Write the times of all files in one unit.',
        );
      return (seconds - zero) / (one - zero);
    });
    return { ...part, times };
  });
  placed.sort((a, b) => (a.times[0] as number) - (b.times[0] as number));
  let from = 0;
  return placed.map((part, i) => {
    const before = placed[i - 1];
    const end = before?.times.at(-1);
    if (before && end !== undefined && (part.times[0] as number) <= end)
      throw refuse(
        part.name,
        `It begins at ${timeText(part.times[0] as number, reference.unit, reference.calendar)}, before ${before.name} ends (${timeText(end, reference.unit, reference.calendar)}).`,
        'Files that are joined in time follow each other. Take one of the two out, or import them as recordings of their own.',
      );
    const stretch = { ...part, from };
    from += part.times.length;
    return stretch;
  });
}

function timesOf({ arrays, name }: Part, dimension: string) {
  const found = arrays.coordinates.find((entry) => entry.dimension === dimension);
  if (found && found.values.length > 0 && !Number.isNaN(found.values[0])) return found;
  throw refuse(
    name,
    `The file does not say which times “${dimension}” stands for.`,
    'Files without times can only be recordings of their own: crop them to equal lengths.',
  );
}

const shapeText = (list: ArrayVariable['dimensions'], dimension: string): string =>
  list.map((one) => (one.name === dimension ? one.name : `${one.name} ${one.size}`)).join(', ');

const findLike = ({ name }: ArrayVariable, { variables }: ArrayFile) =>
  variables.find((variable) => variable.name === name);

function isAlike(variable: ArrayVariable, arrays: ArrayFile, dimension: string): boolean {
  const other = findLike(variable, arrays);
  return (
    other !== undefined &&
    shapeText(other.dimensions, dimension) === shapeText(variable.dimensions, dimension)
  );
}

function notAlike(variable: ArrayVariable, { name, arrays }: Part, dimension: string, firstName: string) {
  const other = findLike(variable, arrays);
  return refuse(
    name,
    other
      ? `“${variable.name}” runs over ${shapeText(other.dimensions, dimension)}; in ${firstName} over ${shapeText(variable.dimensions, dimension)}.`
      : `It has no variable “${variable.name}”, which ${firstName} has.`,
    'Files that are joined in time have the same variables over the same space.',
  );
}

const refuse = (place: string, message: string, hint: string) =>
  new TetradError({ code: 'badInput', message, place, hint });
