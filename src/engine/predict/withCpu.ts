import type { Ops } from '#/core/layers/layerDef';

/**
 * Runs `work` on the CPU backend and gives the thread back to the backend it was on, without letting anything in
 * between: a training awaiting its next window never notices. The CPU backend must have been opened.
 */
export function withCpu<T>(tf: Ops, work: () => T): T {
  const before = tf.getBackend();
  // For a backend that exists, setBackend switches before it returns its promise.
  void tf.setBackend('cpu');
  try {
    return work();
  } finally {
    if (before && before !== 'cpu') void tf.setBackend(before);
  }
}
