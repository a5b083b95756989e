/** What an import of a graph may be told; what it is not told is found. */
import { z } from 'zod';
import { readOptions } from '../reading/readOptions';

export const graphOptions = z
  .strictObject({
    /** How the files are read as tables. */
    table: readOptions.optional(),
    /** Columns of the edges that say where each begins and ends. */
    source: z.string().optional(),
    target: z.string().optional(),
    /** Column of the nodes that those refer to. */
    node: z.string().optional(),
    /** Whether an edge from a to b is another one than from b to a; true when absent. */
    directed: z.boolean().optional(),
  })
  .meta({ title: 'GraphImportOptions' });
export type GraphOptions = z.infer<typeof graphOptions>;

/** What a page asks of a graph to draw it: the `most` nodes of the most edges, and the edges between them. */
export interface GraphView {
  most: number;
  mostEdges: number;
}

export interface SeenGraph {
  /** Rows of the table of nodes. */
  nodes: number[];
  names: string[];
  degrees: number[];
  /** Places among these nodes. */
  source: number[];
  target: number[];
  /** Edges that are not among them. */
  leftOut: number;
}
