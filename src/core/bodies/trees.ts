/** Boosted trees: every answer is what it starts from and what the leaves add that a row comes to. */
import type { HostWeight } from '../layers/layerDef';
import type { BlobRef } from '../protocol/dataset';
import type { ModelBody, WeightRef } from '../protocol/model';
import { type Derived, packDerived, unpackDerived, widenedOnnx } from '../trees/derived';
import { inOrderOnnx } from '../trees/inOrder';
import { plainTrees } from '../trees/plainTrees';
import type { Trees } from '../trees/trees';
import { type TreeSum, treesNode, treesOnWebgpu } from '../trees/treesNode';
import { defineBody, type Tensors } from './bodyDef';
import { packWeights, unpackWeights } from './tensorBlob';

export interface TreesBody {
  width: number;
  base: number[];
  /** How many trees. */
  count: number;
  nodes: { blob: BlobRef; tensors: WeightRef[] };
  /** Outputs are ends of an interval about the middle one: none crosses it. */
  ordered?: true;
}

const derivedName = 'trees/derived';
const names = ['starts', 'outputs', 'features', 'thresholds', 'left', 'right', 'values'] as const;

export const trees = defineBody<TreesBody>({
  type: 'trees',
  title: 'Boosted trees',
  blobs: ({ nodes }) => [nodes.blob],
  tensors: ({ nodes }, [bytes]) => unpackWeights(bytes ?? new Uint8Array(), nodes.tensors),
  inputShape: ({ width }) => [width],
  outputWidth: ({ base }) => base.length,
  toOnnx(graph, input, spec, tensors) {
    const sum = sumOf(spec, tensors);
    const { value, places } = widenedOnnx(graph, input, spec.width, derivedOf(tensors));
    const features = Float32Array.from(sum.features, (feature) =>
      feature < spec.width ? feature : (places[feature - spec.width] as number),
    );
    const scores = (graph.treeForm === 'plain' ? plainTrees : treesNode)(graph, value, { ...sum, features });
    return spec.ordered ? inOrderOnnx(graph, scores, spec.base.length) : scores;
  },
  sum: (spec, tensors) =>
    spec.ordered ? undefined : { trees: sumOf(spec, tensors), areShares: false, derived: derivedOf(tensors) },
  exportChoices: () => ['treeForm'],
  exportNotes: ({ count }, options) => ({
    sentence: `It adds up ${count.toLocaleString('en')} ${count === 1 ? 'tree' : 'trees'}.`,
    ...treesOnWebgpu(options),
  }),
  describe: ({ count, nodes }) =>
    `${count.toLocaleString('en')} boosted ${count === 1 ? 'tree' : 'trees'} of ${leavesIn(nodes.tensors, count).toLocaleString('en')} leaves in all`,
});

function sumOf(spec: TreesBody, tensors: Tensors): TreeSum {
  const of = treesOf(spec, tensors);
  const outputs = spec.base.length;
  return {
    ...of,
    outputs,
    says: (node, tree) =>
      Array.from({ length: outputs }, (_, i) => (of.outputs[tree] === i ? (of.values[node] as number) : 0)),
  };
}

export const treesBody = (spec: TreesBody): ModelBody => ({ type: trees.type, spec });

/** Every inner node of a binary tree has two below it. */
const leavesIn = (tensors: readonly WeightRef[], count: number): number =>
  ((tensors.find(({ name }) => name === 'trees/features')?.shape[0] ?? 0) + count) / 2;

/** For the blob of a version. Places and numbers of nodes are whole and below 2^24: float32 holds them. */
export function packTrees(of: Trees): ReturnType<typeof packWeights> {
  const all = names.map((name): [string, HostWeight] => {
    const data = Float32Array.from(of[name]);
    return [`trees/${name}`, { shape: [data.length], data }];
  });
  const derived = packDerived(of.derived ?? []);
  if (derived.length > 0) all.push([derivedName, { shape: [derived.length], data: derived }]);
  return packWeights(new Map(all));
}

const derivedOf = (tensors: Tensors): Derived[] => unpackDerived(tensors.get(derivedName)?.data ?? []);

export function treesOf({ width, base }: Pick<TreesBody, 'width' | 'base'>, tensors: Tensors): Trees {
  const of = (name: (typeof names)[number]) => tensors.get(`trees/${name}`)?.data ?? new Float32Array();
  return {
    width,
    derived: derivedOf(tensors),
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
