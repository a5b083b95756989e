import { z } from 'zod';
import type { SeenGraph } from '#/core/graphs/graphOptions';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';

export const datasetsGraph = defineCommand({
  name: 'datasets.graph',
  effect: 'reads',
  title: 'Read a graph',
  summary:
    'The nodes of a graph that have the most edges (row in the table of nodes, name, number of edges), and the edges between them, by their places in that list; at most `most` and `mostEdges` of them, and how many edges that leaves out.',
  unlogged: true,
  input: z.strictObject({
    versionId: id,
    most: z.int().min(1).max(1_000_000).default(1000),
    mostEdges: z.int().min(1).max(1_000_000).default(5000),
  }),
  output: z.object({
    nodes: z.array(z.int()),
    names: z.array(z.string()),
    degrees: z.array(z.int()),
    source: z.array(z.int()),
    target: z.array(z.int()),
    leftOut: z.int(),
  }),
  async run({ data }, { versionId, ...view }) {
    return (await data.view('graphs', versionId, view)) as SeenGraph;
  },
});
