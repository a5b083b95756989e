/**
 * Whether the GPU must give the same bits every time. tfjs-webgpu adds with float atomics, in whatever order threads
 * arrive, in products split along their inner axis and wherever rows are collected by index. WASM and the CPU add in
 * order anyway.
 */
import type { Ops } from '#/core/layers/layerDef';

/** tfjs's numbers for its programs: one that never splits, and its own choice. */
const wholeProducts = 2;
const anyProduct = -1;

let wanted = true;

export const isDeterministic = (): boolean => wanted;

export function setDeterministic(tf: Ops, on: boolean): void {
  wanted = on;
  if (tf.getBackend() === 'webgpu')
    tf.env().set('WEBGPU_MATMUL_PROGRAM_TYPE', on ? wholeProducts : anyProduct);
}
