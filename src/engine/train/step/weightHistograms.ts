/**
 * Histograms of weights and gradients by weight name. On WebGPU the bins are counted there and only they are
 * read; elsewhere tensors lie in host memory anyway.
 */
import type { Ops, Tensor } from '#/core/layers/layerDef';
import type { WeightHistogram } from '#/core/protocol/train';
import { runHistograms } from '../../kernels/histograms';
import type { WeightGroup } from './weightGroups';

export const histogramBins = 40;
const everyEpochUpTo = 128;

/** Every epoch at first, then every second, every fourth ...: a number of pictures that grows with the logarithm. */
export function isPictured(epoch: number): boolean {
  const every = 2 ** Math.max(0, Math.floor(Math.log2(epoch / (everyEpochUpTo / 2))));
  return epoch % every === 0;
}

type Bins = Omit<WeightHistogram, 'name' | 'of'>;

/** All reads are asked for before the first is awaited. Gradients: flat, one per group, or none. */
export async function readHistograms(
  tf: Ops,
  groups: readonly { layout: WeightGroup; packed: Tensor }[],
  gradients: readonly Tensor[],
): Promise<WeightHistogram[]> {
  const read = groups.flatMap(({ layout, packed }, i) => {
    const gradient = gradients[i];
    return [
      { of: 'weights' as const, layout, found: binned(tf, packed, layout) },
      ...(gradient ? [{ of: 'gradients' as const, layout, found: binned(tf, gradient, layout) }] : []),
    ];
  });
  const all = await Promise.all(
    read.map(async ({ of, layout, found }) => {
      const bins = await found;
      return layout.weights.map(({ name }, i) => ({ name, of, ...(bins[i] as Bins) }));
    }),
  );
  return all.flat();
}

async function binned(tf: Ops, values: Tensor, { weights }: WeightGroup): Promise<Bins[]> {
  const counted = tf.tidy(() => runHistograms(tf, values, weights, histogramBins));
  if (!counted) {
    const host = await values.data<'float32'>();
    return weights.map(({ offset, size }) => histogramOf(host.subarray(offset, offset + size)));
  }
  try {
    const [, parts = 1] = counted.shape;
    const host = await counted.data<'float32'>();
    return weights.map((_, i) => joinParts(host, i * parts, parts));
  } finally {
    counted.dispose();
  }
}

function joinParts(host: Float32Array, firstPart: number, parts: number): Bins {
  const counts = new Array<number>(histogramBins).fill(0);
  const width = 2 + histogramBins;
  for (let part = firstPart; part < firstPart + parts; part++)
    for (let bin = 0; bin < histogramBins; bin++)
      counts[bin] = (counts[bin] as number) + (host[part * width + 2 + bin] as number);
  return {
    lowest: host[firstPart * width] as number,
    highest: host[firstPart * width + 1] as number,
    counts,
  };
}

/** The rule of shaders/train/histogram.wgsl. */
export function histogramOf(values: Float32Array): Bins {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  const scale = highest > lowest ? histogramBins / (highest - lowest) : 0;
  const counts = new Array<number>(histogramBins).fill(0);
  for (const value of values) {
    const bin = Math.min(histogramBins - 1, Math.floor((value - lowest) * scale));
    counts[bin] = (counts[bin] as number) + 1;
  }
  return { lowest, highest, counts };
}
