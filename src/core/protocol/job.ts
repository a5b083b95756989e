/** Jobs: everything long runs as one, in one queue, and survives a reload. */
import type { BlobRef } from './dataset';
import type { ErrorInfo } from './errors';

/**
 * Where a job runs:
 *   train: in the tab that runs the queue, as many at a time as is set; resumed after a reload;
 *   beside: the same, one at a time, beside trainings;
 *   fetch: the same, two at a time: it waits for other hosts;
 *   parent: the same, any number: it only submits children and waits for them;
 *   tab: in the tab that submitted it (it holds a dropped file), lost with that tab.
 */
export type JobLane = 'train' | 'beside' | 'fetch' | 'tab' | 'parent';

export const jobStatuses = [
  'queued',
  'running',
  'paused',
  'completed',
  'failed',
  'cancelled',
  'interrupted',
] as const;
export type JobStatus = (typeof jobStatuses)[number];

export const isFinished = (status: JobStatus): boolean =>
  status === 'completed' || status === 'failed' || status === 'cancelled';

/** Stored in parts: the file is what they are one after the other. */
export interface JobFile {
  name: string;
  parts: BlobRef[];
}

export interface Job {
  id: string;
  /** One of those registered in app/jobs. */
  kind: string;
  lane: JobLane;
  /** Of a child: the job that submitted it, and its name among that job's children, under which there is only one. */
  parentId?: string;
  key?: string;
  title: string;
  status: JobStatus;
  /** 0..1 */
  progress: number;
  /** What is happening now: "reading row 200,000", "epoch 3 of 50". */
  message: string;
  createdAt: number;
  /** Of a waiting job: higher goes first, 0 unless moved; equals in the order they were asked for. */
  priority?: number;
  startedAt?: number;
  finishedAt?: number;
  /** Measured seconds left, when there is enough history to tell. */
  secondsLeft?: number;
  error?: ErrorInfo;
  /** Validated by the job kind's own schema. JSON only: a dropped File lives in memory and is lost on reload. */
  input: unknown;
  result?: unknown;
  /** Files it made, for download: kept as long as the job is listed. */
  files?: JobFile[];
  /** What it made or is about, for links. */
  datasetId?: string;
  modelId?: string;
  runId?: string;
}
