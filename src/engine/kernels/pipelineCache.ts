/**
 * Compute pipelines of our own kernels, per device. The key is everything that decides what is compiled: the full
 * source, the entry point and the override constants. A key made by hand forgets one of them sooner or later.
 */
export interface Program {
  source: string;
  entryPoint: string;
  /** Values of `override` constants. */
  constants: Record<string, number>;
}

const caches = new WeakMap<GPUDevice, Map<string, GPUComputePipeline>>();

export function pipelineOf(device: GPUDevice, program: Program): GPUComputePipeline {
  let cache = caches.get(device);
  if (!cache) {
    cache = new Map();
    caches.set(device, cache);
  }
  const key = JSON.stringify([program.entryPoint, program.constants, program.source]);
  let pipeline = cache.get(key);
  if (!pipeline) {
    pipeline = device.createComputePipeline({
      layout: 'auto',
      compute: {
        module: device.createShaderModule({ code: program.source }),
        entryPoint: program.entryPoint,
        constants: program.constants,
      },
    });
    cache.set(key, pipeline);
  }
  return pipeline;
}
