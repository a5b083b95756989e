/** A graph to what a training is given: nodes divided, their values fitted on the training part, surroundings looked up. */
import { sizeOf } from '#/core/arch/sizeOf';
import { askedBy } from '#/core/families/askedBy';
import { families } from '#/core/families/registry';
import {
  columnsOf,
  enterNodes,
  type FittedGraph,
  fitNodes,
  graphShape,
  rawNodes,
} from '#/core/graphs/fittedGraph';
import { type GraphAsk, graphAsk } from '#/core/graphs/graphAsk';
import type { Neighbours } from '#/core/graphs/neighbours';
import type { Column, DatasetVersion } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import { readColumns } from '#/core/table/readColumns';
import { takeRows } from '#/core/transforms/valueRows';
import { divideItems } from '../items/divideItems';
import type { Blobs, PrepareRequest } from '../kindEngine';
import type { PreparedData, Split } from '../preparedData';
import { chosenColumns } from '../table/tableParts';
import { GraphNodes, readNeighbours } from './graphNodes';

/** Of samples held as numbers; above, they are made batch by batch. */
const mostHeldBytes = 2 ** 28;
/** Samples that are made together. */
const blockNodes = 64;

export async function prepareGraph(
  version: Pick<DatasetVersion, 'schema' | 'chunks' | 'rows'>,
  request: PrepareRequest,
  blobs: Blobs,
  allowedBytes = Number.POSITIVE_INFINITY,
): Promise<PreparedData> {
  const { schema, chunks, rows } = version;
  const asked = graphAsk.parse(askedBy(families.get(request.family, 'family'), request.familyParams));
  const divided = await divideItems(version, request, blobs, { sample: 'node', samples: 'nodes' });
  const chosen = chosenColumns(schema, request);
  const values = await readColumns(
    chunks,
    blobs,
    schema,
    chosen.map(({ name }) => name),
  );
  const train = divided.train.map((i) => divided.rows[i] as number);
  const known = fitNodes(chosen, new Map([...values].map(([name, all]) => [name, takeRows(all, train)])));
  const inputs = inputsOf(chosen, known, divided.warnings);
  const neighbours = await readNeighbours(version, blobs);
  const fitted: FittedGraph = {
    ...known,
    hops: asked.hops,
    places: placesOf(neighbours, asked, divided.warnings),
  };
  const nodes = new GraphNodes(fitted, neighbours, rawNodes(fitted, values, rows));
  const shape = graphShape(fitted);
  const entered = (frames: ArrayLike<number>) =>
    enterNodes(
      fitted,
      nodes.read(Array.from(frames, (i) => divided.rows[i] as number)).values,
      frames.length,
    );
  const bytes = divided.rows.length * sizeOf(shape) * Float32Array.BYTES_PER_ELEMENT;
  const frames: Pick<Split, 'features' | 'source'> =
    bytes <= Math.min(mostHeldBytes, allowedBytes)
      ? { features: entered(divided.rows.map((_, i) => i)) }
      : {
          features: new Float32Array(0),
          source: {
            width: sizeOf(shape),
            read: async (wanted) => entered(wanted),
            blockOf: (frame) => Math.floor(frame / blockNodes),
            blocksAtHand: Number.MAX_SAFE_INTEGER,
            peakBytes: () => 0,
          },
        };
  const [column] = inputs;
  return {
    ...divided.prepared(frames, { column: column as Column, input: { kind: 'graphs', fitted }, shape }),
    inputs,
  };
}

/** In schema order; what has no value among the training nodes is told. */
function inputsOf(
  chosen: readonly Column[],
  known: Pick<FittedGraph, 'numbers' | 'categories'>,
  warnings: string[],
): Column[] {
  const used = new Set(columnsOf(known));
  for (const { name } of chosen)
    if (!used.has(name)) warnings.push(`${name} has no values in the training nodes and was left out.`);
  const inputs = chosen.filter(({ name }) => used.has(name));
  if (inputs.length > 0) return inputs;
  throw new TetradError({
    code: 'badInput',
    message: 'Nodes have no values to learn from.',
    place: 'features',
    hint: 'Choose at least one column of the nodes; how many edges each has is one.',
  });
}

/** As many as the largest surroundings need, within what is asked. */
function placesOf(neighbours: Neighbours, { hops, around }: GraphAsk, warnings: string[]): number {
  let [most, cut] = [1, 0];
  for (let node = 0; node < neighbours.nodes; node++) {
    const { nodes, isCut } = neighbours.around(node, hops, around);
    most = Math.max(most, nodes.length);
    if (isCut) cut++;
  }
  if (cut > 0)
    warnings.push(
      `${cut.toLocaleString('en')} of ${neighbours.nodes.toLocaleString('en')} nodes have more than ${(around - 1).toLocaleString('en')} others within ${hops} edges: those with the most edges to nearer ones are looked at.`,
    );
  return most;
}
