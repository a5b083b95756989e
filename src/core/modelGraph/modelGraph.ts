/** What a model is made of, as a graph to be looked at: the same for a network of our own and for a file of others. JSON. */
export interface GraphInput {
  /** Of the value: "relu1". */
  name: string;
  /** The node that makes it; -1: nothing that is shown, as for what is left out. */
  from: number;
  /** "float [N, 64]", or '' where it is not known. */
  type: string;
}

export interface GraphNode {
  kind: 'input' | 'node' | 'output';
  /** "Conv", "dense". */
  op: string;
  name: string;
  /** The blocks it lies in, outermost first. */
  block: string[];
  inputs: GraphInput[];
  outputs: { name: string; type: string }[];
  attributes: [name: string, value: string][];
  /** Indices into `weights`. */
  weights: number[];
  doc?: string;
}

export interface GraphWeight {
  name: string;
  dtype: string;
  shape: number[];
  size: number;
}

export interface ModelGraph {
  /** In an order in which they can be computed. */
  nodes: GraphNode[];
  weights: GraphWeight[];
  /** What the file says of itself, and counts. */
  facts: [name: string, value: string][];
}

/** What the values of one array are like. */
export interface WeightView extends GraphWeight {
  /** Of those that are numbers. */
  stats?: {
    min: number;
    max: number;
    mean: number;
    std: number;
    /** Euclidean. */
    norm: number;
    zeros: number;
    notFinite: number;
    /** Bins of equal width from min to max. */
    counts: number[];
  };
  /** The first of them, in row-major order. */
  values: (number | string)[];
}
