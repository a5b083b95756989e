/** The contract of a job kind: how it runs, what it needs, how its remains are cleared away. */
import type { z } from 'zod';
import type { Job, JobKind } from '#/core/protocol/job';
import type { AppServices } from '../services';

/** What a stop asks for; the reason of the job's AbortSignal. */
export type StopReason = 'cancel' | 'pause';

export interface JobProgress {
  progress?: number;
  message?: string;
  secondsLeft?: number;
}

export interface JobContext {
  services: AppServices;
  job: Job;
  /** Aborted with a StopReason. The job then rejects; what it rejects with does not matter. */
  signal: AbortSignal;
  report(progress: JobProgress): void;
  /** What was dropped, while this tab lives. */
  file?: File;
}

export interface JobDef<I = unknown> {
  kind: JobKind;
  /**
   * queue: one at a time in the studio, in the tab that runs the queue, resumed after a reload.
   * tab: in the tab that submitted it (it holds the file), beside others; lost with that tab.
   */
  where: 'queue' | 'tab';
  pausable: boolean;
  input: z.ZodType<I>;
  /** Resolves with the job's result (JSON). */
  run(context: JobContext, input: I): Promise<unknown>;
  /** Clears away what a cancelled, failed or lost job left; `input` is validated. */
  discard?(
    services: AppServices,
    job: Job,
    input: I,
    why: 'cancelled' | 'failed' | 'interrupted',
  ): Promise<void>;
  /** For a job lost with its tab: what to do. */
  lostHint: string;
}

export const defineJob = <I>(job: JobDef<I>): JobDef => job as JobDef;
