/** Arrays of numbers as commands take them: nested as JSON has them, one typed array, or that with its shape. */
import { z } from 'zod';
import { sizeOf } from '#/core/arch/sizeOf';

export interface Numbers {
  /** Row-major; missing is NaN. */
  values: Float32Array<ArrayBuffer>;
  /** Absent of a bare typed array: it means what the reader takes it for. */
  shape?: number[];
}

type NumberArray = Exclude<ArrayBufferView, DataView | BigInt64Array | BigUint64Array> & ArrayLike<number>;
type NumbersInput = unknown[] | NumberArray | { shape: number[]; data: NumberArray };

const isNumberArray = (value: unknown): value is NumberArray =>
  ArrayBuffer.isView(value) &&
  !(value instanceof DataView || value instanceof BigInt64Array || value instanceof BigUint64Array);

const isShaped = (value: unknown): value is { shape: number[]; data: NumberArray } => {
  const { shape, data } = (value ?? {}) as { shape?: unknown; data?: unknown };
  return (
    isNumberArray(data) &&
    Array.isArray(shape) &&
    shape.every((size) => Number.isSafeInteger(size) && size >= 0)
  );
};

/** Says where the arrays are not what they promise: "[1][3] is not a number". */
export function readNumbers(given: NumbersInput): Numbers | { problem: string } {
  if (isNumberArray(given)) return { values: Float32Array.from(given) };
  if (isShaped(given)) {
    const { shape, data } = given;
    if (sizeOf(shape) === data.length) return { values: Float32Array.from(data), shape: [...shape] };
    return { problem: `holds ${data.length} values for the shape [${shape.join(', ')}]` };
  }
  const shape: number[] = [];
  for (let level: unknown = given; Array.isArray(level); level = level[0]) shape.push(level.length);
  const values = new Float32Array(sizeOf(shape));
  let filled = 0;
  const read = (level: unknown, depth: number, place: string): string | undefined => {
    if (depth === shape.length) {
      if (level !== null && typeof level !== 'number') return `${place} is not a number`;
      values[filled++] = level ?? Number.NaN;
      return undefined;
    }
    if (!Array.isArray(level)) return `${place} is not an array`;
    if (level.length !== shape[depth])
      return `${place} has ${level.length} entries where the first of its kind has ${shape[depth]}`;
    for (const [i, item] of level.entries()) {
      const problem = read(item, depth + 1, `${place}[${i}]`);
      if (problem) return problem;
    }
    return undefined;
  };
  const problem = read(given, 0, '');
  return problem ? { problem: problem.trim() } : { values, shape };
}

export const numbersInput = z
  .custom<NumbersInput>(
    (value) => Array.isArray(value) || isNumberArray(value) || isShaped(value),
    'expected arrays of numbers, a typed array, or { shape, data }',
  )
  .meta({ title: 'number[][]… | Float32Array | { shape, data }' })
  .transform((given, context): Numbers => {
    const read = readNumbers(given);
    if (!('problem' in read)) return read;
    context.addIssue({ code: 'custom', message: read.problem });
    return z.NEVER;
  });
