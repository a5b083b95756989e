/**
 * Learning rates by depth: a layer with a kernel learns at `factor` times the rate of the next one behind it, and what
 * belongs to it (biases, norms after it) as it does. What is nearest to the answer learns at the whole rate.
 * Howard and Ruder 2018, Universal Language Model Fine-tuning: discriminative fine-tuning.
 */
import type { ArchSpec } from './archSpec';
import { weightSpecs } from './shapes';

/** By the name of the weight. */
export function layerRates(arch: ArchSpec, factor: number): Map<string, number> {
  const specs = weightSpecs(arch).filter(({ trainable }) => trainable);
  const kernels = [...new Set(specs.filter(({ decay }) => decay).map(({ node }) => node))];
  let behind = Math.max(0, kernels.length - 1);
  const rates = new Map<string, number>();
  for (const { name, node } of specs) {
    const at = kernels.indexOf(node);
    if (at >= 0) behind = kernels.length - 1 - at;
    rates.set(name, factor ** behind);
  }
  return rates;
}
