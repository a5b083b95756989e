/** What exportModel takes and gives. */
import type { Tensors } from '../bodies/bodyDef';
import type { ExportedInput } from '#/core/kinds/kindDef';
import type { Column } from '#/core/protocol/dataset';
import type { FittedInput, ModelBody } from '#/core/protocol/model';
import type { ExportOptions } from '#/core/protocol/predict';
import type { TaskSpec } from '#/core/protocol/train';
import type { TransformRegistry } from '#/core/transforms/registry';
import type { AnswerOutputs } from '../tasks/taskDef';

export interface ExportRequest {
  body: ModelBody;
  /** Of the body. */
  tensors: Tensors;
  /** The bytes of its blobs, where it needs more than its tensors. */
  files?: readonly Uint8Array<ArrayBuffer>[];
  input: FittedInput;
  task: TaskSpec;
  /** The model version's raw fields. */
  inputs: readonly Column[];
  options?: Partial<Omit<ExportOptions, 'format'>>;
  /** Goes into metadata_props under "tetrad.": datasetHash, version, metrics, ... */
  metadata?: Readonly<Record<string, string>>;
  transforms?: TransformRegistry;
}

export interface ExportedModel {
  bytes: Uint8Array<ArrayBuffer>;
  inputs: ExportedInput[];
  /** Classification: label and probabilities. Regression: the value alone. Forecast: the field alone. */
  outputs: AnswerOutputs;
  opset: number;
  irVersion: number;
  nodeCounts: Record<string, number>;
  /** What each pass did, in words. */
  fusions: string[];
}
