/** The fitted preprocessing of a model version: per feature a chain, plus how the target is encoded. Plain JSON. */
import type { ColumnType } from '../protocol/dataset';

export interface FittedStep {
  type: string;
  params: Record<string, unknown>;
  state: unknown;
}
export interface FittedFeature {
  field: string;
  fieldType: ColumnType;
  steps: FittedStep[];
  outputNames: string[];
}
export type FittedTarget =
  | { kind: 'labels'; labels: string[] }
  | { kind: 'standardized'; mean: number; std: number }
  /** Whole fields, channels last, each standardised with the input's own figures. */
  | { kind: 'field'; channels: { mean: number; std: number }[] };
export interface FittedPipeline {
  version: 1;
  features: FittedFeature[];
  /** Sum of the features' output widths = width of the network's input. */
  width: number;
  target: FittedTarget;
}
