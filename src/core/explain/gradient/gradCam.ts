/**
 * Grad-CAM (Selvaraju et al. 2017) over any number of axes: the channels of a convolution's result, each weighted by the mean gradient of the answer
 * along it, what is positive of their sum, brought to the size of the sample by linear interpolation. Grad-CAM++ (Chattopadhay et al. 2018) weighs
 * each place of a channel by how far it alone could carry the score, which finds several parts of one thing.
 */
import type { ArchSpec } from '../../arch/archSpec';
import { inferShapes } from '../../arch/shapes';
import { sizeOf } from '../../arch/sizeOf';
import type { Attribute } from './attribute';

const convolves = (type: string): boolean => /conv[1-4]d$/i.test(type);

/** The last node that still lies as the last convolution's result does. */
export function lastConvolved(
  arch: Pick<ArchSpec, 'nodes' | 'inputs' | 'version' | 'outputs'>,
): string | undefined {
  const shapes = inferShapes(arch);
  const last = arch.nodes.findLastIndex(
    ({ id, type }) => convolves(type) && sizeOf((shapes.get(id) ?? []).slice(0, -1)) > 1,
  );
  const own = shapes.get(arch.nodes[last]?.id ?? '')?.join();
  let found = last;
  for (let i = last + 1; i < arch.nodes.length; i++) {
    if (shapes.get(arch.nodes[i]?.id ?? '')?.join() !== own) break;
    found = i;
  }
  return arch.nodes[found]?.id;
}

/** Of each channel, from [places, channels]. */
type Weigh = (gradient: Float32Array, seen: Float32Array, channels: number) => Float64Array;

export const byMean: Weigh = (gradient, _seen, channels) => {
  const weights = new Float64Array(channels);
  const places = gradient.length / channels;
  for (let i = 0; i < gradient.length; i++)
    weights[i % channels] = (weights[i % channels] as number) + (gradient[i] as number) / places;
  return weights;
};

/** Of a score that stands in an exponential, as in the paper: higher derivatives are powers of the gradient. */
export const byPlace: Weigh = (gradient, seen, channels) => {
  const sums = new Float64Array(channels);
  for (let i = 0; i < seen.length; i++)
    sums[i % channels] = (sums[i % channels] as number) + (seen[i] as number);
  const weights = new Float64Array(channels);
  for (let i = 0; i < gradient.length; i++) {
    const c = i % channels;
    const g = gradient[i] as number;
    const below = 2 + g * (sums[c] as number);
    if (g > 0 && below !== 0) weights[c] = (weights[c] as number) + g / below;
  }
  return weights;
};

export const gradCamAttribute = (arch: ArchSpec, node: string, weigh: Weigh = byMean): Attribute =>
  async function* ({ sample, ask }) {
    const shape = inferShapes(arch).get(node) ?? [];
    const [sides, channels] = [shape.slice(0, -1), shape.at(-1) ?? 1];
    const places = sizeOf(sides);
    const { gradient, at = new Float32Array() } = await ask(sample, 1, node);
    const weights = weigh(gradient, at, channels);
    const map = new Float64Array(places);
    for (let place = 0; place < places; place++) {
      let sum = 0;
      for (let c = 0; c < channels; c++) sum += (weights[c] as number) * (at[place * channels + c] as number);
      map[place] = Math.max(0, sum);
    }
    yield 1;
    return { values: resampled(map, sides, (arch.inputs[0]?.shape ?? []).slice(0, -1)), asked: 1 };
  };

/** Linear along each axis, the middles of the outermost places held beyond them. */
export function resampled(
  values: Float64Array,
  sides: readonly number[],
  wanted: readonly number[],
): Float64Array {
  let [found, shape] = [values, [...sides]];
  for (const [axis, to] of wanted.entries()) {
    const from = shape[axis] as number;
    if (from === to) continue;
    const [before, after] = [sizeOf(shape.slice(0, axis)), sizeOf(shape.slice(axis + 1))];
    const next = new Float64Array(before * to * after);
    for (let i = 0; i < to; i++) {
      const place = Math.min(from - 1, Math.max(0, ((i + 0.5) * from) / to - 0.5));
      const low = Math.floor(place);
      const [high, share] = [Math.min(from - 1, low + 1), place - low];
      for (let b = 0; b < before; b++)
        for (let a = 0; a < after; a++)
          next[(b * to + i) * after + a] =
            (1 - share) * (found[(b * from + low) * after + a] as number) +
            share * (found[(b * from + high) * after + a] as number);
    }
    found = next;
    shape = shape.with(axis, to);
  }
  return found;
}
