/**
 * The contract of a kind of data: what a version of it holds, what of it can be learnt, and how raw samples enter a
 * model, in the studio and in the exported file. How it is imported is data/kinds, how it becomes batches engine/kinds,
 * what a person sees ui/kinds.
 */
import type { ArrayVariable, TextList } from '../grid/arrayFile';
import type { ImageSize } from '../images/imageSchema';
import type { z } from 'zod';
import type { GraphBuilder, OnnxDtype, OnnxShape } from '../onnx/graphBuilder';
import type {
  BlobRef,
  Column,
  ColumnStats,
  DatasetKind,
  DatasetSchema,
  DatasetVersion,
} from '../protocol/dataset';
import type { ErrorInfo } from '../protocol/errors';
import type { BlobStore } from '../protocol/storage';
import type { OnnxPort } from '../protocol/predict';
import type { PixelScale, TaskSpec } from '../protocol/train';
import type { TransformRegistry } from '../transforms/registry';
import type { SamplePart, ToldSamples } from './toldSamples';

/** What samples are to a family that has to know: texts come as ids of tokens, or counted; nodes of a graph with those around them. */
export type SampleForm = 'texts' | 'graph';

export interface KindSource {
  schema: Pick<DatasetSchema, 'kind' | 'columns' | 'data'>;
  /** By column; what is not known of a column cannot refuse it. */
  stats: readonly ColumnStats[];
  rows?: number;
}

export interface TargetChoice {
  name: string;
  /** Where it is no column: "The future of the field". */
  title?: string;
  /** Absent: it cannot be predicted, see `refused`. Of labels only the most frequent are known here. */
  task?: TaskSpec;
  /** "no values", "an identifier"; the error says it in full. */
  refused?: { why: string; error: ErrorInfo };
  /** Not worth offering, only worth a good answer to who asks for it. */
  hidden?: boolean;
}

export interface InputChoice {
  column: Column;
  stats?: ColumnStats;
  /** Learnt from unless told otherwise: what divides the rows is not. */
  standard: boolean;
  refused?: ErrorInfo;
}

/** One graph input and the column, or field, it takes. Numbers, booleans (0/1) and dates (UTC epoch ms) are double with NaN for missing; text is string with "". */
export interface ExportedInput {
  name: string;
  column: string;
  dtype: Extract<OnnxDtype, 'double' | 'float' | 'int64' | 'string' | 'uint8'>;
  /** Of a field or an image: without batch. */
  shape?: number[];
}

export interface Entrance {
  inputs: ExportedInput[];
  /** The value the network begins with. */
  network: string;
  /** What each input takes, in words, by name. */
  docs: Map<string, string>;
  /** metadata_props of the file, under "tetrad.". */
  metadata: Record<string, string>;
  /** "3 raw columns" */
  from: string;
}

/** What people call a model and a dataset. */
export interface FittingNames {
  model: string;
  dataset: string;
}

export interface EntranceRequest {
  /** What the network takes, without batch. */
  networkShape: readonly number[];
  transforms: TransformRegistry;
  batch: OnnxShape[number];
  /** Raw columns of the model, with how their cells are read. */
  inputs: readonly Column[];
}

/** What lies side by side on the last axis of a sample: a column of a table with its values, a channel. */
export interface SampleColumn {
  name: string;
  width: number;
}

/** What a training would hold, known before any row is read. Values, not bytes. */
export interface Estimate {
  inputShape: number[];
  /** As of KindDef.columns. */
  columns?: SampleColumn[];
  /** Held per row of a batch. */
  rowValues: number;
  /** Held of the whole data. */
  dataValues: number;
}

/** How a model that somebody else made is to be given samples. */
export interface TakenRequest {
  /** Columns, in the order that it takes them. */
  features: readonly string[];
  channelsFirst?: boolean;
  scale?: PixelScale;
}

/** Samples as they are, as such a model takes them. */
export interface Taken<Fitted = unknown> {
  fitted: Fitted;
  inputs: Column[];
  /** Its array has the channels before the places. */
  channelsFirst: boolean;
}

/** What is known of the arrays of a file before a value is read. */
export interface ArraysSeen {
  variables: readonly Omit<ArrayVariable, 'details'>[];
  texts?: readonly Pick<TextList, 'name' | 'size'>[];
}

export interface KindDef<Data = unknown, Fitted = unknown> {
  type: DatasetKind;
  title: string;
  /** Whether a raw sample is a row of cells under the names of its inputs, rather than the number of a sample. */
  rowsAreCells: boolean;
  /** A raw sample may be given as a file: an image, a recording. */
  takesFiles?: true;
  /** Samples may have a label for each of their places. */
  masked?: true;
  /** Samples of it are only ever given one by one: nothing is imported as it. */
  ofDatasets?: false;
  /** Whether of two labels one is an event to be found among quiet samples. */
  holdsEvents: boolean;
  /** What an import of this kind may be told: `options.<name>` of datasets.import. */
  importOptions?: { name: string; schema: z.ZodType };
  /** Files imported as this kind by name are one dataset, rather than one each. */
  filesTogether?: true;
  words: {
    /** "A model on …" */
    things: string;
    sample: string;
    samples: string;
    input: string;
    inputs: string;
    /** What one who asked for nothing could give to be predicted. */
    give: string;
    /** What an exported file is, where it is not one that takes raw samples. */
    file?: string;
  };
  /** What a version holds beyond its table of samples; undefined for nothing. */
  dataOf(schema: Pick<DatasetSchema, 'kind' | 'data'>): Data;
  /** Blobs that it names. */
  blobs(data: Data): BlobRef[];
  targets(source: KindSource): TargetChoice[];
  /** The target a person most likely means. A guess, shown as one. */
  suggested(source: KindSource, offered: ReadonlySet<string>): string | undefined;
  inputs(source: KindSource, target: string): InputChoice[];
  unknownInput(source: KindSource, name: string): ErrorInfo;
  /**
   * How samples are divided where no column of parts decides, and how many things that leaves to hold back.
   * `byRoles`: whether roles of columns count beyond groups.
   */
  division(source: KindSource, samples: number, byRoles: boolean): { how: string; units: number };
  /**
   * How far a sample reaches from the moment that its column of times says, in the units of that column: samples that
   * overlap are never on two sides. Absent: a sample is of one moment.
   */
  reach?(data: Data): number;
  /** `asked`: what the family asks of the samples (FamilyDef.asks). */
  estimate(
    data: Data,
    rows: number,
    inputs: readonly InputChoice[],
    task: TaskSpec,
    asked?: unknown,
  ): Estimate;
  /** Throws badInput, naming both, where the samples of a dataset are not what a model takes. */
  requireFitting(fitted: Fitted, schema: Pick<DatasetSchema, 'kind' | 'data'>, names: FittingNames): void;
  /** Samples of a version that fits, all or a part of them. */
  tell(
    version: DatasetVersion,
    fitted: Fitted,
    part: SamplePart,
    blobs: Pick<BlobStore, 'get'>,
  ): Promise<ToldSamples>;
  /** Axes of what a network takes of a sample, channels among them. */
  rank: number;
  /** What a network makes its numbers of, where samples are none themselves: families that say the same suit. */
  from?: SampleForm;
  /** What a network takes of a sample, without batch. */
  shape(fitted: Fitted): number[];
  /** What its last axis is made of, in order. Absent: it cannot be taken apart by names. */
  columns?(fitted: Fitted): SampleColumn[];
  /** Of numbers that leave the exported file. */
  dtype: Extract<OnnxDtype, 'double' | 'float'>;
  /** Raw samples in. */
  toOnnx(graph: GraphBuilder, fitted: Fitted, request: EntranceRequest): Entrance;
  /**
   * An entrance that leaves samples as they are, for a model that somebody else made, whose one input is `port`. badInput
   * where it is not for these. Absent: no such model is asked with samples of this kind.
   */
  taken?(source: KindSource, port: OnnxPort, request: TakenRequest): Taken<Fitted>;
  /** Samples of it may lie in arrays of a file (NumPy, HDF5) that names no dimensions. */
  ofArrays?: {
    /** On a button. */
    title: string;
    /** "images with their labels" */
    words: string;
    /** Of two kinds that are sure the lower one is meant. */
    order: number;
    /** undefined: no arrays of it. `sure`: they can hardly be meant otherwise. `found`: how many, of which size. */
    propose(seen: ArraysSeen): { sure: boolean; found?: string } | undefined;
  };
  /** Ways to explain that suit it best, the first of them first. */
  explainedBy?: readonly string[];
  /** Of one whose sample is a picture: its size, and how others are brought to it. */
  picture?(fitted: Fitted): ImageSize;
  /** Several of them as one, and which of the values that enter are each one's. Absent: they must be the same. */
  joined?(fitted: readonly Fitted[]): { fitted: Fitted; places: number[][] };
  /** Files that go with an exported one. */
  companions?(fitted: Fitted): { name: string; text: string }[];
}

export const defineKind = <D, F>(kind: KindDef<D, F>): KindDef => kind as unknown as KindDef;
