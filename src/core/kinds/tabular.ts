/** Rows of columns: what a person calls a table. */
import { proposeArrayTable } from '../grid/arrayTable';
import { featureLimit } from '../transforms/featureLimit';
import { sizeOf } from '../arch/sizeOf';
import { castTo } from '../onnx/dtypes';
import type { GraphBuilder } from '../onnx/graphBuilder';
import type { Column, ColumnStats } from '../protocol/dataset';
import { type ErrorInfo, TetradError } from '../protocol/errors';
import { readOptions } from '../reading/readOptions';
import { isNumberType } from '../table/cellValue';
import { tellRows } from '../table/tellRows';
import { joinPipelines } from '../transforms/joinPipelines';
import type { FittedFeature, FittedPipeline } from '../transforms/pipeline';
import type { TransformRegistry } from '../transforms/registry';
import { columnTarget } from './columnTarget';
import { ownTargets } from './ownTargets';
import { columnNames } from './columnNames';
import { takenRows } from './takenRows';
import { defineKind, type ExportedInput, type InputChoice } from './kindDef';

/** At most so many columns for one category; see transforms/oneHot. */
const maxCategories = 64;
const dateParts = 13;

const tellingNames =
  /^(target|label|labels|class|classes|y|outcome|response|result|species|survived|churn(ed)?|default(ed)?|diagnosis|quality|price|sale_?price|score|rating|income|fraud)$/i;

export const tabular = defineKind<undefined, FittedPipeline>({
  type: 'tabular',
  explainedBy: ['permutation', 'shapley'],
  title: 'Table',
  rowsAreCells: true,
  holdsEvents: false,
  importOptions: { name: 'table', schema: readOptions },
  words: {
    things: 'tables',
    sample: 'row',
    samples: 'rows',
    input: 'column',
    inputs: 'columns',
    give: 'Give at least one row.',
  },
  ofArrays: {
    title: 'Import as a table',
    words: 'a table: a row for each sample',
    order: 3,
    propose({ variables, texts }) {
      const found = proposeArrayTable(variables, texts);
      if (!found) return undefined;
      const rows = found.parts.reduce((sum, part) => sum + part.rows, 0);
      return { sure: found.sure, found: `${rows.toLocaleString('en')} rows` };
    },
  },
  dataOf: () => undefined,
  blobs: () => [],
  targets: (source) => [
    ...source.schema.columns.map((column, i) => columnTarget(source, column, source.stats[i])),
    ...ownTargets(source),
  ],
  suggested({ schema: { columns } }, offered) {
    const candidates = columns.filter(({ name, role }) => offered.has(name) && role !== 'ignored');
    const marked = candidates.find(({ role }) => role === 'target');
    const last = candidates.at(-1);
    const named = candidates.find(({ name }) => tellingNames.test(name.trim()));
    const labels = candidates.filter(({ type }) => type === 'categorical' || type === 'boolean');
    const lastIsLast = last && last === columns.at(-1) ? last : undefined;
    return (marked ?? named ?? lastIsLast ?? labels.at(-1) ?? last)?.name;
  },
  inputs: ({ schema: { columns }, stats }, target) =>
    columns.flatMap((column, i): InputChoice[] => {
      if (column.name === target) return [];
      const refused = refusal(column, stats[i]);
      return [
        {
          column,
          stats: stats[i],
          standard: column.role === 'feature' && !refused,
          ...(refused && { refused }),
        },
      ];
    }),
  unknownInput: ({ schema: { columns } }, name) => ({
    code: 'badInput',
    message: `There is no column "${name.slice(0, 80)}" to be the feature.`,
    place: 'feature',
    hint: `The columns are: ${columnNames(columns)}.`,
  }),
  division({ schema: { columns }, stats }, samples, byRoles) {
    const groups = columns.flatMap(({ name, role }, i) =>
      role === 'group' ? [{ name, stats: stats[i] }] : [],
    );
    const time = columns.find(({ role }) => role === 'time');
    if (groups.length > 0)
      return {
        how: `whole groups of “${groups.map(({ name }) => name).join(' + ')}”, so that none is on two sides`,
        units: Math.min(...groups.map((group) => group.stats?.distinct ?? samples)),
      };
    return {
      how: time && byRoles ? `by the order of “${time.name}”: the latest rows judge` : 'at random',
      units: samples,
    };
  },
  estimate(_data, rows, inputs) {
    const columns = inputs.map((input) => ({ name: input.column.name, width: widthOf(input) }));
    const width = columns.reduce((sum, column) => sum + column.width, 0);
    return { inputShape: [width], columns, rowValues: width + 1, dataValues: rows * (width + 1) };
  },
  requireFitting(_fitted, { kind }, { model, dataset }) {
    if (kind !== 'tabular')
      throw new TetradError({
        code: 'badInput',
        message: `${model} takes rows of a table; ${dataset} is none.`,
        place: 'dataset',
        hint: 'Choose a dataset that is a table.',
      });
  },
  tell: async (version, _fitted, part, blobs) => ({
    ...tellRows(version, blobs, part),
    stored: version.schema.columns,
  }),
  rank: 1,
  shape: ({ width }) => [width],
  columns: ({ features }) =>
    features.map(({ column, outputNames }) => ({ name: column, width: outputNames.length })),
  taken: takenRows,
  joined: joinPipelines,
  // Raw columns may have large offsets, whose digits float would lose.
  dtype: 'double',
  toOnnx(graph, fitted, { networkShape, transforms, batch, inputs: columns }) {
    const { features } = fitted;
    // Of models that are joined a column may enter more than once.
    const byColumn = new Map<string, ExportedInput>();
    for (const { column, columnType } of features) {
      if (byColumn.has(column)) continue;
      const dtype = isNumberType(columnType) ? 'double' : 'string';
      byColumn.set(column, { name: graph.input(column, dtype, [batch, 1]), column, dtype });
    }
    const inputs = [...byColumn.values()];
    const readings = new Map(columns.map(({ name, reading }) => [name, reading]));
    const blocks = features.map((feature) => {
      const { name = '', dtype } = byColumn.get(feature.column) ?? {};
      const missing = readings.get(feature.column)?.missing ?? [];
      const read = dtype === 'string' ? withMissing(graph, name, missing) : name;
      return lowerFeature(graph, feature, read, transforms);
    });
    const table =
      blocks.length === 1 ? (blocks[0] ?? '') : graph.node('Concat', blocks, { axis: 1n }, { hint: 'table' });
    const limit = (value: number) => graph.constant('double', [], Float64Array.of(value));
    const near = graph.node('Clip', [table, limit(-featureLimit), limit(featureLimit)], {}, { hint: 'near' });
    const whole = graph.node('Cast', [near], { to: castTo('float') }, { hint: 'features' });
    return {
      inputs,
      network: shaped(graph, fitted.width, networkShape, whole),
      docs: new Map(
        features.map((feature) => [byColumn.get(feature.column)?.name ?? '', describeInput(feature)]),
      ),
      metadata: { features: JSON.stringify(features.flatMap(({ outputNames }) => outputNames)) },
      from: `${inputs.length} raw columns`,
    };
  },
});

/** Values of a column after preprocessing. */
function widthOf({ column: { type }, stats }: InputChoice): number {
  if (type === 'categorical') return Math.min(maxCategories, (stats?.distinct ?? 1) + 1);
  return type === 'datetime' ? dateParts : 1;
}

function refusal({ name, type }: Column, stats: ColumnStats | undefined): ErrorInfo | undefined {
  const place = `column ${name}`;
  if (type === 'text' || type === 'id')
    return {
      code: 'badInput',
      message: `"${name}" is a field of type ${type} and cannot be a feature.`,
      place,
      hint: 'Take it out of the features, or change its type if it was guessed wrongly.',
    };
  if (stats?.distinct === 0)
    return {
      code: 'badInput',
      message: `Every value of the feature "${name}" is missing.`,
      place,
      hint: 'Take it out of the features.',
    };
  return undefined;
}

/** Texts that the column takes for missing, beyond the usual words, become "". */
function withMissing(graph: GraphBuilder, input: string, words: readonly string[]): string {
  if (words.length === 0) return input;
  const isMissing = graph.node(
    'LabelEncoder',
    [input],
    { keys_strings: [...words], values_int64s: words.map(() => 1n), default_int64: 0n },
    { domain: 'ai.onnx.ml', hint: 'isMissing' },
  );
  const none = graph.constant('string', [1], ['']);
  return graph.node('Where', [graph.node('Cast', [isMissing], { to: castTo('bool') }), none, input]);
}

const lowerFeature = (
  graph: GraphBuilder,
  { column: field, steps }: FittedFeature,
  input: string,
  transforms: TransformRegistry,
): string =>
  steps.reduce((value, { type, state, params }) => {
    const def = transforms.get(type, `column ${field}`);
    return def.toOnnx(graph, value, state, def.params.parse(params));
  }, input);

/** Networks on tables take [batch, width]; others get the same numbers in their own shape. */
function shaped(graph: GraphBuilder, width: number, shape: readonly number[], features: string): string {
  const size = sizeOf(shape);
  if (size !== width)
    throw new TetradError({
      code: 'corrupt',
      message: `The preprocessing makes ${width} columns, but the network takes ${size}.`,
    });
  if (shape.length === 1) return features;
  const wanted = graph.constant('int64', [shape.length + 1], BigInt64Array.from([-1, ...shape], BigInt));
  return graph.node('Reshape', [features, wanted]);
}

function describeInput(feature: FittedFeature): string {
  const { column: field, columnType: fieldType } = feature;
  const text = 'text as it stands in the file, without outer spaces; "" and words such as NA = missing';
  const form = {
    numeric: 'number, NaN = missing',
    integer: 'number, NaN = missing',
    boolean: '0 or 1, NaN = missing',
    datetime: 'milliseconds since 1970-01-01 UTC, NaN = missing',
    categorical: text,
    text,
    id: text,
  }[fieldType];
  return `${field} (${fieldType}): ${form}`;
}
