/** In which order waiting jobs get their turn: by priority, higher first, then as they were asked for. Pure. */
import type { Job } from '#/core/protocol/job';

export const isWaiting = ({ status }: Job): boolean => status === 'queued' || status === 'interrupted';

export const inQueueOrder = (jobs: readonly Job[]): Job[] =>
  jobs.toSorted((a, b) => (b.priority ?? 0) - (a.priority ?? 0) || a.createdAt - b.createdAt);

/**
 * Priorities that put `id` at `position` (0 is next) of the waiting jobs and leave the others in their order.
 * All are above 0, so that what is asked for later comes after them.
 */
export function movedTo(waiting: readonly Job[], id: string, position: number): Map<string, number> {
  const order = inQueueOrder(waiting).map((job) => job.id);
  const rest = order.filter((other) => other !== id);
  rest.splice(position, 0, id);
  return new Map(rest.map((jobId, at) => [jobId, rest.length - at]));
}

/** A priority ahead of all these. */
export const beforeAll = (jobs: readonly Job[]): number =>
  1 + Math.max(0, ...jobs.map(({ priority }) => priority ?? 0));
