import { boundBuffers } from '../device/bufferPool';
import { DeviceGuard } from '../device/guard';
import { requestDevice } from '../device/requestDevice';
import { watchPipelines } from '../device/signsOfLife';
import { registerFixes } from '../kernels/fixes/registerFixes';
import { setDeterministic } from '../kernels/determinism';
import { registerFusedUpdate } from '../kernels/fusedUpdate';
import { registerHistograms } from '../kernels/histograms';
import { registerStepSums } from '../kernels/stepSums';
import { loadTf, type TfBackend } from './tfBackend';

export async function openWebgpu(): Promise<TfBackend> {
  const [tf, { WebGPUBackend }, gpu] = await Promise.all([
    loadTf(),
    import('@tensorflow/tfjs-backend-webgpu'),
    requestDevice(),
  ]);
  // Small tensors would be computed in JavaScript while they happen to lie on the host: other bits, and not guarded.
  tf.env().set('WEBGPU_CPU_FORWARD', false);
  watchPipelines(gpu.device);
  const guard = new DeviceGuard(gpu.device);
  // Kernels exist under the name 'webgpu' only, and the package registers a device of its own there.
  if (tf.findBackendFactory('webgpu')) tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', () => {
    const backend = new WebGPUBackend(gpu.device as never, gpu.info as never);
    boundBuffers(backend);
    return backend;
  });
  registerFixes(tf);
  registerFusedUpdate(tf);
  registerStepSums(tf);
  registerHistograms(tf);
  await tf.setBackend('webgpu');
  setDeterministic(tf, true);
  return {
    name: 'webgpu',
    detail: gpu.description,
    tf,
    guard,
    device: gpu.device,
    maxTensorBytes: Math.min(gpu.device.limits.maxStorageBufferBindingSize, gpu.device.limits.maxBufferSize),
    activate: () => tf.setBackend('webgpu'),
    close() {
      guard.release();
      if (tf.engine().registry.webgpu) tf.removeBackend('webgpu');
      gpu.device.destroy();
    },
  };
}
