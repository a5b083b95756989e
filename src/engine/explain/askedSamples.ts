/** A model version and the samples of a dataset version, both raw, as explainers take them. */
import { fittedGridOf } from '#/core/grid/gridOf';
import { sizeOf } from '#/core/arch/sizeOf';
import type { AskedInput, RawSamples } from '#/core/explain/explainerDef';
import { gridShape } from '#/core/grid/fittedGrid';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { Prediction } from '#/core/protocol/predict';
import type { Storage } from '#/core/protocol/storage';
import { isNumberType } from '#/core/table/cellValue';
import { readColumns } from '#/core/table/readColumns';
import { takeRows } from '#/core/transforms/valueRows';
import type { OpenModel } from '../predict/openModel';
import { predictFields } from '../predict/predictFields';
import { predictColumns } from '../predict/predictRows';
import { readFields } from '../predict/readWindows';

export interface AskedSamples {
  inputs: AskedInput[];
  /** Samples of one call. */
  batch: number;
  predict(samples: RawSamples): Promise<Prediction[]>;
  /** Rows of the dataset version. */
  read(rows: ArrayLike<number>): Promise<RawSamples>;
}

type Store = Pick<Storage, 'blobs'>;

/** Values of the input per call: a progress that moves and a cancel that is heard, also on the CPU. */
const callValues = 2 ** 18;
const callRows = 4_096;

export async function askedRows(
  model: OpenModel,
  dataset: DatasetVersion,
  { blobs }: Store,
): Promise<AskedSamples> {
  const { inputs } = model.version;
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
    batch: callRows,
    async predict(samples) {
      if (samples.form !== 'columns') throw notSuch();
      return await predictColumns(model, samples.columns, samples.rows);
    },
    read: async (rows) => ({
      form: 'columns',
      rows: rows.length,
      columns: new Map([...columns].map(([name, values]) => [name, takeRows(values, rows)])),
    }),
  };
}

export function askedWindows(model: OpenModel, dataset: DatasetVersion, { blobs }: Store): AskedSamples {
  const grid = fittedGridOf(model.version);
  if (!grid) throw notSuch();
  const shape = gridShape(grid);
  return {
    inputs: grid.channels.map(({ name, mean }) => ({ name, mean })),
    batch: Math.max(1, Math.floor(callValues / sizeOf(shape))),
    async predict(samples) {
      if (samples.form !== 'windows') throw notSuch();
      return await predictFields(model, { values: Float32Array.from(samples.values), count: samples.rows });
    },
    async read(rows) {
      const { values } = await readFields(dataset, grid, Array.from(rows), blobs);
      return { form: 'windows', rows: rows.length, shape, values };
    },
  };
}

const notSuch = (): TetradError =>
  new TetradError({ code: 'internal', message: 'An explainer asked the model for what it does not take.' });
