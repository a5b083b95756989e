/** Where the parts of a single-file page lie in this release. */
import glue from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
// oxlint-disable-next-line import/default -- its address
import script from './page.worker.ts?worker&url';

export const appParts = { script, glue, wasm };
