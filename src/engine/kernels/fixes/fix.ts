/** A kernel of ours in the place of one of tfjs-webgpu's; `original` is the one it replaces, for what that does right. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { TensorInfo } from '@tensorflow/tfjs-core';

export interface FixCall<I = Record<string, TensorInfo>, A = Record<string, unknown>> {
  inputs: I;
  attrs: A;
  backend: WebGPUBackend;
  original(inputs?: I): TensorInfo;
}

/** By tfjs kernel name. */
export type Fix = Record<string, (call: FixCall<never, never>) => TensorInfo | TensorInfo[]>;

export const isExact = (tensor: TensorInfo): boolean => tensor.dtype === 'int32' || tensor.dtype === 'bool';
