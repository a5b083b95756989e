/**
 * Arrays as a person or a program gives them, made what an input of a model takes: the type of its values, and a shape
 * that fits its fixed sizes and agrees with other inputs in its named ones.
 */
import { sizeOf } from '../arch/sizeOf';
import { TetradError } from '../protocol/errors';
import type { GivenArray, OnnxPort } from '../protocol/predict';
import { portText } from './ports';

export interface ArrayFeed {
  name: string;
  type: string;
  data: FeedData;
  dims: number[];
}
type FeedData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | string[];

/** What ONNX Runtime calls a type, how its values are held, and what they may be. */
const types = new Map<string, { ort: string; make: (size: number) => FeedData; range?: [number, number] }>([
  ['float', { ort: 'float32', make: (size) => new Float32Array(size) }],
  ['double', { ort: 'float64', make: (size) => new Float64Array(size) }],
  ['float16', { ort: 'float16', make: (size) => new Uint16Array(size) }],
  ['int8', { ort: 'int8', make: (size) => new Int8Array(size), range: [-128, 127] }],
  ['uint8', { ort: 'uint8', make: (size) => new Uint8Array(size), range: [0, 255] }],
  ['int16', { ort: 'int16', make: (size) => new Int16Array(size), range: [-(2 ** 15), 2 ** 15 - 1] }],
  ['uint16', { ort: 'uint16', make: (size) => new Uint16Array(size), range: [0, 2 ** 16 - 1] }],
  ['int32', { ort: 'int32', make: (size) => new Int32Array(size), range: [-(2 ** 31), 2 ** 31 - 1] }],
  ['uint32', { ort: 'uint32', make: (size) => new Uint32Array(size), range: [0, 2 ** 32 - 1] }],
  ['int64', { ort: 'int64', make: (size) => new BigInt64Array(size), range: [-(2 ** 53), 2 ** 53] }],
  ['uint64', { ort: 'uint64', make: (size) => new BigUint64Array(size), range: [0, 2 ** 53] }],
  ['bool', { ort: 'bool', make: (size) => new Uint8Array(size), range: [0, 1] }],
  ['string', { ort: 'string', make: (size) => new Array<string>(size).fill('') }],
]);

export const canBeGiven = ({ dtype }: OnnxPort): boolean => types.has(dtype);

const wrong = (port: OnnxPort, message: string) =>
  new TetradError({
    code: 'badInput',
    message: `The input "${port.name}" ${message}.`,
    place: `input "${port.name}"`,
    hint: `It takes ${portText(port)}.`,
  });

/** All inputs of one run, in the order of the ports. */
export function feedsOf(ports: readonly OnnxPort[], given: readonly GivenArray[]): ArrayFeed[] {
  const unknown = given.find(({ name }) => !ports.some((port) => port.name === name));
  if (unknown)
    throw new TetradError({
      code: 'badInput',
      message: `The model has no input "${unknown.name.slice(0, 80)}".`,
      place: 'arrays',
      hint: `It takes ${ports.map(({ name }) => `"${name}"`).join(', ')}.`,
    });
  const named = new Map<string, { size: number; by: string }>();
  return ports.map((port) => {
    const found = given.find(({ name }) => name === port.name);
    if (!found) throw wrong(port, 'is missing');
    const feed = toFeed(port, found.value);
    for (const [axis, wanted] of (port.shape ?? []).entries()) {
      const size = feed.dims[axis] as number;
      if (typeof wanted !== 'string' || wanted === '?') continue;
      const before = named.get(wanted);
      if (before && before.size !== size)
        throw wrong(port, `has ${wanted} = ${size}, and "${before.by}" has ${wanted} = ${before.size}`);
      named.set(wanted, { size, by: port.name });
    }
    return feed;
  });
}

export function toFeed(port: OnnxPort, value: unknown): ArrayFeed {
  const type = types.get(port.dtype);
  if (!type) throw wrong(port, `is of the type ${port.dtype}, which cannot be given here`);
  const { values, shape } = flattened(port, value);
  const dims = fitted(port, values.length, shape);
  const data = type.make(values.length);
  for (let i = 0; i < values.length; i++) data[i] = valueOf(port, values[i], type.range, i) as never;
  return { name: port.name, type: type.ort, data, dims };
}

type Flat = { values: ArrayLike<unknown>; shape?: number[] };

function flattened(port: OnnxPort, value: unknown): Flat {
  if (ArrayBuffer.isView(value) && !(value instanceof DataView))
    return { values: value as unknown as ArrayLike<number> };
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const { shape, data } = value as { shape?: unknown; data?: unknown };
    const isData = Array.isArray(data) || (ArrayBuffer.isView(data) && !(data instanceof DataView));
    if (!isData || !Array.isArray(shape) || !shape.every((size) => Number.isSafeInteger(size) && size >= 0))
      throw wrong(port, 'is neither lists of values nor { shape, data }');
    const values = data as unknown as ArrayLike<unknown>;
    if (sizeOf(shape as number[]) !== values.length)
      throw wrong(port, `has ${values.length} values for the shape [${shape.join(', ')}]`);
    return { values, shape: shape as number[] };
  }
  const shape: number[] = [];
  for (let level: unknown = value; Array.isArray(level); level = level[0]) {
    shape.push(level.length);
    if (shape.length > 64) throw wrong(port, 'has lists inside lists more than 64 deep');
  }
  const values: unknown[] = [];
  const walk = (level: unknown, depth: number, place: string): void => {
    if (depth === shape.length) {
      values.push(level);
      return;
    }
    if (!Array.isArray(level) || level.length !== shape[depth])
      throw wrong(
        port,
        `has ${Array.isArray(level) ? `${level.length} values` : 'one value'} at ${place || 'its start'} where the first list of its kind has ${shape[depth]}`,
      );
    for (const [i, item] of level.entries()) walk(item, depth + 1, `${place}[${i}]`);
  };
  walk(value, 0, '');
  return { values, shape };
}

/** The shape it has for the model: axes of one are added in front, and a flat list takes the shape that it can only have. */
function fitted({ shape: wanted, ...port }: OnnxPort, size: number, given: number[] | undefined): number[] {
  const takes: OnnxPort = { ...port, ...(wanted && { shape: wanted }) };
  if (!wanted) return given ?? [size];
  const fits = (dims: readonly number[]) =>
    dims.length === wanted.length &&
    wanted.every((want, axis) => typeof want === 'string' || want === dims[axis]);
  if (given) {
    const missing = Math.max(0, wanted.length - given.length);
    const front = [...new Array<number>(missing).fill(1), ...given];
    if (fits(front)) return front;
    if (given.length === 1 || given.length === 0) return fromFlat(takes, wanted, size);
    throw wrong(takes, `is [${given.join(', ')}]`);
  }
  return fromFlat(takes, wanted, size);
}

function fromFlat(port: OnnxPort, wanted: readonly (number | string)[], size: number): number[] {
  const known = wanted.reduce<number>((product, dim) => product * (typeof dim === 'number' ? dim : 1), 1);
  const open = wanted.filter((dim) => typeof dim === 'string').length;
  // The first open size takes what is left; it is the batch nearly always.
  const first = wanted.findIndex((dim) => typeof dim === 'string');
  const left = size / known;
  if (open === 0 ? size === known : Number.isInteger(left))
    return wanted.map((dim, axis) => (typeof dim === 'number' ? dim : axis === first ? left : 1));
  throw wrong(port, `has ${size} value${size === 1 ? '' : 's'}, which do not fill its shape`);
}

function valueOf(port: OnnxPort, value: unknown, range: [number, number] | undefined, at: number): unknown {
  const { dtype } = port;
  if (dtype === 'string') {
    if (typeof value === 'string') return value;
    if (value === null || value === undefined) return '';
    return String(value);
  }
  const number =
    typeof value === 'boolean' || typeof value === 'bigint'
      ? Number(value)
      : value === null
        ? Number.NaN
        : typeof value === 'string' && value.trim() !== ''
          ? Number(value)
          : value;
  if (typeof number !== 'number' || (Number.isNaN(number) && typeof value === 'string'))
    throw wrong(port, `has "${String(value).slice(0, 40)}" as value ${at + 1}, which is no number`);
  if (dtype === 'float16') return halfBits(number);
  if (!range) return number;
  if (!Number.isInteger(number) || number < range[0] || number > range[1])
    throw wrong(
      port,
      `has ${number} as value ${at + 1}; ${dtype} takes whole numbers of ${range[0]} to ${range[1]}`,
    );
  return dtype.endsWith('int64') ? BigInt(number) : number;
}

const scratch = new DataView(new ArrayBuffer(4));

/** To the nearest binary16, ties to even. */
export function halfBits(value: number): number {
  scratch.setFloat32(0, value);
  const bits = scratch.getUint32(0);
  const sign = (bits >>> 16) & 0x8000;
  const exponent = (bits >>> 23) & 255;
  const fraction = bits & 0x7fffff;
  if (exponent === 255) return sign | 0x7c00 | (fraction ? 0x200 : 0);
  const shifted = exponent - 112;
  if (shifted >= 31) return sign | 0x7c00;
  if (shifted <= 0) {
    // Subnormal: units of 2^-24.
    const units = Math.abs(value) * 2 ** 24;
    const down = Math.floor(units);
    const rest = units - down;
    return sign | (rest > 0.5 || (rest === 0.5 && down % 2 === 1) ? down + 1 : down);
  }
  const whole = (shifted << 10) | (fraction >> 13);
  const rest = fraction & 0x1fff;
  return sign | (rest > 0x1000 || (rest === 0x1000 && whole % 2 === 1) ? whole + 1 : whole);
}
