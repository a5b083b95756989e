/** The optimiser step of fusedUpdate.ts on WASM; one compiled module for each text of operations. */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Trace } from '../traceElementwise';
import { heapOf } from './heapOf';
import { assembleUpdate, type UpdateKernel } from './updateModule';

const caches = new WeakMap<BackendWasm, Map<string, UpdateKernel>>();

function kernelOf(backend: BackendWasm, trace: Trace): UpdateKernel {
  const memory = heapOf(backend) as WebAssembly.Memory;
  const cache = caches.get(backend) ?? new Map<string, UpdateKernel>();
  caches.set(backend, cache);
  const key = JSON.stringify([trace.steps, trace.resultSources]);
  let kernel = cache.get(key);
  if (!kernel) {
    const shared = typeof SharedArrayBuffer !== 'undefined' && memory.buffer instanceof SharedArrayBuffer;
    const bytes = assembleUpdate(trace, shared);
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
    kernel = exports.update as UpdateKernel;
    cache.set(key, kernel);
  }
  return kernel;
}

/** Only what `canUpdate` says yes to. */
export function wasmUpdate(
  backend: BackendWasm,
  packed: TensorInfo,
  gradient: TensorInfo,
  { trace, size }: { trace: Trace; size: number },
): TensorInfo {
  const kernel = kernelOf(backend, trace);
  const constants = backend.makeOutput([Math.max(1, trace.constants.length)], 'float32');
  const result = backend.makeOutput(packed.shape, 'float32');
  backend.typedArrayFromHeap(constants).set(trace.constants);
  const [from, by, to, numbers] = [packed, gradient, result, constants].map(
    ({ dataId }) => backend.dataIdMap.get(dataId).memoryOffset,
  ) as [number, number, number, number];
  kernel(from, by, to, numbers, 4 * size, size);
  backend.disposeData(constants.dataId);
  return result;
}
