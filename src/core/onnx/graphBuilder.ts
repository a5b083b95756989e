/** Builds an ONNX graph node by node. What layers and transforms see; the protobuf side is in writeModel. */
import type { Conv4dForm, TreeForm } from '../protocol/predict';

export type OnnxDtype = 'float' | 'double' | 'int64' | 'int32' | 'bool' | 'uint8' | 'string';
export type AttributeValue =
  | number // FLOAT
  | bigint // INT
  | string
  | number[] // FLOATS
  | bigint[] // INTS
  | string[]
  | OnnxGraph; // GRAPH: of a loop, what is done each time
/** null = the dynamic batch dimension; a name = another that is not known before. */
export type OnnxShape = (number | string | null)[];
export type TensorData = Float32Array | Float64Array | BigInt64Array | Int32Array | Uint8Array | string[];

export interface OnnxNode {
  opType: string;
  domain: string; // '' or 'ai.onnx.ml'
  name: string;
  inputs: string[];
  outputs: string[];
  attributes: Record<string, AttributeValue>;
}
export interface OnnxInitializer {
  name: string;
  dtype: OnnxDtype;
  shape: number[];
  data: TensorData;
}
export interface OnnxValue {
  name: string;
  dtype: OnnxDtype;
  shape: OnnxShape;
  /** No shape is said: whoever runs it finds out. */
  isOpen?: boolean;
}
export interface OnnxGraph {
  inputs: OnnxValue[];
  outputs: OnnxValue[];
  nodes: OnnxNode[];
  initializers: OnnxInitializer[];
}

export const isGraph = (value: AttributeValue): value is OnnxGraph =>
  typeof value === 'object' && !Array.isArray(value);

export interface GraphBuilder {
  /** How layers write convolutions over four axes. */
  readonly conv4d: Conv4dForm;
  /** How bodies write trees. */
  readonly treeForm: TreeForm;
  input(name: string, dtype: OnnxDtype, shape: OnnxShape): string;
  output(value: string, name: string, dtype: OnnxDtype, shape: OnnxShape): void;
  /** One-output node; returns the output's name. `hint` makes names readable ("dense1"). */
  node(
    opType: string,
    inputs: string[],
    attributes?: Record<string, AttributeValue>,
    options?: { domain?: string; hint?: string },
  ): string;
  /** The same for a node that makes several. */
  nodes(
    opType: string,
    inputs: string[],
    hints: readonly string[],
    attributes?: Record<string, AttributeValue>,
  ): string[];
  /** A graph inside a node: with inputs and outputs of its own, and no name of this one. */
  inner(make: (graph: GraphBuilder) => void): OnnxGraph;
  /** Initializer; equal constants are shared. Returns its name. */
  constant(dtype: OnnxDtype, shape: number[], data: TensorData, hint?: string): string;
  build(): OnnxGraph;
}
