/** A change of a sample that leaves its answer true, so that each epoch shows it a little different. In training only. */
import type { z } from 'zod';

/** Random numbers of one sample in one epoch: the same ones whenever it is asked again. */
interface Draw {
  /** Float32 in [0, 1). */
  uniforms(count: number): Float32Array;
  /** Standard normal. */
  normals(count: number): Float32Array;
}

export interface AugmentDef<P = unknown> {
  type: string;
  title: string;
  /** One line: what it does to a sample. */
  summary: string;
  params: z.ZodType<P>;
  /** Values only go to other places, so that a label of each place can go along. */
  moves?: true;
  /** Standardised values of one sample, row-major in `shape` (axes, then channels last): changed in place. */
  apply(values: Float32Array, shape: readonly number[], params: P, draw: Draw): void;
  /** Settings and shapes that the tests try. */
  examples: { shape: number[]; params: P }[];
}

/** One change that a family asks for. */
export interface Augmentation {
  type: string;
  params: Readonly<Record<string, number>>;
}
