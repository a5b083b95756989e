/** The part of a stored graph that can be drawn: its nodes of the most edges, and the edges between them. */
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { BlobStore } from '#/core/protocol/storage';
import type { GraphView, SeenGraph } from '#/core/graphs/graphOptions';
import { graphOf } from '#/core/graphs/graphSchema';
import { readColumns } from '#/core/table/readColumns';
import type { Viewer } from '../kinds/kindData';

export class GraphViewer implements Viewer<GraphView, SeenGraph> {
  readonly #blobs: Pick<BlobStore, 'get'>;

  constructor(blobs: Pick<BlobStore, 'get'>) {
    this.#blobs = blobs;
  }

  async read({ schema, chunks }: DatasetVersion, { most, mostEdges }: GraphView): Promise<SeenGraph> {
    const graph = graphOf(schema);
    const ends = { kind: schema.kind, columns: graph.columns };
    const edges = await readColumns(graph.chunks, this.#blobs, ends, ['source', 'target']);
    const numbers = (name: string) => edges.get(name)?.data as Float64Array;
    const [source, target] = [numbers('source'), numbers('target')];
    const degrees = new Int32Array(graph.nodes);
    for (const end of [source, target]) for (const node of end) degrees[node] = (degrees[node] as number) + 1;
    const nodes = Array.from(degrees, (_, i) => i)
      .sort((a, b) => (degrees[b] as number) - (degrees[a] as number) || a - b)
      .slice(0, most);
    const place = new Map(nodes.map((node, i) => [node, i]));
    const read = await readColumns(chunks, this.#blobs, schema, [graph.node], {
      asText: new Set([graph.node]),
    });
    const names = (read.get(graph.node)?.data ?? []) as (string | null)[];
    const kept: { source: number[]; target: number[] } = { source: [], target: [] };
    for (let i = 0; i < source.length && kept.source.length < mostEdges; i++) {
      const [a, b] = [place.get(source[i] as number), place.get(target[i] as number)];
      if (a === undefined || b === undefined) continue;
      kept.source.push(a);
      kept.target.push(b);
    }
    return {
      nodes,
      names: nodes.map((node) => names[node] ?? ''),
      degrees: nodes.map((node) => degrees[node] as number),
      ...kept,
      leftOut: source.length - kept.source.length,
    };
  }
}
