/** A network that a person drew, layer by layer; the Train page opens it in an editor. */
import { z } from 'zod';
import { archDraft } from '../arch/draft/archDraft';
import { draftToArch } from '../arch/draft/draftToArch';
import type { FamilyDef } from './familyDef';

/** Works on samples of any axes: on the last of them, and the answer layer takes all values. */
const first = {
  nodes: [
    {
      id: 'dense1',
      type: 'dense',
      inputs: ['input'],
      params: { units: 64, useBias: true, init: 'heNormal' },
    },
    { id: 'activation1', type: 'activation', inputs: ['dense1'], params: { kind: 'silu' } },
  ],
  output: 'activation1',
};

const params = z.strictObject({
  nodes: archDraft.shape.nodes
    .default(first.nodes)
    .meta({ label: 'Layers', hint: 'Each with a name, its type, what it reads and its settings.' }),
  output: archDraft.shape.output
    .default(first.output)
    .meta({ label: 'Answer', hint: 'The layer whose values the answer is made of.', hidden: true }),
  head: archDraft.shape.head.default(true).meta({
    label: 'Answer layer',
    hint: 'A dense layer as wide as the task asks. Without it the last layer must have that many values itself.',
    hidden: true,
  }),
  inputs: archDraft.shape.inputs.meta({
    label: 'Inputs',
    hint: 'Several, each with a name and the columns or channels that it takes; without them the sample is one.',
    hidden: true,
  }),
});
type Params = z.infer<typeof params>;

export const customNetwork: FamilyDef<Params> = {
  type: 'customNetwork',
  title: 'Your own network',
  summary: 'Layers that you choose and connect yourself, in a graph or as text.',
  guide: {
    use: 'Branches, detours and layers that no other family has, or a family changed in one place: start from it in the editor.',
    cost: 'What its layers cost: the editor says weights, products and memory of each.',
    cannot:
      'It does not fit itself to the data as the other families do: what suits one dataset is a guess for another.',
  },
  offered: 'last',
  rank: [1, 2, 3, 4, 5],
  values: ['class', 'labels', 'number', 'quantile', 'mask'],
  frames: true,
  drawn: true,
  params,
  defaults: ({ rows }) => ({
    learningRate: 0.002,
    batchSize: rows < 2_000 ? 32 : rows < 100_000 ? 128 : 512,
  }),
  build: ({ inputShape, columns, outputWidth }, draft) =>
    draftToArch(draft, { inputShape, columns, outputWidth }),
  examples: [
    { inputShape: [4], outputWidth: 3, params: {} },
    {
      inputShape: [5],
      outputWidth: 2,
      params: {
        nodes: [
          { id: 'sum', type: 'add', inputs: ['left', 'right'], params: {} },
          {
            id: 'left',
            type: 'dense',
            inputs: ['input'],
            params: { units: 3, useBias: true, init: 'heNormal' },
          },
          { id: 'right', type: 'slice', inputs: ['input'], params: { axis: -1, first: 1, length: 3 } },
        ],
        output: 'sum',
        head: true,
      },
    },
    {
      inputShape: [5],
      outputWidth: 2,
      columns: [
        { name: 'width', width: 1 },
        { name: 'colour', width: 3 },
        { name: 'depth', width: 1 },
      ],
      params: {
        inputs: [
          { name: 'sizes', columns: ['width', 'depth'] },
          { name: 'look', columns: ['colour'] },
        ],
        nodes: [
          { id: 'left', type: 'dense', inputs: ['sizes'], params: { units: 3, useBias: true } },
          { id: 'sum', type: 'add', inputs: ['left', 'look'], params: {} },
          { id: 'both', type: 'concat', inputs: ['sum', 'sizes'], params: {} },
        ],
        output: 'both',
        head: true,
      },
    },
    {
      inputShape: [6, 6, 1],
      outputWidth: 4,
      params: {
        nodes: [
          {
            id: 'conv1',
            type: 'conv2d',
            inputs: ['input'],
            params: { filters: 4, kernel: [3, 3] },
          },
          { id: 'pool', type: 'globalPool', inputs: ['conv1'], params: {} },
        ],
        output: 'pool',
        head: false,
      },
    },
  ],
};
