/** Graph convolutions over the surroundings of a node: Kipf and Welling 2017, on pieces as Zeng et al. 2021 (arXiv:2201.07858). */
import { z } from 'zod';
import type { FamilyDef } from './familyDef';
import { NodeList } from './nodeList';

const params = z.strictObject({
  hidden: z.array(z.int().min(1).max(1024)).min(1).max(6).default([32, 32]).meta({
    label: 'Layers',
    hint: 'Numbers of each node behind each convolution, first to last. With each layer a node learns from those one edge further away.',
  }),
  around: z.int().min(2).max(512).default(32).meta({
    label: 'Nodes around',
    hint: 'At most so many nodes are looked at for each answer, itself first. More see all of busy surroundings, and take longer.',
  }),
  dropout: z.number().min(0).max(0.9).default(0.3).meta({
    label: 'Dropout',
    hint: 'Share of values silenced per step, against overfitting.',
  }),
});

export const gcn: FamilyDef<z.infer<typeof params>> = {
  type: 'gcn',
  title: 'Graph convolution (GCN)',
  summary: 'Judges a node by its own values and by those of the nodes it has edges to.',
  guide: {
    use: 'Nodes of a graph whose neighbours are alike: topics of papers that cite each other, groups of people who meet.',
    cost: 'Grows with the nodes around times their edges and values; a layer more looks an edge further, at many more nodes.',
    cannot:
      'Directions and columns of edges are not read. Where neighbours differ rather than agree (a market of buyers and sellers), or with many layers, all nodes become alike. Nodes held back are seen as neighbours, without their answers.',
    source: 'Kipf and Welling 2017, Semi-supervised classification with graph convolutional networks',
  },
  offered: 'first',
  rank: 2,
  from: 'graph',
  values: ['class', 'labels', 'number', 'quantile'],
  params,
  asks: ({ hidden, around }) => ({ hops: hidden.length, around }),
  sizes: {
    S: {},
    M: { hidden: [64, 64], around: 64 },
    L: { hidden: [128, 128, 64], around: 128 },
  },
  defaults: ({ rows }) => ({
    learningRate: 0.01,
    schedule: 'cosine',
    batchSize: rows < 500 ? 16 : 32,
    epochs: rows < 500 ? 60 : 30,
    patience: 15,
  }),
  build({ inputShape, outputWidth }, { hidden, dropout }) {
    const [places = 1, width = 2] = inputShape;
    const list = new NodeList();
    const edges = list.add('edges', 'slice', { axis: -1, first: 0, length: places });
    list.add('nodes', 'slice', { axis: -1, first: places, length: width - places }, ['input']);
    for (const [i, units] of hidden.entries()) {
      list.add(`graph${i + 1}`, 'graphConv', { units }, [list.last, edges]);
      list.add(`relu${i + 1}`, 'activation', { kind: 'relu' });
      if (dropout > 0) list.add(`dropout${i + 1}`, 'dropout', { rate: dropout });
    }
    if (places > 1) list.add('itself', 'slice', { axis: 0, first: 0, length: 1 });
    list.add('flat', 'flatten');
    list.add('output', 'dense', { units: outputWidth });
    return list.toArch(inputShape);
  },
  examples: [
    { inputShape: [6, 9], outputWidth: 4, params: {} },
    { inputShape: [1, 3], outputWidth: 1, params: { hidden: [5], dropout: 0 } },
    { inputShape: [4, 5], outputWidth: 2, params: { hidden: [4, 3, 2], around: 8 } },
  ],
};
