/** What this browser's WebAssembly can do, asked without loading anything. */

/** The smallest module that uses a v128 instruction (i32.const 0, i8x16.splat, drop). */
const simdModule = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 9, 1, 7, 0, 65, 0, 253, 15, 26, 11,
]);

export const canUseSimd = (): boolean => WebAssembly.validate(simdModule);

/** Shared memory needs a page that is isolated from other origins. */
export const canUseThreads = (): boolean =>
  typeof SharedArrayBuffer !== 'undefined' && globalThis.crossOriginIsolated === true;

/** The heap of tfjs-wasm ends at 2 GiB, and a step needs room beside the data. */
export const maxWasmTensorBytes = 512 * 2 ** 20;
