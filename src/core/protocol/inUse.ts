/** What is kept of a model in use: how long answers took, what was answered, the labels that came later. */
import type { Alert } from '../inUse/alerts';
import type { Answered, Comparison } from '../inUse/comparison';
import type { ErrorCode } from './errors';
import type { RawRow } from './model';

/** One call: what was measured of it. */
export interface AnsweredCall {
  modelId: string;
  version: number;
  at: number;
  /** From asking the worker to its answer; a model that was not open yet is opened in it. */
  ms: number;
  rows: number;
  error?: ErrorCode;
}

/** What another version said to the same row. */
export interface OtherAnswer {
  version: number;
  value?: string | number;
  failed?: true;
}

/** One answered row. */
export interface AnsweredRow {
  modelId: string;
  /** Given with the row, or drawn: labels are joined by it. */
  id: string;
  at: number;
  version: number;
  value: string | number;
  /** The largest probability, where there are any. */
  confidence?: number;
  /** What was asked, where it is kept. */
  row?: RawRow;
  /** Where that is the number of a sample: whose. */
  datasetVersionId?: string;
  label?: string | number;
  labelledAt?: number;
  /** Answered while two versions were compared. */
  comparison?: { id: string; challenger: boolean; share: number; other?: OtherAnswer };
}

/** How much of a model is kept, and what no longer is. */
export interface AnswerLog {
  modelId: string;
  /** Whether answers are kept; calls are always counted. */
  on: boolean;
  /** Whether what was asked is kept with the answer. */
  withRows: boolean;
  /** Answers at most; the oldest go first. */
  bound: number;
  /** How many there are. */
  kept: number;
  /** How many went because of the bound. */
  dropped: number;
  /** Calls that are kept, and those that went. */
  calls: number;
  droppedCalls: number;
  /** Answers that could not be kept: the disk was full. */
  missed: number;
}

export const standardBound = 10_000;
export const mostBound = 100_000;
/** Calls that are kept of a model. */
export const mostCalls = 20_000;
/** Of a model. */
export const mostAlerts = 50;

export const emptyLog = (modelId: string): AnswerLog => ({
  modelId,
  on: false,
  withRows: false,
  bound: standardBound,
  kept: 0,
  dropped: 0,
  calls: 0,
  droppedCalls: 0,
  missed: 0,
});

export interface GivenLabel {
  id: string;
  value: string | number;
}

export interface JoinedLabels {
  joined: number;
  /** Had a label before, and have another one now. */
  changed: number;
  /** Ids that no kept answer has; the first of them. */
  unknown: string[];
  unknownCount: number;
}

export interface InUseRepository {
  log(modelId: string): Promise<AnswerLog>;
  /** A lower bound drops the oldest at once. */
  setLog(modelId: string, change: Partial<Pick<AnswerLog, 'on' | 'withRows' | 'bound'>>): Promise<AnswerLog>;
  /** All of it or nothing. Rows are kept only where the log is on, or belongs to a comparison. */
  append(
    calls: readonly AnsweredCall[],
    rows: readonly AnsweredRow[],
    more?: { missed?: number; compared?: Answered & { id: string } },
  ): Promise<void>;
  /** In the order they came. */
  calls(modelId: string, since?: number): Promise<AnsweredCall[]>;
  /** In the order they came; `newest`: only so many of the last. */
  rows(modelId: string, newest?: number): Promise<AnsweredRow[]>;
  /** By the id, the newest answer of it, and what comparisons learn from it; all or none. */
  join(modelId: string, labels: readonly GivenLabel[], at: number): Promise<JoinedLabels>;
  /** The one that runs, if any. */
  running(modelId: string): Promise<Comparison | undefined>;
  /** Newest first. */
  comparisons(modelId: string): Promise<Comparison[]>;
  comparison(id: string): Promise<Comparison | undefined>;
  /** Throws `conflict` while another one of the model runs. */
  begin(comparison: Comparison): Promise<Comparison>;
  /** Throws `notFound`. */
  change(id: string, change: (current: Comparison) => Comparison): Promise<Comparison>;
  /** In the order they were added. */
  alerts(modelId: string): Promise<Alert[]>;
  /** Throws where the model has as many as it may. */
  addAlert(alert: Alert): Promise<void>;
  /** Throws `notFound`. */
  changeAlert(id: string, change: (current: Alert) => Alert): Promise<Alert>;
  removeAlert(id: string): Promise<void>;
  /** Answers and calls; what is set stays. */
  clear(modelId: string): Promise<void>;
  /** With the model. */
  forget(modelId: string): Promise<void>;
}
