/** Where on the heap the values lie that a convolution's places see: of one sample, in bytes. */
import { type ConvGeometry, toRank4 } from '#/core/arch/convGeometry';
import { sizeOf } from '#/core/arch/sizeOf';

/** How the source of a pass lies with its margin: position i of an axis at `begin + i step` of `size`. */
export interface Lying {
  /** Of the source itself, four axes. */
  from: number[];
  begin: number[];
  step: number[];
  size: number[];
  channels: number;
}

export interface ConvTables {
  lying: Lying;
  /** Of each place of the result. */
  places: Int32Array;
  /** To be added, of each run of values that lie side by side: a tap, or all taps along the last axis. */
  taps: Int32Array;
  /** Values of a run. */
  depth: number;
}

const kept = new Map<string, ConvTables | undefined>();
const mostKept = 64;

/** Undefined where the margins are wider than what windows reach beyond the input; groups are not seen. */
export function convTables(g: ConvGeometry, target: 'output' | 'input'): ConvTables | undefined {
  const { inSize, kernel, stride, dilation, padBegin, padEnd, inChannels, outChannels } = g;
  const channels = target === 'output' ? inChannels : outChannels;
  const key = JSON.stringify([target, channels, inSize, kernel, stride, dilation, padBegin, padEnd]);
  const found = kept.has(key) ? kept.get(key) : (target === 'output' ? fromInput : fromOutput)(toRank4(g));
  kept.delete(key);
  kept.set(key, found);
  for (const oldest of kept.keys()) if (kept.size > mostKept) kept.delete(oldest);
  return found;
}

/** Of the output: windows over the padded input. */
function fromInput(g: ConvGeometry): ConvTables {
  const lying: Lying = {
    from: g.inSize,
    begin: g.padBegin,
    step: [1, 1, 1, 1],
    size: g.inSize.map((size, axis) => size + at(g.padBegin, axis) + at(g.padEnd, axis)),
    channels: g.inChannels,
  };
  const inRow = at(g.dilation, 3) === 1;
  return {
    lying,
    places: offsets(lying, g.outSize, (axis, i) => i * at(g.stride, axis)),
    taps: offsets(
      lying,
      inRow ? [...g.kernel.slice(0, 3), 1] : g.kernel,
      (axis, tap) => tap * at(g.dilation, axis),
    ),
    depth: inRow ? at(g.kernel, 3) * g.inChannels : g.inChannels,
  };
}

/** Of the input: the outputs whose windows hold a place, zeros between them where windows stride. */
function fromOutput(g: ConvGeometry): ConvTables | undefined {
  const reach = g.kernel.map((size, axis) => (size - 1) * at(g.dilation, axis));
  if (reach.some((far, axis) => far < at(g.padBegin, axis) || far < at(g.padEnd, axis))) return undefined;
  const lying: Lying = {
    from: g.outSize,
    begin: reach.map((far, axis) => far - at(g.padBegin, axis)),
    step: g.stride,
    size: g.inSize.map((size, axis) => size + at(reach, axis)),
    channels: g.outChannels,
  };
  return {
    lying,
    places: offsets(lying, g.inSize, (_axis, i) => i),
    taps: offsets(lying, g.kernel, (axis, tap) => at(reach, axis) - tap * at(g.dilation, axis)),
    depth: g.outChannels,
  };
}

function offsets(
  { size, channels }: Lying,
  counts: readonly number[],
  along: (axis: number, i: number) => number,
): Int32Array {
  const table = new Int32Array(sizeOf(counts));
  for (let i = 0; i < table.length; i++) {
    let [rest, weight, offset] = [i, 4 * channels, 0];
    for (let axis = 3; axis >= 0; axis--) {
      const count = at(counts, axis);
      offset += along(axis, rest % count) * weight;
      rest = Math.floor(rest / count);
      weight *= at(size, axis);
    }
    table[i] = offset;
  }
  return table;
}

const at = (values: readonly number[], axis: number): number => values[axis] as number;
