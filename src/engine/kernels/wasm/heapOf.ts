import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** Where Emscripten keeps the heap: in the exports, or beside them when threads share it. */
interface Runtime {
  wasmMemory?: WebAssembly.Memory;
  asm?: { memory?: WebAssembly.Memory };
}

/** The memory that holds every tensor of the backend. */
export function heapOf(backend: BackendWasm): WebAssembly.Memory | undefined {
  const runtime = backend.wasm as unknown as Runtime;
  return runtime.wasmMemory ?? runtime.asm?.memory;
}
