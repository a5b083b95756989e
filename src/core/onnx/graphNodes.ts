/**
 * The entrance of an exported model on nodes of a graph: the nodes around each with their values, and the edges between
 * them, as two arrays.
 */
import { columnsOf, type FittedGraph } from '../graphs/fittedGraph';
import type { ExportedInput } from '../kinds/kindDef';
import { featureLimit } from '../transforms/featureLimit';
import { castTo } from './dtypes';
import type { GraphBuilder, OnnxShape } from './graphBuilder';

export function addGraphInputs(
  graph: GraphBuilder,
  fitted: FittedGraph,
  batch: OnnxShape[number],
): { inputs: ExportedInput[]; value: string } {
  const { places, numbers, categories } = fitted;
  const width = columnsOf(fitted).length;
  const input = (column: string, shape: number[]): ExportedInput => ({
    name: graph.input(column, 'float', [batch, ...shape]),
    column,
    dtype: 'float',
    shape,
  });
  const nodes = input('nodes', [places, width]);
  const edges = input('edges', [places, places]);
  const one = (value: number) => graph.constant('int64', [1], BigInt64Array.of(BigInt(value)));
  const columns = (from: number, to: number) => graph.node('Slice', [nodes.name, one(from), one(to), one(2)]);
  const row = (values: readonly number[], hint: string) =>
    graph.constant('float', [values.length], Float32Array.from(values), hint);
  const scalar = (value: number) => graph.constant('float', [], Float32Array.of(value));
  const blocks = [edges.name];
  if (numbers.length > 0) {
    const mean = row(
      numbers.map((number) => number.mean),
      'mean',
    );
    const std = row(
      numbers.map((number) => number.std),
      'std',
    );
    const scaled = graph.node('Div', [graph.node('Sub', [columns(0, numbers.length), mean]), std]);
    const known = graph.node('Where', [graph.node('IsNaN', [scaled]), scalar(0), scaled]);
    blocks.push(graph.node('Clip', [known, scalar(-featureLimit), scalar(featureLimit)]));
  }
  for (const [i, { categories: names }] of categories.entries()) {
    const at = numbers.length + i;
    const codes = row(
      names.map((_, code) => code),
      'codes',
    );
    const is = graph.node('Equal', [columns(at, at + 1), codes]);
    blocks.push(graph.node('Cast', [is], { to: castTo('float') }));
  }
  return {
    inputs: [nodes, edges],
    value: graph.node('Concat', blocks, { axis: 2n }, { hint: 'surroundings' }),
  };
}

/** What each input takes, by its column. */
export function aboutGraphInputs({ places, hops, numbers, categories }: FittedGraph): Record<string, string> {
  const columns = [
    ...numbers.map(({ column }) => `${column}: number, NaN = missing`),
    ...categories.map(
      ({ column, categories: names }) =>
        `${column}: ${names.map((name, code) => `${code} = ${name}`).join(', ')}, NaN = missing or another`,
    ),
  ];
  return {
    nodes: `[batch, node, value]: a node and up to ${places - 1} within ${hops} edges of it, itself first; places without a node are 0. Values: ${columns.join('; ')}`,
    edges: `[batch, node, node]: 1 where an edge joins two of these nodes, whichever way it goes, else 0`,
  };
}
