/**
 * ArchSpec v1: the one description of a network, plain JSON. Topologically ordered nodes; shapes are
 * without batch, channels-last. Compiles to a tfjs-core function and to an ONNX graph.
 */
export interface ArchNode {
  id: string;
  type: string;
  /** Ids of inputs or earlier nodes. */
  inputs: string[];
  params: Record<string, unknown>;
}

export interface ArchInput {
  name: string;
  shape: number[];
  /** What part of the sample it is, where it is one. */
  part?: InputPart;
}

/** Some columns of a table, some channels of a series: places on the last axis of the sample. */
export interface InputPart {
  /** Their names. */
  columns: string[];
  /** Their places, as [first, how many]; in this order. */
  places: [number, number][];
}

export interface ArchSpec {
  version: 1;
  inputs: ArchInput[];
  /** The shape of a whole sample, where the inputs are parts of it. */
  sample?: number[];
  nodes: ArchNode[];
  /** Node ids. For classification: logits (softmax belongs to loss and export); for regression: standardised target. */
  outputs: { name: string; node: string }[];
}
