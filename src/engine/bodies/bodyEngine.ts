/** How a body of a type (core/bodies) runs. One file each; a line in index.ts. */
import type { Tensors } from '#/core/bodies/bodyDef';
import type { Ops } from '#/core/layers/layerDef';

/** Where it runs. */
export interface BodyDevice {
  tf: Ops;
  /** Runs `work`, which makes tensors, there. */
  compute<T>(work: () => T): T;
}

export interface OpenBody {
  /** `features`: row-major [rows, ...input shape]. Answers the raw output, row-major [rows, output width]. */
  run(features: Float32Array, rows: number): Promise<Float32Array>;
  dispose(): void;
}

export interface BodyEngine<B = unknown> {
  type: string;
  open(spec: B, tensors: Tensors, device: BodyDevice): OpenBody;
}

export const defineBodyEngine = <B>(engine: BodyEngine<B>): BodyEngine => engine as unknown as BodyEngine;
