import type { Ops } from '#/core/layers/layerDef';
import type { BackendName } from '#/core/protocol/train';

/**
 * Runs `work` on a backend and gives the thread back to the one it was on, without letting anything in between: a
 * training awaiting its next window never notices. The backend must have been opened.
 */
export function withBackend<T>(tf: Ops, name: BackendName, work: () => T): T {
  const before = tf.getBackend();
  if (before === name) return work();
  // For a backend that exists, setBackend switches before it returns its promise.
  void tf.setBackend(name);
  try {
    return work();
  } finally {
    if (before) void tf.setBackend(before);
  }
}

export const withCpu = <T>(tf: Ops, work: () => T): T => withBackend(tf, 'cpu', work);
