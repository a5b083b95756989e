import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm/dist/backend_wasm';
import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import plainUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import { TetradError } from '#/core/protocol/errors';
import { openGuard } from '../device/guard';
import { registerEmpty } from '../kernels/fixes/empty';
import { registerMaxPools } from '../kernels/fixes/pools';
import { registerWasmUpdate } from '../kernels/fusedUpdate';
import { registerWasmKernels } from '../kernels/fixes/wasmKernels';
import { loadTf, type TfBackend } from './tfBackend';
import { canUseThreads, maxWasmTensorBytes } from './wasmFeatures';
import { guardHeap } from './wasmHeap';

/** The package itself takes at most half of the machine's logical cores. */
const threadCount = (): number => Math.min(4, Math.floor(navigator.hardwareConcurrency / 2));

/** `threads`: the job is large enough to pay for starting a pool. */
export async function openWasm({ threads = false } = {}): Promise<TfBackend> {
  if (typeof WebAssembly === 'undefined')
    throw new TetradError({ code: 'unsupported', message: 'This browser has no WebAssembly.' });
  const [tf, wasm] = await Promise.all([loadTf(), import('@tensorflow/tfjs-backend-wasm')]);
  const simd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
  const count = threadCount();
  const pooled = threads && simd === true && canUseThreads() && count > 1;
  if (pooled) {
    const { createThreadedRuntime } = await import('./threadedWasm');
    const runtime = await createThreadedRuntime();
    wasm.setThreadsCount(count);
    if (tf.findBackendFactory('wasm')) tf.removeBackend('wasm');
    tf.registerBackend('wasm', () => new wasm.BackendWasm(runtime));
  } else {
    // Its own thread pool starts workers from blob: URLs, which our content security policy forbids.
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    wasm.setWasmPaths({
      'tfjs-backend-wasm.wasm': plainUrl,
      'tfjs-backend-wasm-simd.wasm': simdUrl,
      'tfjs-backend-wasm-threaded-simd.wasm': simdUrl,
    });
  }
  registerWasmKernels(tf);
  registerEmpty(tf, 'wasm');
  if (simd === true) registerWasmUpdate(tf);
  registerMaxPools(tf, 'wasm');
  if (!(await tf.setBackend('wasm')))
    throw new TetradError({
      code: 'unsupported',
      message: 'The WASM backend did not start.',
      hint: 'Training runs on the CPU backend instead.',
    });
  guardHeap((tf.backend() as BackendWasm).wasm);
  return {
    name: 'wasm',
    detail: `WebAssembly${simd ? ' SIMD' : ''}, ${pooled ? `${wasm.getThreadsCount()} threads` : 'one thread'}`,
    tf,
    guard: openGuard,
    maxTensorBytes: maxWasmTensorBytes,
    activate: () => tf.setBackend('wasm'),
    close: () => undefined,
  };
}
