/** The contract of a model's body: what answers, which blobs it is kept in, and how it leaves as ONNX. How it runs is engine/bodies. */
import type { AdditiveModel } from '../additive/term';
import type { DenseLink } from '../arch/denseChain';
import type { ArchSpec } from '../arch/archSpec';
import type { CutPoint } from '../arch/cut/cutArch';
import type { Components } from '../components/components';
import type { EnsembleTold } from '../ensembles/told';
import type { HostWeight } from '../layers/layerDef';
import type { ModelGraph } from '../modelGraph/modelGraph';
import type { GraphBuilder } from '../onnx/graphBuilder';
import type { BlobRef } from '../protocol/dataset';
import type { ModelBody, WeightRef } from '../protocol/model';
import type { ExportOptions, ProgramFormat } from '../protocol/predict';
import type { Derived } from '../trees/derived';
import type { BareTree } from '../trees/drawnTree';
import type { TreeSum } from '../trees/treesNode';

/** By full name: "dense1/kernel". */
export type Tensors = ReadonlyMap<string, HostWeight>;

/** What a reader of an exported file should know of the body. */
export interface ExportNotes {
  sentence?: string;
  /** Without "tetrad.". */
  metadata?: Record<string, string>;
  /** Why ONNX Runtime cannot run it on WebGPU. */
  notOnWebgpu?: string;
}

/** Is given the value of the narrow place, [batch, latentWidth], where there is one. */
export type TakeLatent = (value: string) => void;

/** A layer with so many units, or one more behind it. */
export type Growth = { layer: string; units: number; seed: number } | { after: string };

export interface Cuts {
  points: CutPoint[];
  /** The one that is meant. */
  standard: string;
}

export interface LookedAt {
  graph: ModelGraph;
  /** Of one of the arrays that the graph names, by its number. */
  values(weight: number): ArrayLike<number> | string[];
}

export interface BodyDef<B = unknown> {
  type: string;
  title: string;
  blobs(spec: B): BlobRef[];
  /** Its numbers, from the bytes of its blobs, in their order. corrupt where these are not whole. */
  tensors(spec: B, bytes: readonly Uint8Array<ArrayBuffer>[]): Map<string, HostWeight>;
  /** It is a file (with others beside it), which leaves as it came; from the bytes of its blobs. */
  files?(
    spec: B,
    bytes: readonly Uint8Array<ArrayBuffer>[],
  ): { name: string; bytes: Uint8Array<ArrayBuffer> }[];
  /** All of it but the weights that a file holds, for one that is to be opened again. JSON. */
  outline?(spec: B, tensors: Tensors): unknown;
  /** The same with other numbers, packed in the order of `tensors`; absent where it is more than its numbers. */
  withTensors?(spec: B, kept: { blob: BlobRef; tensors: WeightRef[] }): B;
  /** The same function by a larger network, which can learn more: its numbers, and the body once these are kept. */
  grown?(
    spec: B,
    tensors: Tensors,
    growth: Growth,
  ): { tensors: Map<string, HostWeight>; with(kept: { blob: BlobRef; tensors: WeightRef[] }): B };
  /** What it is made of, as a graph to be looked at. */
  look?(spec: B, bytes: readonly Uint8Array<ArrayBuffer>[]): LookedAt;
  /** Of one that is made of trees: how many, and each of them, to be drawn. */
  trees?: {
    count(spec: B): number;
    of(spec: B, tensors: Tensors, tree: number): BareTree;
    /** The raw output from what leaves say, or a mean of it. */
    raw(spec: B, said: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer>;
  };
  /** Of one that is made of other models: what there is to say of them. */
  members?(spec: B): EnsembleTold;
  /** And these. */
  within?(spec: B): ModelBody[];
  /** Of one that is dense layers one behind the other: these, as matrices. */
  chain?(spec: B, tensors: Tensors): DenseLink[] | undefined;
  /** Of one that adds up trees: these, whether leaves say shares rather than scores, and what is asked beside the values. */
  sum?(spec: B, tensors: Tensors): { trees: TreeSum; areShares: boolean; derived?: Derived[] } | undefined;
  /** Of one that is shapes of features, alone and in pairs: these. */
  shapes?(spec: B, tensors: Tensors): AdditiveModel;
  /** Of one that is a plane through the rows: its directions. */
  components?(spec: B, tensors: Tensors): Components & { variances: number[] };
  /** Its numbers, where the shapes say something else. */
  reshaped?(model: AdditiveModel): Map<string, HostWeight>;
  /** What it takes of a sample, without batch. */
  inputShape(spec: B): readonly number[];
  /** Values of its raw output, per row. */
  outputWidth(spec: B): number;
  /** From the samples as the kind brings them in, [batch, ...inputShape], to the raw output, [batch, outputWidth]. */
  toOnnx(
    graph: GraphBuilder,
    input: string,
    spec: B,
    tensors: Tensors,
    narrow?: TakeLatent,
    /** The bytes of its blobs. */
    bytes?: readonly Uint8Array<ArrayBuffer>[],
  ): string;
  /** Of one that is made of layers: these. */
  layers?(spec: B): ArchSpec;
  /** Below, what it is made of cannot be written. */
  leastOpset?(spec: B): number | undefined;
  /** After which of its layers it can be cut; where all of it is a file, that file's. */
  cuts?(spec: B, bytes: readonly Uint8Array<ArrayBuffer>[]): Cuts;
  /** Of one whose samples pass through few numbers: how many. */
  latentWidth?(spec: B): number | undefined;
  /** And the body that begins with them. */
  decoder?(spec: B): B | undefined;
  /** It tells how its answer moves with its input (engine/bodies). */
  gradient?: true;
  /** Programs of it, which read its numbers from a safetensors file of that name. */
  programs?: Record<ProgramFormat, (spec: B, weightsFile: string) => string>;
  /** Choices of an export that mean something for this one, beside those for all. */
  exportChoices(spec: B): (keyof ExportOptions)[];
  exportNotes(spec: B, options: Partial<ExportOptions>): ExportNotes;
  /** What it is made of, in words, for reports. */
  describe(spec: B): string;
}

export const defineBody = <B>(body: BodyDef<B>): BodyDef<B> => body;
