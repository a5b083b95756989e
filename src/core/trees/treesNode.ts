/** Trees as one node of ai.onnx.ml, which ONNX Runtime has on the processor. */
import type { GraphBuilder } from '../onnx/graphBuilder';
import type { ExportOptions } from '../protocol/predict';

/** Trees of any body: each leaf adds to the outputs. */
export interface TreeSum {
  /** By output: what every answer starts from. Absent: nothing. */
  base?: readonly number[];
  outputs: number;
  starts: ArrayLike<number>;
  /** By node: the feature that is asked, or -1 at a leaf. Left where a value is not above the threshold. */
  features: ArrayLike<number>;
  thresholds: ArrayLike<number>;
  /** By node: where it goes on, counted from the root of its tree. */
  left: ArrayLike<number>;
  right: ArrayLike<number>;
  /** What a leaf adds, by output. */
  says(node: number, tree: number): number[];
}

/** [batch, outputs], from [batch, width]. */
export function treesNode(graph: GraphBuilder, input: string, trees: TreeSum): string {
  const { starts, features, thresholds, left, right, outputs, base } = trees;
  const nodes = nodesByTree(starts, features.length);
  const isLeaf = (node: number) => (features[node] as number) < 0;
  const own = (tree: number, node: number) => node - (starts[tree] as number);
  const ints = (of: (tree: number, node: number) => number) =>
    nodes.map(({ tree, node }) => BigInt(of(tree, node)));
  const said = nodes
    .filter(({ node }) => isLeaf(node))
    .flatMap(({ tree, node }) => {
      const all = trees.says(node, tree).map((weight, output) => ({ tree, node, output, weight }));
      const some = all.filter(({ weight }) => weight !== 0);
      // A leaf that adds nothing is named all the same: a tree without one is refused.
      return some.length > 0 ? some : all.slice(0, 1);
    });
  return graph.node(
    'TreeEnsembleRegressor',
    [input],
    {
      n_targets: BigInt(outputs),
      aggregate_function: 'SUM',
      post_transform: 'NONE',
      base_values: Array.from({ length: outputs }, (_, i) => Math.fround(base?.[i] ?? 0)),
      nodes_treeids: ints((tree) => tree),
      nodes_nodeids: ints(own),
      nodes_featureids: ints((_, node) => Math.max(features[node] as number, 0)),
      nodes_modes: nodes.map(({ node }) => (isLeaf(node) ? 'LEAF' : 'BRANCH_LEQ')),
      nodes_values: nodes.map(({ node }) => thresholds[node] as number),
      nodes_truenodeids: ints((_, node) => (isLeaf(node) ? 0 : (left[node] as number))),
      nodes_falsenodeids: ints((_, node) => (isLeaf(node) ? 0 : (right[node] as number))),
      nodes_missing_value_tracks_true: ints(() => 0),
      target_treeids: said.map(({ tree }) => BigInt(tree)),
      target_nodeids: said.map(({ tree, node }) => BigInt(own(tree, node))),
      target_ids: said.map(({ output }) => BigInt(output)),
      target_weights: said.map(({ weight }) => Math.fround(weight)),
    },
    { domain: 'ai.onnx.ml', hint: 'trees' },
  );
}

/** Why the node keeps a file off WebGPU; written in plain operators, nothing does. */
export const treesOnWebgpu = ({ treeForm }: Partial<ExportOptions>): { notOnWebgpu?: string } =>
  treeForm === 'plain'
    ? {}
    : {
        notOnWebgpu:
          'ONNX Runtime has trees (ai.onnx.ml) on the processor only. Export them as plain operators to run them there.',
      };

const nodesByTree = (starts: ArrayLike<number>, nodes: number): { tree: number; node: number }[] =>
  Array.from(starts).flatMap((start, tree) =>
    Array.from({ length: (starts[tree + 1] ?? nodes) - start }, (_, i) => ({ tree, node: start + i })),
  );
