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

export interface ArchSpec {
  version: 1;
  inputs: { name: string; shape: number[] }[];
  nodes: ArchNode[];
  /** Node ids. For classification: logits (softmax belongs to loss and export); for regression: standardised target. */
  outputs: { name: string; node: string }[];
}
