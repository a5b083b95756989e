/** Progress of jobs that run in this tab, fresher than what is stored (about once a second). */
import { createStore } from 'zustand/vanilla';
import type { Job } from '#/core/protocol/job';
import type { JobProgress } from '../jobs/jobDef';

export const jobProgressStore = createStore<ReadonlyMap<string, JobProgress>>(() => new Map());

export const showProgress = (id: string, progress: JobProgress): void =>
  jobProgressStore.setState((shown) => new Map(shown).set(id, progress), true);

export const forgetProgress = (id: string): void =>
  jobProgressStore.setState((shown) => new Map([...shown].filter(([key]) => key !== id)), true);

export function withProgress(job: Job): Job {
  const fresher = job.status === 'running' ? jobProgressStore.getState().get(job.id) : undefined;
  return fresher ? { ...job, ...fresher } : job;
}
