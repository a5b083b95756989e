/** Rows of a table on their way into a model: columns by name, preprocessed as the training fitted it. */
import { tabular as def } from '#/core/kinds/tabular';
import type { ColumnSamples, RawSamples } from '#/core/kinds/rawSamples';
import { toFeeds } from '#/core/onnx/feeds';
import { TetradError } from '#/core/protocol/errors';
import { roleColumns } from '#/core/split/roles';
import { isNumberType } from '#/core/table/cellValue';
import { readColumns } from '#/core/table/readColumns';
import { applyPipeline } from '#/core/transforms/applyPipeline';
import type { FittedPipeline } from '#/core/transforms/pipeline';
import { rowsToValues } from '#/core/transforms/rowsToValues';
import { takeRows } from '#/core/transforms/valueRows';
import type { AskedVersion, KindEngine } from './kindEngine';
import { hardRows } from './table/hardRows';
import { prepareData, wantedColumns } from './table/prepareTable';

const fittedOf = ({ input }: Pick<AskedVersion, 'input'>): FittedPipeline => input.fitted as FittedPipeline;

export const tabular: KindEngine = {
  type: def.type,
  async prepare(version, request, blobs) {
    const { names, asText } = wantedColumns(request);
    const columns = await readColumns(version.chunks, blobs, version.schema, names, { asText });
    const roles = roleColumns(version.schema, request.config);
    const dividing = await readColumns(version.chunks, blobs, version.schema, roles.names, roles);
    return prepareData(version, columns, request, dividing);
  },
  async open({ inputs }, dataset, blobs) {
    const names = inputs.map(({ name }) => name);
    const columns = await readColumns(dataset.chunks, blobs, dataset.schema, names);
    for (const { name, type } of inputs)
      if ((columns.get(name)?.kind === 'number') !== isNumberType(type))
        throw new TetradError({
          code: 'badInput',
          message: `The model takes "${name}" as ${type}; in the dataset it is something else.`,
          place: `column ${name}`,
          hint: 'Change the type of the column on the page of the dataset.',
        });
    return {
      inputs: names.map((name) => ({ name })),
      read: async (rows) => ({
        form: 'columns',
        rows: rows.length,
        columns: new Map([...columns].map(([name, values]) => [name, takeRows(values, rows)])),
      }),
    };
  },
  async ask(model, { rows }, _storage, remarks) {
    const { columns, warnings } = rowsToValues(rows, model.inputs, fittedOf(model));
    for (const warning of warnings) remarks.add(warning);
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
    return { form: 'columns', rows: rows.length, columns: rowsToValues(rows, inputs).columns };
  },
  feeds: (inputs, samples) => toFeeds(inputs, columnsOf(samples).columns),
  tolerance: 1e-5,
  onWebgpu: false,
};

function columnsOf(samples: RawSamples): ColumnSamples {
  if (samples.form === 'columns') return samples;
  throw new TetradError({ code: 'internal', message: 'A model on a table was asked for something else.' });
}
