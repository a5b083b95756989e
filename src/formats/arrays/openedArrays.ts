/** What a format found, as the ArrayFile everyone else uses: boxes are checked here, once for all formats. */
import type { ArrayCoordinates, ArrayFile, ArrayVariable, AxisRole, TextList } from '#/core/grid/arrayFile';
import type { DataIssue } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import { sizeOf } from '#/core/arch/sizeOf';
import { markCoordinates } from './coordinateVariables';
import { type Floats, newValues, type OpenedVariable } from './openedVariable';
import { isWide, Rounding } from './rounding';
import { countTimes } from './writtenTimes';

export interface OpenedArrays {
  variables: OpenedVariable[];
  texts?: readonly TextList[];
  coordinates?: ArrayCoordinates[];
  roles?: Record<string, AxisRole>;
  details?: Record<string, string>;
  told?: readonly DataIssue[];
  close?(): void;
}

const mostBoxValues = 256 * 1024 * 1024;

export function openedArrays(fileName: string, opened: OpenedArrays): ArrayFile {
  if (opened.variables.length === 0)
    throw new TetradError({
      code: 'badInput',
      message:
        passedOver(opened.details).length > 0
          ? 'None of the arrays in the file can be read.'
          : 'The file holds no array of numbers.',
      place: fileName,
      hint: noNumbersHint(opened.details ?? {}),
    });
  const rounding = new Rounding();
  const roles = opened.roles ?? {};
  const { variables, told } = markCoordinates(opened.variables, roles);
  const times = countTimes(opened.coordinates ?? []);
  const read = async <F extends Floats>(
    name: string,
    { start, count, step = count.map(() => 1) }: Box,
    Values: F,
  ): Promise<InstanceType<F>> => {
    const found = opened.variables.find(({ variable }) => variable.name === name);
    if (!found)
      throw new TetradError({
        code: 'notFound',
        message: `There is no variable called “${name}”.`,
        place: fileName,
        hint: `The file has: ${variables.map((variable) => variable.name).join(', ')}.`,
      });
    requireInside(fileName, found.variable, start, count, step);
    if (count.includes(0)) return newValues(Values, 0);
    return found.read(start, count, step, Values);
  };
  return {
    variables,
    texts: opened.texts ?? [],
    coordinates: times.coordinates,
    roles,
    details: opened.details ?? {},
    async read(name, start, count, step) {
      const dtype = variables.find((variable) => variable.name === name)?.dtype ?? '';
      if (!isWide(dtype)) return read(name, { start, count, step }, Float32Array);
      return rounding.rounded(name, dtype, await read(name, { start, count, step }, Float64Array));
    },
    readExact: (name, start, count, step) => read(name, { start, count, step }, Float64Array),
    told: () => [...(opened.told ?? []), ...told, ...times.told, ...rounding.told()],
    close: () => opened.close?.(),
  };
}

interface Box {
  start: readonly number[];
  count: readonly number[];
  step?: readonly number[];
}

const passedOver = (details: Record<string, string> = {}) =>
  Object.entries(details).filter(([, text]) => text.startsWith('left out'));

/** The names of what was passed over say more than "nothing found". */
function noNumbersHint(details: Record<string, string>): string {
  const passed = passedOver(details);
  if (passed.length === 0) return 'Choose a file with at least one array of rank 1 or more.';
  return passed
    .slice(0, 5)
    .map(([name, text]) => `${name}: ${text.replace(/^left out: /, '').replace(/\.?$/, '.')}`)
    .join(' ');
}

function requireInside(
  fileName: string,
  { name, dimensions }: ArrayVariable,
  start: readonly number[],
  count: readonly number[],
  step: readonly number[],
): void {
  const place = `${fileName}, ${name}`;
  const inside =
    start.length === dimensions.length &&
    count.length === dimensions.length &&
    step.length === dimensions.length &&
    dimensions.every(({ size }, axis) => {
      const from = start[axis] as number;
      const taken = count[axis] as number;
      const apart = step[axis] as number;
      const whole = [from, taken, apart].every(Number.isInteger);
      const last = taken === 0 ? from - 1 : from + (taken - 1) * apart;
      return whole && from >= 0 && taken >= 0 && apart >= 1 && last < size;
    });
  if (!inside)
    throw new TetradError({
      code: 'badInput',
      message: `The box at [${start.join(', ')}] of size [${count.join(', ')}]${step.some((apart) => apart !== 1) ? `, every [${step.join(', ')}],` : ''} is not inside the array of shape [${dimensions.map(({ size }) => size).join(', ')}].`,
      place,
      hint: 'Choose indices inside the array.',
    });
  if (sizeOf(count) > mostBoxValues)
    throw new TetradError({
      code: 'outOfMemory',
      message: `A box of ${sizeOf(count).toLocaleString('en')} values is too large to read at once.`,
      place,
      hint: `Read at most ${mostBoxValues.toLocaleString('en')} values at a time.`,
    });
}
