/** What a format found, as the ArrayFile everyone else uses: boxes are checked here, once for all formats. */
import type { ArrayCoordinates, ArrayFile, ArrayVariable, AxisRole } from '#/core/grid/arrayFile';
import { TetradError } from '#/core/protocol/errors';
import { elementsIn } from './boxBytes';

export interface OpenedVariable {
  variable: ArrayVariable;
  /** The box is inside the variable, not empty and of bearable size. */
  read(start: readonly number[], count: readonly number[]): Promise<Float32Array>;
}

export interface OpenedArrays {
  variables: OpenedVariable[];
  coordinates?: ArrayCoordinates[];
  roles?: Record<string, AxisRole>;
  details?: Record<string, string>;
  close?(): void;
}

const mostBoxValues = 256 * 1024 * 1024;

export function openedArrays(fileName: string, opened: OpenedArrays): ArrayFile {
  if (opened.variables.length === 0)
    throw new TetradError({
      code: 'badInput',
      message: 'The file holds no array of numbers.',
      place: fileName,
      hint: noNumbersHint(opened.details ?? {}),
    });
  return {
    variables: opened.variables.map(({ variable }) => variable),
    coordinates: opened.coordinates ?? [],
    roles: opened.roles ?? {},
    details: opened.details ?? {},
    async read(name, start, count) {
      const found = opened.variables.find(({ variable }) => variable.name === name);
      if (!found)
        throw new TetradError({
          code: 'notFound',
          message: `There is no variable called “${name}”.`,
          place: fileName,
          hint: `The file has: ${opened.variables.map(({ variable }) => variable.name).join(', ')}.`,
        });
      requireInside(fileName, found.variable, start, count);
      if (count.includes(0)) return new Float32Array(0);
      return found.read(start, count);
    },
    close: () => opened.close?.(),
  };
}

/** The names of what was passed over say more than "nothing found". */
function noNumbersHint(details: Record<string, string>): string {
  const passed = Object.entries(details).filter(([, text]) => text.startsWith('left out'));
  if (passed.length === 0) return 'Choose a file with at least one array of rank 1 or more.';
  return passed
    .slice(0, 5)
    .map(([name, text]) => `${name}: ${text}.`)
    .join(' ');
}

function requireInside(
  fileName: string,
  { name, dimensions }: ArrayVariable,
  start: readonly number[],
  count: readonly number[],
): void {
  const place = `${fileName}, ${name}`;
  const inside =
    start.length === dimensions.length &&
    count.length === dimensions.length &&
    dimensions.every(({ size }, axis) => {
      const from = start[axis] as number;
      const taken = count[axis] as number;
      return (
        Number.isInteger(from) && Number.isInteger(taken) && from >= 0 && taken >= 0 && from + taken <= size
      );
    });
  if (!inside)
    throw new TetradError({
      code: 'badInput',
      message: `The box at [${start.join(', ')}] of size [${count.join(', ')}] is not inside the array of shape [${dimensions.map(({ size }) => size).join(', ')}].`,
      place,
      hint: 'Choose indices inside the array.',
    });
  if (elementsIn(count) > mostBoxValues)
    throw new TetradError({
      code: 'outOfMemory',
      message: `A box of ${elementsIn(count).toLocaleString('en')} values is too large to read at once.`,
      place,
      hint: `Read at most ${mostBoxValues.toLocaleString('en')} values at a time.`,
    });
}
