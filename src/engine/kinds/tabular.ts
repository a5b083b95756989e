/** Rows of a table on their way into a model: columns by name, preprocessed as the training fitted it. */
import { tabular as def } from '#/core/kinds/tabular';
import type { ColumnSamples, RawSamples } from '#/core/kinds/rawSamples';
import { toFeeds } from '#/core/onnx/feeds';
import { TetradError } from '#/core/protocol/errors';
import { isNumberType } from '#/core/table/cellValue';
import { withEmptyAs } from '#/core/table/emptyColumns';
import { applyPipeline } from '#/core/transforms/applyPipeline';
import type { Column } from '#/core/protocol/dataset';
import type { RawRow } from '#/core/protocol/model';
import type { Values } from '#/core/transforms/transformDef';
import type { FittedPipeline } from '#/core/transforms/pipeline';
import { rowsToValues } from '#/core/transforms/rowsToValues';
import type { AskedVersion, KindEngine } from './kindEngine';
import { hardRows } from './table/hardRows';
import { ChunkedColumns } from './table/chunkedColumns';
import { prepareTable } from './table/prepareTable';

/** Of a dataset whose rows are asked for. */
const heldBytes = 2 ** 28;

const fittedOf = ({ input }: Pick<AskedVersion, 'input'>): FittedPipeline => input.fitted as FittedPipeline;

export const tabular: KindEngine = {
  type: def.type,
  prepare: prepareTable,
  async open({ inputs }, given, blobs) {
    const dataset = withEmptyAs(given, inputs);
    const names = inputs.map(({ name }) => name);
    const types = new Map(dataset.schema.columns.map(({ name, type }) => [name, type]));
    for (const { name, type } of inputs)
      if (isNumberType(types.get(name) ?? type) !== isNumberType(type))
        throw new TetradError({
          code: 'badInput',
          message: `The model takes "${name}" as ${type}; in the dataset it is something else.`,
          place: `column ${name}`,
          hint: 'Change the type of the column on the page of the dataset.',
        });
    const columns = new ChunkedColumns(dataset, blobs, names, heldBytes);
    return {
      inputs: names.map((name) => ({ name })),
      read: async (rows) => ({ form: 'columns', rows: rows.length, columns: await columns.rows(rows) }),
    };
  },
  async ask(model, { rows }, _storage, remarks) {
    const { columns, warnings, unread } = rowsToValues(rows, model.inputs, fittedOf(model));
    for (const warning of warnings) remarks.add(warning);
    for (const [row, why] of unread) remarks.unread.set(row, why);
    return { form: 'columns', rows: rows.length, columns };
  },
  enter(model, samples, remarks) {
    const { columns } = columnsOf(samples);
    return applyPipeline(fittedOf(model), columns, undefined, (column, row) =>
      remarks?.add(
        `${column}: ${columns.get(column)?.data[row]} is more than a million times as far from the rows of training as they are from each other; it counts as a million.`,
      ),
    );
  },
  async trial({ inputs, sampleRows }) {
    const rows = [...sampleRows, ...hardRows(inputs, sampleRows)];
    if (rows.length === 0)
      throw new TetradError({
        code: 'internal',
        message: 'The model version has no rows to check the file with.',
        hint: 'Train the model again.',
      });
    const { columns } = rowsToValues(rows, inputs);
    return { form: 'columns', rows: rows.length, columns, written: asWritten(rows, inputs, columns) };
  },
  feeds(inputs, samples) {
    const { columns, written = columns } = columnsOf(samples);
    return toFeeds(inputs, written);
  },
  tolerance: 1e-5,
  onWebgpu: false,
};

/** Texts as they stand in a file; numbers as they are read, and those that are not finite as such. */
function asWritten(
  rows: readonly RawRow[],
  inputs: readonly Column[],
  columns: ReadonlyMap<string, Values>,
): Map<string, Values> {
  return new Map(
    inputs.map(({ name }): [string, Values] => {
      const cells = rows.map((row) => (Object.hasOwn(row, name) ? row[name] : null));
      const values = columns.get(name);
      if (values?.kind !== 'number')
        return [name, { kind: 'string', data: cells.map((cell) => (cell == null ? null : String(cell))) }];
      const data = values.data.map((value, i) => (typeof cells[i] === 'number' ? cells[i] : value));
      return [name, { ...values, data }];
    }),
  );
}

function columnsOf(samples: RawSamples): ColumnSamples {
  if (samples.form === 'columns') return samples;
  throw new TetradError({ code: 'internal', message: 'A model on a table was asked for something else.' });
}
