/** Nodes of a stored graph with their surroundings, as a model takes them. */
import { sizeOf } from '#/core/arch/sizeOf';
import { columnsOf, type FittedGraph, rawNodes, rawShape } from '#/core/graphs/fittedGraph';
import { graphOf } from '#/core/graphs/graphSchema';
import { Neighbours } from '#/core/graphs/neighbours';
import type { WindowSamples } from '#/core/kinds/rawSamples';
import { columnNames } from '#/core/kinds/columnNames';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import { isNumberType } from '#/core/table/cellValue';
import { readColumns } from '#/core/table/readColumns';
import type { Blobs } from '../kindEngine';

type Stored = Pick<DatasetVersion, 'schema' | 'chunks' | 'rows'>;

export async function readNeighbours({ schema }: Pick<Stored, 'schema'>, blobs: Blobs): Promise<Neighbours> {
  const { nodes, columns, chunks } = graphOf(schema);
  const read = await readColumns(chunks, blobs, { kind: schema.kind, columns }, ['source', 'target']);
  const ends = (name: string) => Int32Array.from(read.get(name)?.data as Float64Array);
  return new Neighbours({ nodes, source: ends('source'), target: ends('target') });
}

/** Raw samples of nodes, made when they are asked for. */
export class GraphNodes {
  readonly #fitted: FittedGraph;
  readonly #neighbours: Neighbours;
  readonly #raw: Float32Array;

  constructor(fitted: FittedGraph, neighbours: Neighbours, raw: Float32Array) {
    this.#fitted = fitted;
    this.#neighbours = neighbours;
    this.#raw = raw;
  }

  /** Of a version with the columns that were learnt from; badInput where it lacks one or has another type. */
  static async open(version: Stored, fitted: FittedGraph, blobs: Blobs): Promise<GraphNodes> {
    const { columns } = version.schema;
    for (const name of columnsOf(fitted)) {
      const found = columns.find((column) => column.name === name);
      const isNumber = fitted.numbers.some(({ column }) => column === name);
      if (found && isNumberType(found.type) === isNumber) continue;
      throw new TetradError({
        code: 'badInput',
        message: found
          ? `The model takes “${name}” as ${isNumber ? 'a number' : 'a category'}; in the dataset it is ${found.type}.`
          : `The model takes the column “${name}” of nodes; the dataset has ${columnNames(columns)}.`,
        place: `column ${name}`,
        hint: found
          ? 'Change the type of the column on the page of the dataset.'
          : 'Choose a graph whose nodes have the same columns.',
      });
    }
    const values = await readColumns(version.chunks, blobs, version.schema, columnsOf(fitted));
    const neighbours = await readNeighbours(version, blobs);
    return new GraphNodes(fitted, neighbours, rawNodes(fitted, values, version.rows));
  }

  read(rows: ArrayLike<number>): WindowSamples {
    const { places, hops } = this.#fitted;
    const shape = rawShape(this.#fitted);
    const [size, width] = [sizeOf(shape), columnsOf(this.#fitted).length];
    const stride = places + width;
    const values = new Float32Array(rows.length * size);
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number;
      if (!(row < this.#neighbours.nodes))
        throw new TetradError({
          code: 'badInput',
          message: `There is no node ${row}; the graph has ${this.#neighbours.nodes.toLocaleString('en')}, counted from 0.`,
          place: 'samples',
        });
      const { nodes } = this.#neighbours.around(row, hops, places);
      this.#neighbours.edgesInto(nodes, values, i * size, stride);
      for (const [place, node] of nodes.entries())
        values.set(this.#raw.subarray(node * width, (node + 1) * width), i * size + place * stride + places);
    }
    return { form: 'windows', rows: rows.length, shape, values };
  }
}
