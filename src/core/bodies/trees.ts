/** Boosted trees: every answer is what it starts from and what the leaves add that a row comes to. */
import type { HostWeight } from '../layers/layerDef';
import type { BlobRef } from '../protocol/dataset';
import type { ModelBody, WeightRef } from '../protocol/model';
import type { Trees } from '../trees/trees';
import { defineBody, type Tensors } from './bodyDef';
import { packWeights, unpackWeights } from './tensorBlob';

export interface TreesBody {
  width: number;
  base: number[];
  /** How many trees. */
  count: number;
  nodes: { blob: BlobRef; tensors: WeightRef[] };
}

const names = ['starts', 'outputs', 'features', 'thresholds', 'left', 'right', 'values'] as const;

export const trees = defineBody<TreesBody>({
  type: 'trees',
  title: 'Boosted trees',
  blobs: ({ nodes }) => [nodes.blob],
  tensors: ({ nodes }, [bytes]) => unpackWeights(bytes ?? new Uint8Array(), nodes.tensors),
  inputShape: ({ width }) => [width],
  outputWidth: ({ base }) => base.length,
  toOnnx(graph, input, spec, tensors) {
    const { starts, outputs, features, thresholds, left, right, values } = treesOf(spec, tensors);
    // No tree was worth growing: a single leaf that adds nothing stands for all.
    const nodes = nodesByTree(starts, features.length);
    const ints = (of: (tree: number, node: number) => number) =>
      nodes.map(({ tree, node }) => BigInt(of(tree, node)));
    const leaves = nodes.filter(({ node }) => (features[node] as number) < 0);
    const own = (tree: number, node: number) => node - (starts[tree] as number);
    const isLeaf = (node: number) => (features[node] as number) < 0;
    const raw = graph.node(
      'TreeEnsembleRegressor',
      [input],
      {
        n_targets: BigInt(spec.base.length),
        aggregate_function: 'SUM',
        post_transform: 'NONE',
        base_values: spec.base.map(Math.fround),
        nodes_treeids: ints((tree) => tree),
        nodes_nodeids: ints(own),
        nodes_featureids: ints((_, node) => Math.max(features[node] as number, 0)),
        nodes_modes: nodes.map(({ node }) => (isLeaf(node) ? 'LEAF' : 'BRANCH_LEQ')),
        nodes_values: nodes.map(({ node }) => thresholds[node] as number),
        nodes_truenodeids: ints((_, node) => left[node] as number),
        nodes_falsenodeids: ints((_, node) => right[node] as number),
        nodes_missing_value_tracks_true: ints(() => 0),
        target_treeids: leaves.map(({ tree }) => BigInt(tree)),
        target_nodeids: leaves.map(({ tree, node }) => BigInt(own(tree, node))),
        target_ids: leaves.map(({ tree }) => BigInt(outputs[tree] as number)),
        target_weights: leaves.map(({ node }) => values[node] as number),
      },
      { domain: 'ai.onnx.ml', hint: 'trees' },
    );
    return raw;
  },
  exportChoices: () => [],
  exportNotes: ({ count }) => ({
    sentence: `It adds up ${count.toLocaleString('en')} ${count === 1 ? 'tree' : 'trees'}.`,
    notOnWebgpu: 'ONNX Runtime has trees (ai.onnx.ml) on the processor only.',
  }),
  describe: ({ count, nodes }) =>
    `${count.toLocaleString('en')} boosted ${count === 1 ? 'tree' : 'trees'} of ${leavesIn(nodes.tensors, count).toLocaleString('en')} leaves in all`,
});

export const treesBody = (spec: TreesBody): ModelBody => ({ type: trees.type, spec });

/** Every inner node of a binary tree has two below it. */
const leavesIn = (tensors: readonly WeightRef[], count: number): number =>
  ((tensors.find(({ name }) => name === 'trees/features')?.shape[0] ?? 0) + count) / 2;

const nodesByTree = (starts: readonly number[], nodes: number): { tree: number; node: number }[] =>
  starts.flatMap((start, tree) =>
    Array.from({ length: (starts[tree + 1] ?? nodes) - start }, (_, i) => ({ tree, node: start + i })),
  );

/** For the blob of a version. Places and numbers of nodes are whole and below 2^24: float32 holds them. */
export function packTrees(of: Trees): ReturnType<typeof packWeights> {
  return packWeights(
    new Map(
      names.map((name): [string, HostWeight] => {
        const data = Float32Array.from(of[name]);
        return [`trees/${name}`, { shape: [data.length], data }];
      }),
    ),
  );
}

export function treesOf({ width, base }: Pick<TreesBody, 'width' | 'base'>, tensors: Tensors): Trees {
  const of = (name: (typeof names)[number]) => tensors.get(`trees/${name}`)?.data ?? new Float32Array();
  return {
    width,
    base,
    starts: [...of('starts')],
    outputs: [...of('outputs')],
    features: of('features'),
    thresholds: of('thresholds'),
    left: of('left'),
    right: of('right'),
    values: of('values'),
  };
}
