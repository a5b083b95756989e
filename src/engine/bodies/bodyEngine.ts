/** How a body of a type (core/bodies) runs. One file each; a line in index.ts. */
import type { ArchSpec } from '#/core/arch/archSpec';
import type { AskedNumber, Gradients, GradientsHow } from '#/core/explain/explainerDef';
import type { Tensors } from '#/core/bodies/bodyDef';
import type { Ops } from '#/core/layers/layerDef';
import type { PredictRequest, PredictResult } from '#/core/protocol/predict';
import type { OrtBuild } from '../ort/runOnnx';

/** Where it runs. */
export interface BodyDevice {
  tf: Ops;
  /** Runs `work`, which makes tensors, there. */
  compute<T>(work: () => T): T;
  /** The build of ONNX Runtime, where it is not the browser's. */
  ort?: OrtBuild;
}

export interface OpenBody {
  /** `features`: row-major [rows, ...input shape]. Answers the raw output, row-major [rows, output width]. */
  run(features: Float32Array, rows: number): Promise<Float32Array>;
  /**
   * Of a network: what is computed on the way, by name. A node's id is its output, "id/shares" what its attention
   * shares out. `arch`: another network with the same weights, in place of the body's own.
   */
  activations?(
    features: Float32Array,
    rows: number,
    names: readonly string[],
    arch?: ArchSpec,
  ): Promise<ReadonlyMap<string, Activation>>;
  /** Of a network: a number of the raw output of each row, and how it moves with the row, or with the node `at`. */
  gradient?(features: Float32Array, rows: number, asked: AskedNumber, how?: GradientsHow): Promise<Gradients>;
  /** Of a body with a narrow place: what samples come to there, row-major [rows, latentWidth]. */
  encode?(features: Float32Array, rows: number): Promise<Float32Array>;
  /** And from there to the raw output. */
  decode?(latents: Float32Array, rows: number): Promise<Float32Array>;
  /** Of one that takes what is asked as it is given, rather than samples of a kind. */
  answer?(request: Omit<PredictRequest, 'modelVersionId'>): Promise<PredictResult>;
  dispose(): void;
}

export interface Activation {
  /** Rows first, as on the device. */
  shape: number[];
  values: Float32Array;
}

export interface BodyEngine<B = unknown> {
  type: string;
  /** `files`: the bytes of its blobs, in their order. */
  open(spec: B, tensors: Tensors, device: BodyDevice, files: readonly Uint8Array<ArrayBuffer>[]): OpenBody;
}

export const defineBodyEngine = <B>(engine: BodyEngine<B>): BodyEngine => engine as unknown as BodyEngine;
