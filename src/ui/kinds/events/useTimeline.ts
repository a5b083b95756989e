/** The timeline of the entities in view; what is shown stays until the next is there. */
import { useEffect, useState } from 'react';
import { type CommandOutput, run } from '#/app/run';

export interface TimelineShown {
  entities: readonly number[];
  from: number;
  to: number;
  seen: CommandOutput<'datasets.timeline'>;
}

export function useTimeline(
  versionId: string,
  entities: readonly number[],
  { from, to }: { from: number; to: number },
  pieces: number,
): { shown?: TimelineShown; error?: unknown } {
  const [state, setState] = useState<{ shown?: TimelineShown; error?: unknown }>({});
  const key = entities.join();
  useEffect(() => {
    const wanted = key.split(',').filter(Boolean).map(Number);
    if (wanted.length === 0 || pieces < 1) return;
    let isCurrent = true;
    run('datasets.timeline', { versionId, entities: wanted, from, to, pieces }).then(
      (seen) => isCurrent && setState({ shown: { entities: wanted, from, to, seen } }),
      (error: unknown) => isCurrent && setState((before) => ({ ...before, error })),
    );
    return () => {
      isCurrent = false;
    };
  }, [versionId, key, from, to, pieces]);
  return state;
}
