/** Pools of windows, and those over all places. */
import type { OnnxNode } from '../../graphBuilder';
import { type ArchReader, channelsFirst } from '../archReader';
import { absent, type Layered, notALayer } from '../told';
import { whole, wholes } from './attributes';
import { windowOf } from './convolutions';
import type { Operator } from './operator';

export const pool =
  (kind: 'max' | 'average'): Operator =>
  (reader, node) => {
    const value = reader.layered(node);
    const size = wholes(node, 'kernel_shape') ?? [];
    const rank = size.length;
    if (rank < 1 || rank > 3) throw notALayer(node, `is a pool over ${rank} axes`);
    let id = reader.channelsLast(node, value);
    const inSize = reader.make.shapeOf(id).slice(0, -1);
    const window = windowOf(node, size, inSize);
    if (window.dilation.some((n) => n !== 1)) throw notALayer(node, 'has dilations');
    let { padBegin, padEnd } = window;
    const { stride } = window;
    if (whole(node, 'ceil_mode', 0) === 1)
      padEnd = padEnd.map((end, i) => end + over(node, kind, window, inSize, i));
    if (
      kind === 'average' &&
      whole(node, 'count_include_pad', 0) === 1 &&
      [...padBegin, ...padEnd].some(Boolean)
    ) {
      id = reader.make.layer(reader.name('pad'), 'pad', { begin: padBegin, end: padEnd }, [id]);
      [padBegin, padEnd] = [size.map(() => 0), size.map(() => 0)];
    }
    const params = { kind, size, stride, padBegin, padEnd };
    return channelsFirst(reader.make.layer(reader.name('pool'), `pool${rank}d`, params, [id]), rank + 1);
  };

/** By how much a window at the end reaches beyond what is there. */
function over(
  node: OnnxNode,
  kind: 'max' | 'average',
  { kernel, stride, padBegin, padEnd }: ReturnType<typeof windowOf>,
  inSize: readonly number[],
  axis: number,
): number {
  const [taps = 1, step = 1, begin = 0, end = 0, n = 1] = [kernel, stride, padBegin, padEnd, inSize].map(
    (list) => list[axis],
  );
  const rest = (n + begin + end - taps) % step;
  if (rest === 0) return 0;
  const more = step - rest;
  // A window that would begin behind the last value is left out.
  const starts = Math.floor((n + begin + end - taps) / step + 1) * step;
  if (starts >= n + begin) return 0;
  if (kind === 'max' && end + more < taps) return more;
  throw notALayer(node, 'has a ceil_mode whose last windows reach beyond the edge');
}

export const globalPool =
  (kind: 'max' | 'average'): Operator =>
  (reader, node) => {
    const value = reader.layered(node);
    const rank = value.perm.length;
    return pooled(reader, node, value, kind, range(2, rank), 1, true);
  };

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

/** ReduceMean and ReduceMax over all axes but one. */
export const reduce =
  (kind: 'max' | 'average'): Operator =>
  (reader, node) => {
    const value = reader.layered(node);
    const rank = value.perm.length;
    const given = wholes(node, 'axes') ?? Array.from(reader.constant(node, 1)?.data ?? []);
    const axes = (given.length > 0 ? given : range(0, rank)).map((axis) => (axis < 0 ? axis + rank : axis));
    const kept = range(1, rank).filter((axis) => !axes.includes(axis) && value.perm[axis] !== absent);
    const [only, ...more] = kept;
    if (axes.includes(0) || only === undefined || more.length > 0)
      throw notALayer(node, `goes over the axes ${axes.join(', ')}, which leaves more or less than one`);
    return pooled(reader, node, value, kind, axes, only, whole(node, 'keepdims', 1) === 1);
  };

function pooled(
  reader: ArchReader,
  node: OnnxNode,
  value: Layered,
  kind: 'max' | 'average',
  axes: readonly number[],
  kept: number,
  keepsAxes: boolean,
): Layered {
  const over = axes
    .filter((axis) => value.perm[axis] !== absent)
    .sort((a, b) => (value.perm[a] ?? 0) - (value.perm[b] ?? 0));
  const id =
    over.length === 0
      ? reader.inOrder(node, value, [kept])
      : reader.make.layer(reader.name('everywhere'), 'globalPool', { kind }, [
          reader.inOrder(node, value, [...over, kept]),
        ]);
  const perm = value.perm.flatMap((_, axis) => {
    if (axis === 0) return [0];
    if (axis === kept) return [1];
    return !axes.includes(axis) || keepsAxes ? [absent] : [];
  });
  return { kind: 'layered', id, perm };
}
