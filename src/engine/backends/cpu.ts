import { openGuard } from '../device/guard';
import { registerCpuSegmentSum } from '../kernels/fixes/cpuSegmentSum';
import { registerEmpty } from '../kernels/fixes/empty';
import { registerMaxPools } from '../kernels/fixes/pools';
import { loadTf, type TfBackend } from './tfBackend';

export async function openCpu(): Promise<TfBackend> {
  const [tf] = await Promise.all([loadTf(), import('@tensorflow/tfjs-backend-cpu')]);
  registerEmpty(tf, 'cpu');
  registerMaxPools(tf, 'cpu');
  registerCpuSegmentSum(tf);
  await tf.setBackend('cpu');
  return {
    name: 'cpu',
    detail: 'Plain JavaScript, one thread',
    tf,
    guard: openGuard,
    maxTensorBytes: Number.POSITIVE_INFINITY,
    activate: () => tf.setBackend('cpu'),
    close: () => undefined,
  };
}
