import type { Ops } from '#/core/layers/layerDef';
import type { BackendName } from '#/core/protocol/train';
import { registerGradients } from '../kernels/fixes/gradients';
import type { Guard } from '../device/guard';
import { watchKernels } from '../device/signsOfLife';
import { registerConvNd } from '../kernels/registerConvNd';
import { registerNorm } from '../kernels/registerNorm';
import { registerPoolNd } from '../kernels/registerPoolNd';
import { registerRecurrent } from '../kernels/recurrent/registerRecurrent';

/** A tfjs backend made current in this thread, with what is needed to trust and to release it. */
export interface TfBackend {
  name: BackendName;
  /** Adapter, or SIMD and threads. */
  detail: string;
  tf: Ops;
  guard: Guard;
  device?: GPUDevice;
  /** The largest tensor it can hold. */
  maxTensorBytes: number;
  /** Makes it the current backend of this thread again. */
  activate(): Promise<unknown>;
  close(): void;
}

/** One copy of tfjs-core per thread: every backend registers its kernels in it. The core alone comes without gradients. */
export async function loadTf(): Promise<Ops> {
  const tf = await import('@tensorflow/tfjs-core');
  if (!tf.getGradient('Add')) {
    await import('@tensorflow/tfjs-core/dist/register_all_gradients');
    // The gradient of prod calls x.reshape().
    await import('@tensorflow/tfjs-core/dist/public/chained_ops/reshape');
    registerGradients(tf);
  }
  watchKernels(tf);
  registerConvNd(tf);
  registerPoolNd(tf);
  registerNorm(tf);
  registerRecurrent(tf);
  return tf;
}
