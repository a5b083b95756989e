/** What exportModel takes and gives. */
import type { ArchSpec } from '#/core/arch/archSpec';
import type { FittedGrid } from '#/core/grid/fittedGrid';
import type { HostWeight } from '#/core/layers/layerDef';
import type { Column } from '#/core/protocol/dataset';
import type { ExportOptions } from '#/core/protocol/predict';
import type { TaskSpec } from '#/core/protocol/train';
import type { FittedPipeline } from '#/core/transforms/pipeline';
import type { TransformRegistry } from '#/core/transforms/registry';
import type { OnnxDtype } from './graphBuilder';

export interface ExportRequest {
  arch: ArchSpec;
  /** By full name: "dense1/kernel". */
  weights: ReadonlyMap<string, HostWeight>;
  pipeline: FittedPipeline;
  /** Of a model on fields: the one input is the field itself, in place of the pipeline's columns. */
  grid?: FittedGrid;
  task: TaskSpec;
  /** The model version's raw fields. */
  inputs: readonly Column[];
  options?: Partial<Omit<ExportOptions, 'format'>>;
  /** Goes into metadata_props under "tetrad.": datasetHash, version, metrics, ... */
  metadata?: Readonly<Record<string, string>>;
  transforms?: TransformRegistry;
}

/** One graph input and the field it takes. Numbers, booleans (0/1) and dates (UTC epoch ms) are double with NaN for missing; text is string with "". */
export interface ExportedInput {
  name: string;
  field: string;
  dtype: Extract<OnnxDtype, 'double' | 'float' | 'string'>;
  /** Of a field: without batch. */
  shape?: number[];
}

export interface ExportedModel {
  bytes: Uint8Array<ArrayBuffer>;
  inputs: ExportedInput[];
  /** Classification: label and probabilities. Regression: the value alone. Forecast: the field alone. */
  outputs: { label: string; probabilities?: string };
  opset: number;
  irVersion: number;
  nodeCounts: Record<string, number>;
  /** What each pass did, in words. */
  fusions: string[];
}
