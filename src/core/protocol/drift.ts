/** What a comparison of rows with those a model learnt from is asked for. */
import type { Correction } from '../drift/adjust';
import type { DriftMethod } from '../drift/driftReport';

export interface DriftRequest {
  modelVersionId: string;
  datasetVersionId: string;
  method: DriftMethod;
  alpha: number;
  correction: Correction;
  /** 1: all rows at once. */
  windows: number;
  /** Windows are equal spans of it; without, equal parts of the rows in their order. */
  timeColumn?: string;
}

export interface DriftEvent {
  kind: 'progress';
  /** 0 to 1. */
  progress: number;
  message: string;
}
