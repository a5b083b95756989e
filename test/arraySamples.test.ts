/** Arrays that are samples, dropped without a word of what they are: each as what NumPy, h5py and pandas users mean. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`array-samples-${crypto.randomUUID()}`);
  provideServices(studio.services);
});
afterAll(() => studio.close());

const folder = new URL('../src/data/grid/fixtures/samples/', import.meta.url);
const fileOf = (name: string) => new File([readFileSync(new URL(name, folder))], name);

async function imported(name: string) {
  const { jobId, datasetId } = await run('datasets.import', { files: [fileOf(name)] });
  const { error } = await run('jobs.wait', { id: jobId });
  if (error) return { error };
  const { version } = await run('datasets.get', { id: datasetId });
  if (!version) throw new Error('no version');
  const { columns } = version.schema;
  const { rows } = await run('datasets.rowsAt', {
    versionId: version.id,
    rows: [0, 1, version.rows - 1],
    columns: columns.map((column) => column.name),
  });
  return {
    kind: version.schema.kind,
    count: version.rows,
    columns: columns.map((column) => column.name).join(' '),
    types: columns.map((column) => column.type).join(' '),
    rows: rows.map((row) => row.map((cell) => cell ?? '–').join(' ')),
    told: version.issues.map(({ message }) => message).join('\n'),
  };
}

const records = ['0 0 0 1 a Rome', '1 0.25 2 3 grün Oslo', '11 2.75 22 23 abcdef Bonn'];
const matrix = ['-3 -2.898 -2.797 -2.695', '-2.593 -2.492 -2.39 -2.288', '2.695 2.797 2.898 3'];
const beside = (texts: readonly string[]) => matrix.map((row, i) => `${row} ${texts[i]}`);

interface Expected {
  kind: string;
  count: number;
  columns: string;
  rows?: readonly string[];
  told?: RegExp;
}

const cases: Record<string, Expected> = {
  'records.npy': { kind: 'tabular', count: 12, columns: 'id value pair 1 pair 2 name city', rows: records },
  'bigEndian.npy': { kind: 'tabular', count: 12, columns: 'id value pair 1 pair 2 name city', rows: records },
  'records.h5': { kind: 'tabular', count: 12, columns: 'id value pair 1 pair 2 name city', rows: records },
  'aligned.npy': { kind: 'tabular', count: 5, columns: 'a b c', rows: ['1 2.5 1', '1 2.5 1', '1 2.5 1'] },
  'varying.h5': { kind: 'tabular', count: 3, columns: 'n text', rows: ['1 one', '2 zwei', '3 drei'] },
  'bunch.npz': {
    kind: 'tabular',
    count: 15,
    columns: 'length width height mass target',
    rows: beside(['no', 'maybe', 'yes']),
    told: /arrays are read as a table/,
  },
  'answers.npz': {
    kind: 'tabular',
    count: 15,
    columns: 'column1 column2 column3 column4 Y 1 Y 2 Y 3',
    rows: beside(['1 0 0', '0 1 0', '0 0 1']),
  },
  'divided.npz': {
    kind: 'tabular',
    count: 15,
    columns: 'column1 column2 column3 column4 y split',
    rows: beside(['0 train', '1 train', '2 test']),
    told: /“note” is not in the table/,
  },
  'dates.npz': {
    kind: 'tabular',
    count: 15,
    columns: 'value time day',
    rows: ['0 2024-03-01T12:30:00 2024-03-01', '1 – –', '14 2024-03-02T00:00:05.25 2024-03-02'],
  },
  'columns.h5': {
    kind: 'tabular',
    count: 15,
    columns: 'age city label',
    rows: ['0 Rome 0', '1 Oslo 1', '14 Bonn 2'],
  },
  'letters.mat': {
    kind: 'tabular',
    count: 15,
    columns: 'column1 column2 column3 column4 y',
    rows: beside(['0', '1', '2']),
  },
  'frame.h5': {
    kind: 'tabular',
    count: 10,
    columns: 'b d a index',
    rows: ['0 0 0 0', '0.5 0.25 1 1', '4.5 2.25 9 9'],
  },
  'frameTable.h5': {
    kind: 'tabular',
    count: 10,
    columns: 'index a b d c',
    rows: ['0 0 0 0 a', '1 1 0.5 0.25 b', '9 9 4.5 2.25 j'],
  },
  'cells.h5ad': {
    kind: 'tabular',
    count: 15,
    columns: 'g1 g2 g3 g4 kind index',
    rows: beside(['– cell 0', 'B cell 1', 'T cell 14']),
  },
  'images.h5': {
    kind: 'images',
    count: 12,
    columns: 'item image label split width height',
    rows: ['0 test/images 0 cat test 6 8', '1 test/images 1 dog test 6 8', '11 train/images 7 dog train 6 8'],
    told: /arrays are read as images/,
  },
  'windows.npz': {
    kind: 'timeseries',
    count: 6,
    columns: 'series start label split',
    told: /windows of time series/,
  },
};

describe.each(Object.entries(cases))('%s', (name, { rows, told, ...wanted }) => {
  test('is read as it is meant', async () => {
    const found = await imported(name);
    expect(found).toMatchObject(wanted);
    if (rows) expect(found.rows).toEqual(rows);
    if (told) expect(found.told).toMatch(told);
    // Bookkeeping of the formats is not told as if it were data.
    expect(found.told).not.toMatch(/_i_table|axis\d|_items/);
  });
});

test('the pixels of images in arrays are those of the file', async () => {
  const { datasetId } = await (async () => {
    const started = await run('datasets.import', { files: [fileOf('images.h5')] });
    await run('jobs.wait', { id: started.jobId });
    return started;
  })();
  const { version } = await run('datasets.get', { id: datasetId });
  expect(version?.schema.data).toMatchObject({
    pixels: { height: 8, width: 6, channels: 3 },
    items: { count: 12 },
  });
});

test.each([
  ['sparse.npz', /sparse matrix \(SciPy\)/, /toarray/],
  ['weights.h5', /Keras model or its weights/, /onnx/],
])('%s is named, with what to do', async (name, message, hint) => {
  const { error } = await imported(name);
  expect(error?.message).toMatch(message);
  expect(error?.hint).toMatch(hint);
});

test('who says field gets a field', async () => {
  const { jobId } = await run('datasets.import', { files: [fileOf('bunch.npz')], kind: 'spacetime4d' });
  const { error } = await run('jobs.wait', { id: jobId });
  expect(error?.message).toMatch(/cannot be told from the file alone/);
});
