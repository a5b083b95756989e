/** The fitted preprocessing of a table: per feature a chain of steps. Plain JSON. */
import type { ColumnType } from '../protocol/dataset';

export interface FittedStep {
  type: string;
  params: Record<string, unknown>;
  state: unknown;
}
export interface FittedFeature {
  column: string;
  columnType: ColumnType;
  steps: FittedStep[];
  outputNames: string[];
}
export interface FittedPipeline {
  version: 1;
  features: FittedFeature[];
  /** Sum of the features' output widths = width of the network's input. */
  width: number;
}
