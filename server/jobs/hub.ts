/** Who waits for something is told when it came; what another process did is found by looking again. */
export interface Hub {
  tell(topic: string): void;
  /** Answers how to stop listening. */
  listen(topic: string, heard: () => void): () => void;
  /** Until it is told, or for so long. */
  wait(topic: string, ms: number, signal?: AbortSignal): Promise<void>;
}

export function createHub(): Hub {
  const listeners = new Map<string, Set<() => void>>();
  const listen: Hub['listen'] = (topic, heard) => {
    const others = listeners.get(topic) ?? new Set();
    listeners.set(topic, others.add(heard));
    return () => {
      others.delete(heard);
      if (others.size === 0 && listeners.get(topic) === others) listeners.delete(topic);
    };
  };
  return {
    listen,
    tell(topic) {
      for (const heard of Array.from(listeners.get(topic) ?? [])) heard();
    },
    wait: (topic, ms, signal) =>
      new Promise((resolve) => {
        const done = () => {
          clearTimeout(timer);
          stop();
          signal?.removeEventListener('abort', done);
          resolve();
        };
        const timer = setTimeout(done, ms);
        const stop = listen(topic, done);
        signal?.addEventListener('abort', done);
        if (signal?.aborted) done();
      }),
  };
}

export const workTopic = (workspace: string): string => `work ${workspace}`;
export const requestTopic = (id: string): string => `request ${id}`;
