import type { Run } from '#/core/protocol/model';

const mostShown = 7;

/** The last that ended, newest first; a run of a parent stands with its parent. */
export const recentRuns = (runs: readonly Run[]): Run[] =>
  runs
    .filter(({ status, parentId }) => status !== 'running' && parentId === undefined)
    .toSorted((a, b) => (b.finishedAt ?? b.startedAt) - (a.finishedAt ?? a.startedAt))
    .slice(0, mostShown);
