/** What a graph is, beyond its table of nodes. Plain JSON, stored with the version. */
import type { ChunkRef, Column, DatasetSchema } from '../protocol/dataset';

export interface GraphFacts {
  nodes: number;
  edges: number;
  /** Parts of nodes that edges join, whichever way they go. */
  components: number;
  largest: number;
  /** Nodes without an edge. */
  isolated: number;
  /** Edges from a node to itself. */
  loops: number;
  /** Edges that say again what another one says. */
  repeated: number;
}

export interface GraphData extends GraphFacts {
  /** Columns of the table of edges that say where each begins and ends, by their names in the file. */
  source: string;
  target: string;
  /** Whether an edge from a to b is another one than from b to a. */
  directed: boolean;
  /** The column of the table of nodes that edges refer to. */
  node: string;
  /** Columns of the stored edges: the numbers of two nodes, then what the file says of each edge. */
  columns: Column[];
  chunks: ChunkRef[];
  /** Nodes were only named by edges: there was no table of them. */
  isOfEdges?: true;
}

export const graphOf = ({ data }: Pick<DatasetSchema, 'data'>): GraphData => data as GraphData;

/** The column of the table of nodes that says how many edges each has. */
export const degreeColumn = 'degree';
