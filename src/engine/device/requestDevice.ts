/** We ask for the GPUDevice ourselves, with the adapter's own limits, so that it can be guarded and shared. */
import { TetradError } from '#/core/protocol/errors';

export interface GpuHandle {
  device: GPUDevice;
  info: GPUAdapterInfo;
  description: string;
}

const wantedFeatures: GPUFeatureName[] = ['shader-f16', 'subgroups', 'timestamp-query'];

export async function requestAdapter(): Promise<GPUAdapter> {
  const gpu = (globalThis.navigator as Navigator | undefined)?.gpu;
  if (!gpu)
    throw new TetradError({
      code: 'unsupported',
      message: 'This browser has no WebGPU.',
      hint: 'Training runs on WASM instead. A current Chrome, Edge, Firefox or Safari has WebGPU.',
    });
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter)
    throw new TetradError({
      code: 'unsupported',
      message: 'The browser offers no WebGPU adapter on this machine.',
      hint: 'Training runs on WASM instead. Graphics acceleration may be off in the browser settings.',
    });
  return adapter;
}

export function describeAdapter(info: GPUAdapterInfo): string {
  const parts = [info.description || info.device, info.vendor, info.architecture].filter(Boolean);
  return [...new Set(parts)].join(', ') || 'WebGPU adapter';
}

export async function requestDevice(): Promise<GpuHandle> {
  const adapter = await requestAdapter();
  const requiredLimits: Record<string, number> = {};
  // The limits are getters on the prototype, so `for in` sees them and Object.keys does not.
  for (const name in adapter.limits) {
    const value = adapter.limits[name as keyof GPUSupportedLimits];
    if (typeof value === 'number') requiredLimits[name] = value;
  }
  const device = await adapter.requestDevice({
    requiredLimits,
    requiredFeatures: wantedFeatures.filter((feature) => adapter.features.has(feature)),
  });
  return { device, info: adapter.info, description: describeAdapter(adapter.info) };
}
