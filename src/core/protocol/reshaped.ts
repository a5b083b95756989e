import type { ModelVersion, WeightRef } from './model';

/** What a version with shapes changed by hand is made of, beside what stays: its numbers, and what it comes to. */
export interface Reshaped extends Pick<ModelVersion, 'metrics' | 'figure'> {
  bytes: Uint8Array<ArrayBuffer>;
  tensors: WeightRef[];
}
