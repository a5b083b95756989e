/** Graphs: a table of nodes and the edges between them (core/graphs). They are kept and shown; no family learns from them yet. */
import { type GraphData, graphOf } from '../graphs/graphSchema';
import { graphOptions } from '../graphs/graphOptions';
import { TetradError } from '../protocol/errors';
import type { FittedPipeline } from '../transforms/pipeline';
import { defineKind, type KindDef } from './kindDef';
import { tabular } from './tabular';

const notYet = {
  code: 'unsupported' as const,
  message: 'No family learns from graphs yet.',
  hint: 'A graph can be kept, looked at and exported; import its nodes as a table to learn from their columns alone.',
};

export const graphs: KindDef = defineKind<GraphData, FittedPipeline>({
  ...(tabular as unknown as KindDef<GraphData, FittedPipeline>),
  type: 'graphs',
  title: 'Graph',
  importOptions: { name: 'graph', schema: graphOptions },
  filesTogether: true,
  words: {
    things: 'graphs',
    sample: 'node',
    samples: 'nodes',
    input: 'column',
    inputs: 'columns',
    give: 'Give at least one node.',
  },
  dataOf: graphOf,
  blobs: ({ chunks }) => chunks,
  targets: ({ schema: { columns } }) =>
    columns.map(({ name }) => ({
      name,
      refused: { why: 'not yet', error: { ...notYet, place: `column ${name}` } },
    })),
  suggested: () => undefined,
  division: (_source, samples) => ({ how: 'at random', units: samples }),
  requireFitting() {
    throw new TetradError({ ...notYet, place: 'dataset' });
  },
  // Of no number of axes that a family takes.
  rank: 0,
});
