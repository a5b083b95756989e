/** The contract of a job kind: how it runs, what it needs, how its remains are cleared away. */
import type { z } from 'zod';
import type { FolderEntry } from '#/core/grid/arrayFile';
import type { GridImportOptions } from '#/core/grid/gridSchema';
import type { Job, JobKind } from '#/core/protocol/job';
import type { AppServices } from '../services';

/** What a stop asks for; the reason of the job's AbortSignal. */
export type StopReason = 'cancel' | 'pause';

export interface JobProgress {
  progress?: number;
  message?: string;
  secondsLeft?: number;
}

/** What the page gave a job; it lives in memory and is lost with the tab. */
export interface Dropped {
  file: File;
  /** Of files of arrays: those that are recordings of the same dataset, and what the mapping step decided. */
  more?: File[];
  grid?: GridImportOptions;
  /** Of a folder that is one store: `file` only stands for it. */
  folder?: FolderEntry[];
}

export interface JobContext {
  services: AppServices;
  job: Job;
  /** Aborted with a StopReason. The job then rejects; what it rejects with does not matter. */
  signal: AbortSignal;
  report(progress: JobProgress): void;
  /** While this tab lives. */
  dropped?: Dropped;
}

export interface JobDef<I = unknown> {
  kind: JobKind;
  /**
   * queue: one at a time in the studio, in the tab that runs the queue, resumed after a reload.
   * tab: in the tab that submitted it (it holds the file), beside others; lost with that tab.
   */
  where: 'queue' | 'tab';
  pausable: boolean;
  /** A queue job that runs beside trainings, one at a time, and counts as none of them. */
  beside?: boolean;
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
