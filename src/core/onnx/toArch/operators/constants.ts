/** What is computed of constants and of sizes: done at once. A size that is the batch is NaN. */
import type { OnnxNode } from '../../graphBuilder';
import { type ArchReader } from '../archReader';
import { type Constant, notALayer, type Told } from '../told';
import { whole as wholeOf } from './attributes';

/** Number by number, where one is a single number or both are as long. */
export function folded(
  node: OnnxNode,
  [a, b]: readonly [Constant, Constant],
  host: (a: number, b: number) => number,
): Constant {
  const length = Math.max(a.data.length, b.data.length);
  if ([a, b].some(({ data }) => data.length !== 1 && data.length !== length))
    throw notALayer(node, 'joins two constants of other shapes');
  const whole = a.whole === true && b.whole === true;
  const of = ({ data }: Constant, i: number) => data[data.length === 1 ? 0 : i] as number;
  return {
    kind: 'constant',
    name: '',
    shape: (a.data.length === length ? a : b).shape,
    data: Float64Array.from({ length }, (_, i) =>
      whole ? Math.trunc(host(of(a, i), of(b, i))) : host(of(a, i), of(b, i)),
    ),
    whole,
  };
}

export function sizes(reader: ArchReader, node: OnnxNode): Constant {
  const value = reader.input(node, 0);
  const shape =
    value.kind === 'constant'
      ? value.shape
      : reader
          .sizes(value.kind === 'mapped' ? value.of : value)
          .map((n) => (Number.isNaN(n) ? (reader.batch ?? n) : n));
  const from = wholeOf(node, 'start', 0);
  const to = wholeOf(node, 'end', shape.length);
  const data = shape.slice(from, to);
  return { kind: 'constant', name: '', shape: [data.length], data, whole: true };
}

/** Of a list. */
export function gathered(node: OnnxNode, { data, shape, whole }: Constant, places: Constant): Constant {
  if (shape.length !== 1) throw notALayer(node, 'takes places of a constant of several axes');
  const picked = Float64Array.from(places.data, (at) => data[at < 0 ? at + data.length : at] as number);
  return { kind: 'constant', name: '', shape: places.shape, data: picked, ...(whole && { whole }) };
}

/** Of one number, however long: it is read as that number everywhere. */
export function filled(reader: ArchReader, node: OnnxNode): Constant {
  const { value = 0 } = node.attributes;
  const { data } = reader.needed(node, 0);
  const size = Array.from(data).reduce((all, n) => all * n, 1);
  const isKnown = size <= 100_000;
  return {
    kind: 'constant',
    name: '',
    shape: isKnown ? Array.from(data) : [1],
    data: new Array(isKnown ? size : 1).fill(Number(value)),
  };
}

export function expand(reader: ArchReader, node: OnnxNode): Told {
  const value = reader.input(node, 0);
  const { data } = reader.needed(node, 1);
  if (value.kind === 'constant') {
    if (value.data.length === 1 || Array.from(value.data).every((x) => x === value.data[0]))
      return { ...value, shape: [1], data: [value.data[0] ?? 0] };
    throw notALayer(node, 'repeats an array');
  }
  const shape = [Number.NaN, ...reader.shape(value.kind === 'mapped' ? value.of : value)];
  const from = shape.length - data.length;
  if (Array.from(data).every((n, i) => n === 1 || Number.isNaN(n) || n === shape[from + i])) return value;
  throw notALayer(node, `repeats [${shape.slice(1).join(', ')}]`);
}

const wholeTypes = new Set([2, 3, 4, 5, 6, 7, 12, 13]);

/** Whole numbers of others, by the numbers of ONNX's types; of samples nothing changes. */
export function cast(reader: ArchReader, node: OnnxNode): Told {
  const value = reader.input(node, 0);
  const to = wholeOf(node, 'to', 1);
  if (value.kind !== 'constant') {
    if (wholeTypes.has(to)) throw notALayer(node, 'makes whole numbers of the samples');
    return value;
  }
  const whole = wholeTypes.has(to);
  return { ...value, whole, data: whole ? Float64Array.from(value.data, Math.trunc) : value.data };
}
