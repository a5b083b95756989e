/**
 * Networks with several inputs, each a part of one sample: some columns of a table, some channels of a series. Samples come
 * whole, as their kind makes them; the network takes them apart.
 */
import type { Ops, Tensor } from '../layers/layerDef';
import { cutAxes, cutAxesOnnx } from '../layers/cutAxes';
import { asValue, asValueOnnx, seeAxis, seeAxisOnnx } from '../layers/oneAxis';
import type { GraphBuilder } from '../onnx/graphBuilder';
import type { ArchInput, ArchSpec } from './archSpec';

/** What it takes of a sample, without batch. */
export const sampleShape = ({ inputs, sample }: Pick<ArchSpec, 'inputs' | 'sample'>): number[] =>
  sample ?? inputs[0]?.shape ?? [];

/** Whether one value, the sample, is all that it takes. */
export const takesOne = ({ inputs, sample }: Pick<ArchSpec, 'inputs' | 'sample'>): boolean =>
  inputs.length === 1 || sample !== undefined;

/** Of the places of a part on the last axis. */
export const placesWidth = (places: readonly (readonly [number, number])[]): number =>
  places.reduce((sum, [, count]) => sum + count, 0);

/** In words; undefined where nothing is wrong. */
export function partWrong({ name, shape, part }: ArchInput, sample: readonly number[] | undefined) {
  if (!part && !sample) return undefined;
  if (!part || !sample) return `The input "${name}" must say which part of which sample it is, or none may.`;
  const all = sample.at(-1) ?? 0;
  const far = part.places.find(([first, count]) => first + count > all);
  if (far)
    return `The input "${name}" takes places ${far[0]} to ${far[0] + far[1] - 1}; the sample has ${all}.`;
  const wanted = [...sample.slice(0, -1), placesWidth(part.places)];
  return wanted.join() === shape.join()
    ? undefined
    : `The input "${name}" is [${shape.join(', ')}]; its part of the sample is [${wanted.join(', ')}].`;
}

const cutsOf = (sample: readonly number[], { part }: ArchInput) =>
  (part?.places ?? []).map(([first, length]) => ({
    cut: { axis: sample.length - 1, first, length },
    shape: [...sample.slice(0, -1), length],
  }));

/** Values of the inputs of a batch of samples. */
export function partTensors(tf: Ops, { inputs, sample = [] }: ArchSpec, whole: Tensor): Tensor[] {
  const last = sample.length - 1;
  return inputs.map((input) => {
    const cuts = cutsOf(sample, input);
    const pieces = cuts.map(({ cut }) => cutAxes(tf, whole, sample, [cut]));
    if (pieces.length === 1) return pieces[0] as Tensor;
    const seen = pieces.map((piece, i) => seeAxis(tf, piece, cuts[i]?.shape ?? [], last));
    return asValue(tf, tf.concat(seen, 1), input.shape);
  });
}

/** Names of these values in a graph. `named`: what is added for an input is called after it. */
export function partValues(
  named: (name: string) => GraphBuilder,
  { inputs, sample = [] }: ArchSpec,
  whole: string,
): string[] {
  const last = sample.length - 1;
  return inputs.map((input) => {
    const graph = named(input.name);
    const cuts = cutsOf(sample, input);
    const pieces = cuts.map(({ cut }) => cutAxesOnnx(graph, whole, sample, [cut]));
    if (pieces.length === 1) return pieces[0] as string;
    const seen = pieces.map((piece, i) => seeAxisOnnx(graph, piece, cuts[i]?.shape ?? [], last));
    return asValueOnnx(graph, graph.node('Concat', seen, { axis: 1n }), input.shape);
  });
}
