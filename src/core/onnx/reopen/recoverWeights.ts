/**
 * The weights of a network out of a graph that it was exported to. Where each lies there is found by exporting numbers in
 * their place, digit by digit. What an export folds into the layer before it (batch normalisation) is known beforehand:
 * it makes of every weight a factor of it and a summand, which two more exports tell.
 */
import type { ArchSpec } from '../../arch/archSpec';
import { type ArchWeight, weightSpecs } from '../../arch/shapes';
import { sizeOf } from '../../arch/sizeOf';
import type { HostWeight } from '../../layers/layerDef';
import type { FileGraph } from '../../onnxFile/onnxFile';
import { tensorValues } from '../../onnxFile/tensorValues';
import { alignGraphs, type TensorPair } from './alignFiles';

export type Weights = Map<string, HostWeight>;
/** The graph that an export with these weights holds. */
export type Compile = (weights: Weights) => FileGraph;

/** Of a value that a factor was taken out of and put in again, relative to the largest of its array. */
const rounding = 2e-6;
const digit = 65_536;

/** `known`: by name, of layers that are folded. Throws with the reason where the graph is not one of this network. */
export function recoverWeights(arch: ArchSpec, known: Weights, compile: Compile, theirs: FileGraph): Weights {
  const specs = weightSpecs(arch);
  const weights = search(specs, known, compile, theirs);
  const missing = specs.find(({ name }) => !weights.has(name));
  if (missing) throw new Error(`its graph does not hold the weights "${missing.name}"`);
  const check = alignGraphs(compile(weights), theirs);
  if (!check?.every(agree)) throw new Error('its weights do not give the graph that the file holds');
  return weights;
}

function search(specs: readonly ArchWeight[], known: Weights, compile: Compile, theirs: FileGraph): Weights {
  /** The file beside an export of numbers, told by the place of a weight among all. */
  const beside = (number: (at: number) => number): TensorPair[] => {
    let at = 0;
    const weights = new Map(
      specs.map(({ name, shape }): [string, HostWeight] => {
        const numbers = Float32Array.from({ length: sizeOf(shape) }, () => number(at++));
        return [name, known.get(name) ?? { shape: [...shape], data: numbers }];
      }),
    );
    const pairs = alignGraphs(compile(weights), theirs);
    if (pairs) return pairs;
    throw new Error('its graph is not what its outline says: it was changed after the export');
  };
  const exports = [() => 0, () => 1, (at: number) => at % digit, (at: number) => Math.floor(at / digit)].map(
    beside,
  );
  const flat = new Float32Array(specs.reduce((sum, { shape }) => sum + sizeOf(shape), 0)).fill(Number.NaN);
  for (const [i, [, file]] of (exports[0] ?? []).entries()) {
    const [zeros, ones, lows, highs] = exports.map((pairs) => numbersOf(pairs[i]?.[0]));
    if (!zeros || !ones || !lows || !highs || same(zeros, ones)) continue;
    const values = tensorValues(file);
    for (let k = 0; k < values.length; k++) {
      const summand = zeros[k] as number;
      const factor = (ones[k] as number) - summand;
      if (factor === 0) continue;
      const told = (number: number | undefined) => Math.round(((number as number) - summand) / factor);
      const at = told(lows[k]) + digit * told(highs[k]);
      if (at >= 0 && at < flat.length && Number.isNaN(flat[at]))
        flat[at] = (Number(values[k]) - summand) / factor;
    }
  }
  const weights: Weights = new Map();
  let at = 0;
  for (const { name, shape } of specs) {
    const data = flat.slice(at, at + sizeOf(shape));
    const given = known.get(name);
    if (given) weights.set(name, given);
    else if (!data.some(Number.isNaN)) weights.set(name, { shape: [...shape], data });
    at += data.length;
  }
  return weights;
}

const numbersOf = (tensor: TensorPair[0] | undefined): ArrayLike<number> | undefined => {
  const values = tensor && tensorValues(tensor);
  return Array.isArray(values) ? undefined : values;
};

const same = (a: ArrayLike<number>, b: ArrayLike<number>): boolean => {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
};

function agree([ours, theirs]: TensorPair): boolean {
  const [mine, given] = [tensorValues(ours), tensorValues(theirs)];
  let largest = 1e-30;
  for (const value of given) largest = Math.max(largest, Math.abs(Number(value)) || 0);
  for (let i = 0; i < given.length; i++) {
    const [a, b] = [mine[i], given[i]];
    if (a === b || (Number.isNaN(a) && Number.isNaN(b))) continue;
    if (typeof b === 'string' || !(Math.abs(Number(a) - Number(b)) <= rounding * largest)) return false;
  }
  return true;
}
