import type { GraphOptions, GraphView, SeenGraph } from '#/core/graphs/graphOptions';
import { holdsRows } from '#/formats/recogniseFile';
import { defineKindData } from './kindData';
import { wrongContent } from './wrongContent';

export const graphs = defineKindData<GraphOptions, never, GraphView, SeenGraph>({
  type: 'graphs',
  async import(file, context) {
    if (!holdsRows(file)) throw wrongContent(file, 'a graph');
    return await (await import('../graphs/importGraph')).importGraph(file, context);
  },
  openViewer(blobs) {
    const opened = import('../graphs/graphViewer').then(({ GraphViewer }) => new GraphViewer(blobs));
    return { read: async (version, view) => await (await opened).read(version, view) };
  },
});
