/**
 * In which order waiting jobs get their turn: by priority, higher first, then as they were asked for; children where
 * their parent stands. Pure.
 */
import type { Job, JobLane } from '#/core/protocol/job';

export const isWaiting = ({ status }: Job): boolean => status === 'queued' || status === 'interrupted';

/** The job's ancestors, as far up as they are known, from the topmost down to the job itself. */
function lineage(job: Job, byId: ReadonlyMap<string, Job>): Job[] {
  const line = [job];
  for (let up = job.parentId; up !== undefined; ) {
    const parent = byId.get(up);
    if (!parent || line.includes(parent)) break;
    line.unshift(parent);
    up = parent.parentId;
  }
  return line;
}

const byId = (jobs: readonly Job[]): ReadonlyMap<string, Job> => new Map(jobs.map((job) => [job.id, job]));

/** `among`: where parents are looked up. */
export function inQueueOrder(jobs: readonly Job[], among: readonly Job[] = jobs): Job[] {
  const known = byId(among);
  return jobs
    .map((job) => ({ job, line: lineage(job, known) }))
    .sort((a, b) => compareLines(a.line, b.line))
    .map(({ job }) => job);
}

function compareLines(a: readonly Job[], b: readonly Job[]): number {
  for (const [at, one] of a.entries()) {
    const other = b[at];
    if (!other) return 1;
    if (one.id === other.id) continue;
    return (other.priority ?? 0) - (one.priority ?? 0) || one.createdAt - other.createdAt;
  }
  return a.length - b.length;
}

/**
 * Those that can change places: the jobs of one parent (or of none) that wait for the lane, or are above one that
 * waits for it; next first. `jobs`: all that are unfinished.
 */
export function lineOf(jobs: readonly Job[], lane: JobLane, parentId?: string): Job[] {
  const known = byId(jobs);
  const waiting = inQueueOrder(
    jobs.filter((job) => job.lane === lane && isWaiting(job)),
    jobs,
  );
  const line = waiting.flatMap((job) => lineage(job, known).find((one) => one.parentId === parentId) ?? []);
  return [...new Set(line)];
}

/** The ids of these jobs and of all above them. */
export const withAncestors = (jobs: readonly Job[], among: readonly Job[]): Set<string> => {
  const known = byId(among);
  return new Set(jobs.flatMap((job) => lineage(job, known)).map(({ id }) => id));
};

/**
 * Priorities that put `id` at `position` (0 is next) of a line and leave the others in their order.
 * All are above 0, so that what is asked for later comes after them.
 */
export function movedTo(line: readonly Job[], id: string, position: number): Map<string, number> {
  const rest = line.map((job) => job.id).filter((other) => other !== id);
  rest.splice(position, 0, id);
  return new Map(rest.map((jobId, at) => [jobId, rest.length - at]));
}

/** A priority ahead of all these. */
export const beforeAll = (jobs: readonly Job[]): number =>
  1 + Math.max(0, ...jobs.map(({ priority }) => priority ?? 0));
