/** The contract of a job kind: how it runs, what it needs, how its remains are cleared away. */
import type { z } from 'zod';
import type { FolderEntry } from '#/core/grid/arrayFile';
import type { DatasetKind } from '#/core/protocol/dataset';
import type { Job, JobLane } from '#/core/protocol/job';
import type { NewJob } from '#/core/protocol/storage';
import type { FileOrigin } from '#/core/sources/sourceDef';
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
  /** Those that belong to the same dataset. */
  more?: File[];
  /** What it is imported as, where its format does not say, and the options of that kind. */
  kind?: DatasetKind;
  options?: unknown;
  /** Of a folder that is one store: `file` only stands for it. */
  folder?: FolderEntry[];
  /** Where `file` was fetched from. */
  origin?: FileOrigin;
  /** What `file` is sealed under, or is to be: never stored. */
  passphrase?: string;
}

/** A job to be submitted: its lane is that of its kind. */
export type JobRequest = Omit<NewJob, 'lane' | 'parentId' | 'key'>;

export interface JobContext {
  services: AppServices;
  job: Job;
  /** Aborted with a StopReason. The job then rejects; what it rejects with does not matter. */
  signal: AbortSignal;
  report(progress: JobProgress): void;
  /** While this tab lives. */
  dropped?: Dropped;
  /**
   * Of a parent: its child of that key, submitted unless there is one, also by an earlier run of this job. Answers
   * the child as it is now. All unfinished ones are paused and cancelled with the parent, and cancelled at its end.
   */
  child(key: string, job: JobRequest): Promise<Job>;
  /** Of a parent: the child as soon as it can do no more by itself. Rejects when this job is stopped. */
  ended(child: Job): Promise<Job>;
  /** Of a parent: how many children it will have in all; its progress is the mean of theirs. */
  expectChildren(total: number): void;
}

export interface JobDef<I = unknown> {
  /** What the records of its jobs call their `kind`. */
  type: string;
  /** For lists: "import", "train". */
  word: string;
  lane: JobLane;
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
  /** The page that shows the job, its progress and its end, beside the list of jobs. */
  page?(job: Job): string | undefined;
  /** What a notice of its end offers (`to`: else the page; also when it failed); none: whoever asked tells the end. */
  notice?: { open: string; to?: string; alsoFailed?: boolean };
}

export const defineJob = <I>(job: JobDef<I>): JobDef => job as JobDef;
