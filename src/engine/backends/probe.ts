import type { BackendInfo } from '#/core/protocol/engineApi';
import { toErrorInfo } from '#/core/protocol/errors';
import { describeAdapter, requestAdapter } from '../device/requestDevice';
import { canUseSimd, canUseThreads, maxWasmTensorBytes } from './wasmFeatures';

/** Which backends this machine has. Loads no runtime and creates no device. */
export async function probe(): Promise<BackendInfo[]> {
  return [
    await probeWebgpu(),
    probeWasm(),
    { backend: 'cpu', available: true, detail: 'Plain JavaScript, one thread' },
  ];
}

async function probeWebgpu(): Promise<BackendInfo> {
  try {
    const adapter = await requestAdapter();
    return {
      backend: 'webgpu',
      available: true,
      detail: describeAdapter(adapter.info),
      maxTensorBytes: Math.min(adapter.limits.maxStorageBufferBindingSize, adapter.limits.maxBufferSize),
    };
  } catch (thrown) {
    return { backend: 'webgpu', available: false, detail: toErrorInfo(thrown).message };
  }
}

function probeWasm(): BackendInfo {
  if (typeof WebAssembly === 'undefined')
    return { backend: 'wasm', available: false, detail: 'This browser has no WebAssembly.' };
  const threads = canUseThreads() && navigator.hardwareConcurrency >= 4 ? ', threads for large models' : '';
  return {
    backend: 'wasm',
    available: true,
    detail: `WebAssembly${canUseSimd() ? ' SIMD' : ''}${threads}`,
    maxTensorBytes: maxWasmTensorBytes,
  };
}
