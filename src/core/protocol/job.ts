/** Jobs: everything long runs as one, in one queue, and survives a reload. */
import type { BlobRef } from './dataset';
import type { ErrorInfo } from './errors';

export const jobKinds = ['import', 'train', 'batch', 'batchFields', 'export'] as const;
export type JobKind = (typeof jobKinds)[number];

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

export interface Job {
  id: string;
  kind: JobKind;
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
  files?: { name: string; blob: BlobRef }[];
  /** What it made or is about, for links. */
  datasetId?: string;
  modelId?: string;
  runId?: string;
}
