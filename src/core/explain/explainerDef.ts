/** The contract of an explainer: why a model answers as it does, found by asking it. Pure mathematics. */
import type { z } from 'zod';
import type { ArchSpec } from '../arch/archSpec';
import type { DatasetKind } from '../protocol/dataset';
import type { ModelVersion } from '../protocol/model';
import type { TaskSpec } from '../protocol/train';
import type { TargetValue } from '../tasks/targetValue';
import type { TreeSum } from '../trees/treesNode';
import type { RawSamples } from '../kinds/rawSamples';
import type { Attribution } from './attribution';

/** A number of the raw output, or a sum of several: what is explained by gradients. */
export interface AskedNumber {
  /** By raw output. */
  weights: Float32Array;
  /** Added to the weighted sum: leads to the unit that is told. */
  offset: number;
}

/** Weights that are drawn anew, as before a training. */
export interface DrawnAnew {
  nodes: ReadonlySet<string>;
  seed: number;
}

export interface GradientsHow {
  anew?: DrawnAnew;
  /** The node whose values are asked about in place of the input's. */
  at?: string;
  /** By row: how much of the node's own values goes on. Without, all of them. */
  shares?: Float32Array;
}

/** A model behind the preparation of its samples. */
export interface PreparedModel {
  /** Row-major [rows, ...shape]. */
  enter(samples: RawSamples): Float32Array;
  /** Of a sample as the body takes it, without batch. */
  shape: readonly number[];
  /** Of which input (a place in `inputs`) each value of the last axis is. */
  inputOf: Int32Array;
  /** Prepared samples to answers, as `run` of the model gives them. */
  run(features: Float32Array, rows: number): Promise<Float32Array | Float64Array>;
  /**
   * Mean answers to mixtures of rows with all of `others`, where a body can say them without each mixture being laid out.
   * Undefined where it cannot.
   */
  mixed?(others: Float32Array): Promise<MixedMeans | undefined>;
  /** Prepared samples to the raw output, row-major [rows, outputs]. */
  raw(features: Float32Array, rows: number): Promise<Float32Array>;
  /**
   * Of a network: the number that is asked of each row, and how it moves with the row's values, or with those of the node
   * `at`: row-major, of their shape.
   */
  gradient?(features: Float32Array, rows: number, asked: AskedNumber, how?: GradientsHow): Promise<Gradients>;
}

export interface MixedMeans {
  /** Numbers of an answer. */
  answers: number;
  /** Multiplications of one row with one coalition. */
  work: number;
  /**
   * `own`: prepared rows; `known`, row-major [coalitions, features]: 1 where the value is the row's own. Answers row-major
   * [rows, coalitions, answers].
   */
  of(own: Float32Array, known: Uint8Array): Float64Array;
}

export interface Gradients {
  /** By row. */
  answers: Float64Array;
  gradient: Float32Array;
  /** Of the node that was asked about: what it computed. */
  at?: Float32Array;
}

export interface AskedInput {
  name: string;
  /** Of a channel: its mean over the training samples, which tells the model nothing. */
  mean?: number;
}

/** A model version that answers raw samples. */
export interface AskedModel {
  task: TaskSpec;
  value: TargetValue;
  /** The metric that judges the task. */
  judge: string;
  /** Columns of a table, or channels of a window. */
  inputs: readonly AskedInput[];
  /** Samples that one call takes without filling the memory. */
  batch: number;
  /** Row-major [rows, width]: a probability for each label, or values in the target's own unit: of quantiles all. */
  run(samples: RawSamples): Promise<Float32Array | Float64Array>;
  /** Where samples can be given as the body takes them. */
  prepared?: PreparedModel;
  /** Of a network, as all that follows. */
  arch?: ArchSpec;
  /** What is computed on the way, by name: of a node its output, "id/shares" what its attention shares out. Rows first. */
  activations?(
    samples: RawSamples,
    names: readonly string[],
  ): Promise<ReadonlyMap<string, { shape: number[]; values: Float32Array }>>;
  /** Of a sum of trees: the trees, what they ask of samples (row-major [rows, features]), and of which input each feature is. */
  trees?: {
    trees: TreeSum;
    /** What leaves say are shares, not scores. */
    areShares: boolean;
    enter(samples: RawSamples): Float32Array;
    columns: Int32Array;
  };
  /**
   * Learns the model anew as it was learnt, without some of its inputs, by the seed of its run or one of those that follow
   * (`repeat`, from 0). Yields its progress. Absent where it is not known how it was learnt.
   */
  relearn?(without: readonly string[], repeat: number): AsyncGenerator<number, Relearnt>;
  /** Samples are texts. */
  isText?: boolean;
  /** Of samples that are cut into pieces, such as texts: what each piece says, by sample. */
  pieces?(samples: RawSamples): string[][];
}

/** What a model that was learnt anew comes to. */
export interface Relearnt {
  /** Of the test part where there is one. */
  part: 'test' | 'val';
  /** As a version has them: testAccuracy, valRmse. */
  metrics: Readonly<Record<string, number>>;
  /** Of that part. */
  rows: number;
}

/** Samples with a known answer. */
export interface Background {
  rows: number;
  /** Of each row: index of the label, or of its set of labels, or the value in the target's own unit. Forecasts have none: NaN. */
  truth: Float64Array;
  /** Which rows of the dataset version they are. */
  numbers?: Uint32Array;
  batch(rows: ArrayLike<number>): Promise<RawSamples>;
}

export interface Explained {
  /** Explainers of one answer: what was answered. */
  sample?: RawSamples;
  /** Held back from training where that is known. Read when it is asked for. */
  background(): Promise<Background>;
  /** What the model learnt from where that is known, else all rows. Read when it is asked for. */
  learnt?(): Promise<Background>;
  /** Rows that a person chose, of explainers that take some: these are explained, in place of drawn ones. */
  chosen?: { numbers: readonly number[]; read(): Promise<RawSamples> };
}

export interface ExplainerDef<P = unknown> {
  type: string;
  title: string;
  /** A sentence or two: what is done, and how to read it. */
  summary: string;
  /** model: how it answers in all. sample: one answer. */
  of: 'model' | 'sample';
  needs: 'run' | 'gradient' | 'activations';
  kinds: readonly DatasetKind[];
  values: readonly TargetValue[];
  /** Where kind and answers do not say it all: whether a version can be explained. */
  fits?(version: Pick<ModelVersion, 'body'> & Partial<Pick<ModelVersion, 'task' | 'input'>>): boolean;
  /** Of a model: it also explains rows that are chosen. */
  takesRows?: true;
  /** The form is generated from this: meta holds label and hint. */
  params: z.ZodType<P>;
  /** It trains: is told how the version was trained. */
  learnsAnew?: true;
  /** The setting that time grows with: its name, what it counts, how few are of use, and where there are no more than that: inputs. */
  effort?: { param: string; of: string; least: number; most?: 'inputs' };
  /** Yields its progress, 0 to 1, after each piece of work that takes time. */
  explain(model: AskedModel, explained: Explained, params: P): AsyncGenerator<number, Attribution>;
}
