import type { ExportedInput } from '../kinds/kindDef';
import type { Feed } from '../onnx/feeds';
import type { AnswerNumbers } from '../tasks/answerNumbers';
import type { AnswerOutputs } from '../tasks/taskDef';
import type { ErrorInfo } from './errors';
import type { RawRow } from './model';

/** One array that an imported model takes or gives. */
export interface OnnxPort {
  name: string;
  /** As ONNX calls it: "float", "int64", "string". */
  dtype: string;
  /** A size that is a text is not fixed; the same name is the same size everywhere. Absent: any shape. */
  shape?: (number | string)[];
  doc?: string;
}

/** For one input of an imported model: lists in lists, a typed array, { shape, data }, or one value. */
export interface GivenArray {
  name: string;
  value: unknown;
}

/** Numbers in row-major order; of half precision as float32, of truth values as 0 and 1. */
export interface AnsweredArray {
  name: string;
  dtype: string;
  shape: number[];
  data:
    | Float32Array
    | Float64Array
    | Int8Array
    | Uint8Array
    | Int16Array
    | Uint16Array
    | Int32Array
    | Uint32Array
    | BigInt64Array
    | BigUint64Array
    | string[];
}

export interface PredictRequest {
  modelVersionId: string;
  /** Of an imported model, in place of rows: its inputs by name. */
  arrays?: GivenArray[];
  /** Of a model on fields: { sample: number } each. */
  rows: RawRow[];
  /** Whose samples they are; without, of the dataset version the model learnt from. */
  datasetVersionId?: string;
  /** Of a model on fields or images, in place of rows: row-major [batch, ...sample], NaN = missing. */
  field?: Float32Array;
  /** Of a model on samples that may be files, in place of rows. */
  files?: File[];
  /** What the caller takes the field's shape for, batch first: refused where it is not what the model takes. */
  fieldShape?: number[];
  /** One of many calls: worth a backend that takes longer to open. */
  many?: true;
  /** Of forecasts: also what they sum from, where the model is such a sum; else badInput. */
  parts?: boolean;
}

/** One of what a forecast sums from. */
export interface ForecastPart {
  /** last: the last known value, for every step. rest: of blocks that are free. */
  part: 'last' | 'trend' | 'seasonality' | 'rest';
  /** Row-major [step, channel], in the own unit of each channel. */
  values: Float32Array;
}

export interface Prediction {
  /**
   * The label (classification), the group (clustering), how odd (anomaly), the number (regression), the median (quantiles), the mean of the field (forecast), what
   * a mask shows, or how bright an image is that was made again.
   */
  value: string | number;
  /**
   * Forecast: row-major [x, y, z, channel], in the field's own units. Segmentation, where it is compared: probabilities,
   * row-major [height, width, label]. Reconstruction: shades of 0 to 255, row-major [height, width, channel].
   */
  field?: Float32Array;
  /** Of the task's levels, in their order; of a forecast row-major [level, step, channel]. In the target's own unit. */
  quantiles?: number[];
  /** Segmentation: which label each pixel is of, row-major [height, width]. */
  mask?: Uint8Array<ArrayBuffer>;
  /** One per label, in the order of the task's labels. */
  probabilities?: number[];
  /** Anomaly: whether the value is from the threshold on. */
  odd?: boolean;
  /** Of a forecast, where they are asked for: what it sums from; of quantiles their median. */
  parts?: ForecastPart[];
  /** Of an imported model: its outputs. */
  arrays?: AnsweredArray[];
}

export interface PredictResult {
  predictions: Prediction[];
  /** Inside the worker, without loading the model. */
  latencyMs: number;
  backend: string;
  /** Things the rows said that the model never saw: unknown categories, unparsable numbers. */
  warnings: string[];
  /** Of many: rows some of whose cells could not be read and count as missing, and why. */
  unread?: ReadonlyMap<number, string>;
}

/** Rows of a stored table, by number; see readsAsStored. */
export interface StoredRequest {
  modelVersionId: string;
  datasetVersionId: string;
  samples: Uint32Array;
}

export interface StoredAnswers extends Pick<PredictResult, 'warnings' | 'unread'> {
  numbers: AnswerNumbers;
}

export const poolings = ['mean', 'max', 'none'] as const;
/** What is made of the values of a channel over its positions: one number, or all of them as they are. */
export type Pooling = (typeof poolings)[number];

export interface EncodeRequest extends PredictRequest {
  /** The layer whose values are asked for; the narrow place of the model where it is absent. */
  at?: { node: string; pooled: Pooling };
}

/** What samples come to in the narrow place of a model, or at a layer. */
export interface EncodeResult {
  /** Of each sample. */
  latents: number[][];
  backend: string;
}

/** Answers from numbers of the narrow place, without any sample. */
export interface DecodeRequest {
  modelVersionId: string;
  latents: number[][];
}
export type DecodeResult = Omit<PredictResult, 'warnings' | 'unread'>;

export const conv4dForms = ['folded', 'native'] as const;
/**
 * Convolutions over four axes in an ONNX file. folded: the times lie in the channels of a 3-D Conv, which every runtime
 * has. native: one Conv node with four spatial axes, which is standard, but not in runtimes that stop at three.
 */
export type Conv4dForm = (typeof conv4dForms)[number];

export const treeForms = ['ensemble', 'plain'] as const;
/**
 * Trees in an ONNX file. ensemble: one node of ai.onnx.ml, quick on the processor. plain: standard operators, which run
 * on WebGPU too.
 */
export type TreeForm = (typeof treeForms)[number];

export const exportParts = ['whole', 'decoder'] as const;
/** Of a model whose samples pass through few numbers: all of it, or what makes samples of such numbers. */
export type ExportPart = (typeof exportParts)[number];

/** Programs in Python, with the weights beside them as safetensors. */
export const programFormats = ['pytorch', 'keras'] as const;
export type ProgramFormat = (typeof programFormats)[number];
export const programTitles: Record<ProgramFormat, string> = { pytorch: 'PyTorch', keras: 'Keras' };

/** What holds the ONNX file and what runs it. app: one page that opens from disk. server: a program that answers over HTTP. */
export const packageFormats = ['app', 'server'] as const;
export type PackageFormat = (typeof packageFormats)[number];

export const exportFormats = ['onnx', ...packageFormats, 'safetensors', ...programFormats] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface ExportOptions {
  format: ExportFormat;
  opset: number;
  /** Free names for the two outputs; the task's own and "probabilities" unless said. */
  labelName?: string;
  probabilitiesName?: string;
  dynamicBatch: boolean;
  /** Of a network that holds a 4-D convolution; means nothing for others. */
  conv4d: Conv4dForm;
  /** Of a model of trees; absent: an ensemble. */
  treeForm?: TreeForm;
  /** Absent: the whole. */
  part?: ExportPart;
  metadata: boolean;
  /** The card of the version, as Markdown: for the metadata. */
  card?: string;
  /** Some samples as the file takes them come beside it. */
  examples?: boolean;
}

/** What an exported file takes and gives. */
export interface ExportPorts {
  inputs: ExportedInput[];
  outputs: AnswerOutputs;
}

/** The exported file against this studio, on real inputs. */
export interface ExportParity {
  runtime: string;
  rows: number;
  largestDifference: number;
  labelsEqual: boolean;
  tolerance: number;
  passed: boolean;
  latencyMs: number;
}

export interface ExportReport {
  bytes: number;
  sha256: string;
  opset?: number;
  irVersion?: number;
  nodeCounts?: Record<string, number>;
  fusions?: string[];
  /** Of a file that we wrote. */
  ports?: ExportPorts;
  parity?: ExportParity;
  /** Why there is no parity, where there should be one. */
  unchecked?: ErrorInfo;
  /** Of a model on fields, where the browser can: the same on the GPU, or why it was not compared. */
  webgpuParity?: ExportParity | { skipped: string };
}

export interface ExportResult {
  files: { name: string; bytes: Uint8Array<ArrayBuffer> }[];
  report: ExportReport;
  /** One sample each, where they were asked for. */
  examples?: Feed[][];
}

export const isPackage = (format: ExportFormat): format is PackageFormat =>
  packageFormats.some((known) => known === format);

export const isProgram = (format: ExportFormat): format is ProgramFormat =>
  programFormats.some((program) => program === format);
