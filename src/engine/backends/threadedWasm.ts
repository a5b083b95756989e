/** The WASM backend with its thread pool, every script of it from our own origin. */
import runtimeUrl from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js?url&no-inline';
import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import createRuntime from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm/dist/backend_wasm';
import threadUrl from './wasmThread.js?url&no-inline';

type Runtime = BackendWasm['wasm'];
/** Emscripten's way to call an exported function; the package's own types leave it out. */
type Emscripten = { cwrap(symbol: string, result: string | null, args: readonly string[]): unknown };

/** The bridge the backend expects on the runtime. */
const bridge = {
  init: ['init', null, []],
  initWithThreadsCount: ['init_with_threads_count', null, ['number']],
  getThreadsCount: ['get_threads_count', 'number', []],
  registerTensor: ['register_tensor', null, ['number', 'number', 'number']],
  disposeData: ['dispose_data', null, ['number']],
  dispose: ['dispose', null, []],
} as const;

export async function createThreadedRuntime(): Promise<Runtime> {
  const runtime = await createRuntime({
    locateFile: (path, prefix) =>
      path.endsWith('.worker.js') ? threadUrl : path.endsWith('.wasm') ? wasmUrl : prefix + path,
    mainScriptUrlOrBlob: runtimeUrl,
  });
  const calls = Object.entries(bridge).map(([name, [symbol, result, args]]) => [
    name,
    (runtime as unknown as Emscripten).cwrap(symbol, result, args),
  ]);
  runtime.tfjs = Object.fromEntries(calls) as Runtime['tfjs'];
  return runtime;
}
