/** A forest: the mean of what the leaves say that a row comes to, one in each tree. */
import type { Forest } from '../forests/forest';
import { leastShare } from '../forests/forest';
import type { HostWeight } from '../layers/layerDef';
import type { BlobRef } from '../protocol/dataset';
import type { ModelBody, WeightRef } from '../protocol/model';
import { type TreeSum, treesNode, treesOnWebgpu } from '../trees/treesNode';
import { plainTrees } from '../trees/plainTrees';
import { defineBody, type Tensors } from './bodyDef';
import { packWeights, unpackWeights } from './tensorBlob';

export interface ForestBody {
  width: number;
  outputs: number;
  /** What it answers: shares of classes, or a number. */
  areShares: boolean;
  /** How many trees. */
  count: number;
  nodes: { blob: BlobRef; tensors: WeightRef[] };
}

const names = ['starts', 'features', 'thresholds', 'left', 'right', 'values', 'rows'] as const;

export const forest = defineBody<ForestBody>({
  type: 'forest',
  title: 'Forest',
  blobs: ({ nodes }) => [nodes.blob],
  tensors: ({ nodes }, [bytes]) => unpackWeights(bytes ?? new Uint8Array(), nodes.tensors),
  inputShape: ({ width }) => [width],
  outputWidth: ({ outputs }) => outputs,
  toOnnx(graph, input, spec, tensors) {
    const { areShares } = spec;
    const ensemble = sumOf(spec, tensors);
    const mean =
      graph.treeForm === 'plain' ? plainTrees(graph, input, ensemble) : treesNode(graph, input, ensemble);
    if (!areShares) return mean;
    const least = graph.constant('float', [], Float32Array.of(leastShare), 'leastShare');
    return graph.node('Log', [graph.node('Max', [mean, least])], {}, { hint: 'logShares' });
  },
  trees: {
    count: ({ count }) => count,
    of(spec, tensors, tree) {
      const all = forestOf(spec, tensors);
      const start = all.starts[tree] as number;
      const end = all.starts[tree + 1] ?? all.features.length;
      const own = (values: ArrayLike<number>) => Array.from(values).slice(start, end);
      const left = own(all.left);
      return {
        features: own(all.features),
        thresholds: own(all.thresholds),
        left,
        right: own(all.right),
        rows: own(all.rows),
        leaf: (node) => {
          const first = (left[node] as number) * spec.outputs;
          const says = Array.from({ length: spec.outputs }, (_, i) => all.values[first + i] as number);
          return spec.areShares ? says.map((share) => Math.max(share, leastShare)) : says;
        },
      };
    },
    /** Shares are added up as shares, and answered as their logarithms. */
    raw: ({ areShares }, values) => (areShares ? values.map(Math.log) : values),
  },
  sum: (spec, tensors) => ({ trees: sumOf(spec, tensors), areShares: spec.areShares }),
  exportChoices: () => ['treeForm'],
  exportNotes: ({ count }, options) => ({
    sentence:
      count === 1
        ? 'It asks the questions of one tree.'
        : `It is the mean of ${count.toLocaleString('en')} trees.`,
    ...treesOnWebgpu(options),
  }),
  describe: ({ count, nodes }) =>
    `${count.toLocaleString('en')} ${count === 1 ? 'tree' : 'trees'} of ${leavesIn(nodes.tensors, count).toLocaleString('en')} leaves in all`,
});

function sumOf(spec: ForestBody, tensors: Tensors): TreeSum {
  const of = forestOf(spec, tensors);
  const { outputs, count } = spec;
  const at = (leaf: number) =>
    Array.from({ length: outputs }, (_, i) => (of.values[leaf * outputs + i] as number) / count);
  return { ...of, outputs, says: (node) => at(of.left[node] as number) };
}

export const forestBody = (spec: ForestBody): ModelBody => ({ type: forest.type, spec });

/** Every inner node of a binary tree has two below it. */
const leavesIn = (tensors: readonly WeightRef[], count: number): number =>
  ((tensors.find(({ name }) => name === 'forest/features')?.shape[0] ?? 0) + count) / 2;

/** For the blob of a version. Places and numbers of nodes are whole and below 2^24: float32 holds them. */
export const packForest = (of: Forest): ReturnType<typeof packWeights> => packWeights(forestTensors(of));

export const forestTensors = (of: Forest): Map<string, HostWeight> =>
  new Map(
    names.map((name) => {
      const data = Float32Array.from(of[name]);
      return [`forest/${name}`, { shape: [data.length], data }];
    }),
  );

export function forestOf(
  { width, outputs }: Pick<ForestBody, 'width' | 'outputs'>,
  tensors: Tensors,
): Forest {
  const of = (name: (typeof names)[number]) => tensors.get(`forest/${name}`)?.data ?? new Float32Array();
  return {
    width,
    outputs,
    starts: of('starts'),
    features: of('features'),
    thresholds: of('thresholds'),
    left: of('left'),
    right: of('right'),
    values: of('values'),
    rows: of('rows'),
  };
}
