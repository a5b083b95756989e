/** Samples of a kind, ready to be learnt from: what a training is given, whatever it was made of. */
import type { FrameSource } from './frameSource';
import type { Column } from '#/core/protocol/dataset';
import type { FittedInput, RawRow } from '#/core/protocol/model';
import type { SplitSummary, TaskSpec } from '#/core/protocol/train';

/** One split, ready for the device. A row is one frame of a table, or several frames (times) of a field. */
export interface Split {
  rows: number;
  /** Row-major [frames, values of a frame]. Windows of a field share frames, and so do its splits. Empty with a source. */
  features: Float32Array;
  /** Of data too large to be held. */
  source?: FrameSource;
  /** Frame numbers of every row, row-major [rows, frames of a row]. Absent: row i is frame i. */
  frames?: Int32Array;
  /** So many values at the end of each frame are the answer, as the task takes it, rather than what is learnt from. */
  answers?: number;
  /** The answer is the sample itself. */
  itself?: true;
  /** Class index, or standardised value. Empty when the target is a frame, or in it. */
  target: Int32Array | Float32Array;
  /** Forecast: the frame that comes true, of every row; of several times row-major [rows, times]. */
  targetFrames?: Int32Array;
  /** Like targetFrames: what the seasonal naive forecast answers, where the data have a period. */
  seasonalFrames?: Int32Array;
  /** Forecast: so many frames follow each other in time; then another recording or place begins. */
  series?: number;
  /** Row-major [rows, ...]: what answers without a model come to, where the kind knows (JudgedPart). */
  freely?: Float32Array;
  /** Forecast of a field with missing values (missingMark): the share of values of its targets that are there. */
  present?: number;
}

export interface PreparedData {
  /** Fitted. */
  task: TaskSpec;
  /** The raw fields the model takes, in schema order. */
  inputs: Column[];
  input: FittedInput;
  /** What the network takes, without batch. */
  shape: number[];
  /** Of samples that are ids of tokens: how many different ones there are. */
  vocabulary?: number;
  train: Split;
  val: Split;
  /** What the data itself keeps for a test. */
  test?: Split;
  /** The validation rows again. */
  judged: JudgedRows;
  /** The rows of the test again. */
  judgedTest?: JudgedRows;
  sampleRows: RawRow[];
  split: SplitSummary;
  /** What was left out, in words; what the split says is among it. */
  warnings: string[];
  /** Lets go of what lies on the disk for this training. */
  close?(): Promise<void>;
}

export interface JudgedRows {
  /** Their numbers in the dataset version. */
  rows: Uint32Array;
  /** Class index or value as it was read; of a forecast nothing. */
  truth: Float64Array;
  /** Which rows depend on each other: of fields, of groups, of what follows in time. */
  blocks?: Int32Array<ArrayBuffer>;
}
