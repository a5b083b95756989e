/** What an explanation is asked for, and what it says. */
import type { Attribution } from '../explain/attribution';
import type { RawRow } from './model';
import type { TrainRequest } from './train';

export interface ExplainRequest {
  modelVersionId: string;
  /** An explainer's type (core/explain). */
  method: string;
  /** What its schema takes. */
  params: Record<string, unknown>;
  /** Whose rows are looked at; without, of the dataset version the model learnt from. */
  datasetVersionId?: string;
  /** Of explainers of one answer: the row, or sample, of the dataset version. */
  sample?: number;
  /** In place of it a row as a person gave it. */
  row?: RawRow;
  /** Of explainers of several chosen ones: their numbers in the dataset version. */
  chosen?: number[];
  /** Of explainers that learn anew: how the version was trained. */
  training?: Training;
}

export type Training = Omit<TrainRequest, 'jobId' | 'runId' | 'modelId'>;

export interface ExplainEvent {
  kind: 'progress';
  /** 0 to 1. */
  progress: number;
  /** Of one that takes long: how long, and what could be asked for instead. */
  offer?: string;
}

/**
 * Rows that may be looked at: those kept for a test, else those held back to validate, where the run says which they
 * are; else all of the dataset.
 */
export type BackgroundPart = 'test' | 'validation' | 'dataset';

export interface ExplainResult {
  attribution: Attribution;
  /** Of explainers that looked at rows. */
  background?: { part: BackgroundPart; rows: number };
  /** Inside the worker. */
  ms: number;
  backend: string;
}
