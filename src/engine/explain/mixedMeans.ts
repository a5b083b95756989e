/**
 * Mean answers of a chain of dense layers to rows that are mixed of a row and background rows: what KernelSHAP asks. The first
 * layer is linear, so that what a mixture says there is a part of the row's plus a part of the background's; the second is
 * the same for all rows and is computed once for each coalition. No mixture is ever laid out, and answers are added up at once.
 */
import type { DenseLink } from '#/core/arch/denseChain';
import type { MixedMeans } from '#/core/explain/explainerDef';
import { type BendKernels, bendKinds, createBends } from '../kernels/wasm/bendModule';
import { createMatMul, type MatMulKernels } from '../kernels/wasm/matMulModule';

/** Raw outputs of one mixture, at `from`, to its answers, which are added to `sums` from `to` on. */
export type AddAnswer = (raw: Float32Array, from: number, sums: Float64Array, to: number) => void;

const pageBytes = 65_536;
const mostBytes = 256 * 2 ** 20;
const byFour = (count: number): number => Math.ceil(count / 4) * 4;

interface Link {
  inputs: number;
  units: number;
  /** In floats. */
  kernel: number;
  bias: number;
  activation: keyof BendKernels;
}

/** Undefined where a layer has a function that has no kernel, the processor no SIMD, or it does not fit into memory. */
export function mixedMeansOf(
  chain: readonly DenseLink[],
  { others, size, answers }: { others: Float32Array; size: number; answers: number },
  addAnswer: AddAnswer,
): MixedMeans | undefined {
  const hasKernel = ({ activation }: DenseLink) => (bendKinds as readonly string[]).includes(activation);
  if (!chain.every(hasKernel)) return undefined;
  const count = others.length / size;
  let floats = 0;
  const take = (wanted: number): number => {
    const at = floats;
    floats += byFour(wanted);
    return at;
  };
  const links = chain.map(({ inputs, units, activation }, i): Link => {
    const rows = i === 0 ? inputs : byFour(inputs);
    return {
      inputs: rows,
      units: byFour(units),
      kernel: take(rows * byFour(units)),
      bias: take(byFour(units)),
      activation: activation as Link['activation'],
    };
  });
  const widest = Math.max(...links.map(({ units }) => units));
  const first = links[0] as Link;
  const [around, packed, gathered] = [take(count * size), take(count * size), take(size * first.units)];
  const [background, before, after] = [take(count * first.units), take(count * widest), take(count * widest)];
  const part = take(first.units);
  if (floats * 4 > mostBytes) return undefined;
  const memory = new WebAssembly.Memory({ initial: Math.ceil((floats * 4) / pageBytes) });
  const [matMul, bends] = [createMatMul(memory), createBends(memory)];
  if (!matMul || !bends) return undefined;
  const heap = new Float32Array(memory.buffer);
  for (const [i, link] of links.entries()) {
    const { kernel, bias, units } = chain[i] as DenseLink;
    for (let row = 0; row * units < kernel.length; row++)
      heap.set(kernel.subarray(row * units, (row + 1) * units), link.kernel + row * link.units);
    heap.set(bias, link.bias);
  }
  // By feature: rows of the background side by side.
  for (let feature = 0; feature < size; feature++)
    for (let row = 0; row < count; row++)
      heap[around + feature * count + row] = others[row * size + feature] as number;

  /** What the background says in the first layer, of features that are not known. */
  const sayBackground = (mask: Uint8Array): void => {
    let depth = 0;
    for (let feature = 0; feature < size; feature++) {
      if (mask[feature] === 1) continue;
      const from = around + feature * count;
      heap.copyWithin(packed + depth * count, from, from + count);
      const row = first.kernel + feature * first.units;
      heap.copyWithin(gathered + depth * first.units, row, row + first.units);
      depth++;
    }
    const to = 4 * background;
    const { units } = first;
    matMul.across(4 * packed, 4, 4 * count, 4 * gathered, 4 * units, to, 4 * units, count, units, depth);
  };
  /** What the row says there, with the bias. */
  const sayOwn = (mask: Uint8Array, own: Float32Array): void => {
    const { units, kernel, bias } = first;
    heap.copyWithin(part, bias, bias + units);
    for (let feature = 0; feature < size; feature++) {
      if (mask[feature] !== 1) continue;
      const value = own[feature] as number;
      const row = kernel + feature * units;
      for (let unit = 0; unit < units; unit++)
        heap[part + unit] = (heap[part + unit] as number) + value * (heap[row + unit] as number);
    }
  };
  const { units: outputs } = links.at(-1) as Link;
  const of = (own: Float32Array, known: Uint8Array): Float64Array => {
    const [rows, coalitions] = [own.length / size, known.length / size];
    const means = new Float64Array(rows * coalitions * answers);
    for (let coalition = 0; coalition < coalitions; coalition++) {
      const mask = known.subarray(coalition * size, (coalition + 1) * size);
      sayBackground(mask);
      for (let row = 0; row < rows; row++) {
        sayOwn(mask, own.subarray(row * size, (row + 1) * size));
        bends[first.activation](4 * background, 4 * part, 4 * before, count, first.units);
        const raw = pass(links, { matMul, bends }, { before, after, count });
        const to = (row * coalitions + coalition) * answers;
        for (let i = 0; i < count; i++) addAnswer(heap, raw + i * outputs, means, to);
        for (let i = 0; i < answers; i++) means[to + i] = (means[to + i] as number) / count;
      }
    }
    return means;
  };
  const work = chain.reduce((sum, { inputs, units }) => sum + count * inputs * units, 0);
  return { answers, work, of };
}

/** From what the first layer says on; where the raw output lies. */
function pass(
  links: readonly Link[],
  { matMul, bends }: { matMul: MatMulKernels; bends: BendKernels },
  { before, after, count }: { before: number; after: number; count: number },
): number {
  let [from, to] = [before, after];
  for (const { kernel, bias, units, inputs, activation } of links.slice(1)) {
    const [row, width] = [4 * inputs, 4 * units];
    matMul.across(4 * from, row, 4, 4 * kernel, width, 4 * to, width, count, units, inputs);
    bends[activation](4 * to, 4 * bias, 4 * to, count, units);
    [from, to] = [to, from];
  }
  return from;
}
