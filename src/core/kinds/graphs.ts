/** Graphs: a table of nodes and the edges between them (core/graphs). A sample is a node with its surroundings. */
import { columnsOf, type FittedGraph, graphShape, mostCategories } from '../graphs/fittedGraph';
import { graphAsk } from '../graphs/graphAsk';
import { graphOptions } from '../graphs/graphOptions';
import { degreeColumn, type GraphData, graphOf } from '../graphs/graphSchema';
import { asShape } from '../onnx/asShape';
import { aboutGraphInputs, addGraphInputs } from '../onnx/graphNodes';
import { TetradError } from '../protocol/errors';
import { tellRows } from '../table/tellRows';
import { columnTarget } from './columnTarget';
import { defineKind, type InputChoice, type TargetChoice } from './kindDef';
import { tabular } from './tabular';

/** Of nothing more is known here than of a family's standard settings. */
const unasked = { hops: 2, around: 32 };

export const graphs = defineKind<GraphData, FittedGraph>({
  type: 'graphs',
  title: 'Graph',
  rowsAreCells: false,
  holdsEvents: false,
  importOptions: { name: 'graph', schema: graphOptions },
  filesTogether: true,
  words: {
    things: 'graphs',
    sample: 'node',
    samples: 'nodes',
    input: 'column',
    inputs: 'columns',
    give: 'Give nodes of the graph by number, or inputs as arrays [batch][node][edges and values].',
  },
  dataOf: graphOf,
  blobs: ({ chunks }) => chunks,
  targets: (source) =>
    source.schema.columns.map((column, i): TargetChoice => {
      const why = isPlace(column.name, graphOf(source.schema));
      if (!why) return columnTarget(source, column, source.stats[i], 'Choose another target.');
      return {
        name: column.name,
        refused: {
          why,
          error: {
            code: 'badInput',
            message: `“${column.name}” ${why}, so there is nothing to predict.`,
            place: `column ${column.name}`,
            hint: 'Import edges together with a table of nodes that has a column of labels or numbers.',
          },
        },
      };
    }),
  suggested: tabular.suggested,
  inputs: (source, target) =>
    tabular.inputs(source, target).map((choice): InputChoice => {
      if (choice.column.type !== 'datetime' || choice.refused) return choice;
      return {
        ...choice,
        standard: false,
        refused: {
          code: 'unsupported',
          message: `“${choice.column.name}” holds dates, which nodes of a graph are not learnt from.`,
          place: `column ${choice.column.name}`,
          hint: 'Make it a number: change the type of the column.',
        },
      };
    }),
  unknownInput: tabular.unknownInput,
  division: tabular.division,
  estimate({ nodes }, rows, inputs, _task, asked = unasked) {
    const { around } = graphAsk.parse(asked);
    const places = Math.min(nodes, around);
    const width = inputs.reduce(
      (sum, { column: { type }, stats }) =>
        sum + (type === 'categorical' ? Math.min(mostCategories, stats?.distinct ?? 1) : 1),
      0,
    );
    const values = places * (places + width);
    return { inputShape: [places, places + width], rowValues: values + 1, dataValues: rows * values };
  },
  requireFitting(_fitted, { kind }, { model, dataset }) {
    if (kind === 'graphs') return;
    throw new TetradError({
      code: 'badInput',
      message: `${model} takes nodes of a graph; ${dataset} is none.`,
      place: 'dataset',
      hint: 'Choose a graph whose nodes have the same columns.',
    });
  },
  tell: async (version, _fitted, part, blobs) => ({
    ...tellRows(version, blobs, part),
    ask: async (samples) => Array.from(samples, (sample) => ({ sample })),
    given: ['sample'],
  }),
  rank: 2,
  from: 'graph',
  shape: graphShape,
  dtype: 'float',
  toOnnx(graph, fitted, { batch, networkShape }) {
    const { inputs, value } = addGraphInputs(graph, fitted, batch);
    const about = aboutGraphInputs(fitted);
    return {
      inputs,
      network: asShape(graph, value, graphShape(fitted), networkShape),
      docs: new Map(inputs.map(({ name, column }) => [name, about[column] ?? ''])),
      metadata: { features: JSON.stringify(columnsOf(fitted)), graph: JSON.stringify(fitted) },
      from: 'a node and those around it',
    };
  },
});

/** Columns that say where a node is rather than what it is. */
function isPlace(column: string, { node }: GraphData): string | undefined {
  if (column === node) return 'names the nodes';
  return column === degreeColumn ? 'counts their edges' : undefined;
}
