/** Windows that NumPy saved (fixtures/makeWindows.py) as time series, value by value. */
import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { proposeWindowArrays } from '#/core/series/proposeWindowArrays';
import { seriesOf } from '#/core/series/seriesSchema';
import { numbersOf, stringsOf } from '#/core/table/columnView';
import { decodeChunk } from '#/core/table/chunkCodec';
import { recogniseFile } from '#/formats/recogniseFile';
import { kindsOfData } from '../kinds/registry';

const folder = new URL('./fixtures/', import.meta.url);
const expected = JSON.parse(readFileSync(new URL('windows.json', folder), 'utf8')) as Record<
  string,
  number[]
>;

async function imported(name: string, options?: object) {
  const blobs = new Map<string, Uint8Array<ArrayBuffer>>();
  const file = await recogniseFile(new File([readFileSync(new URL(name, folder))], name), {
    kind: 'timeseries',
  });
  const version = await kindsOfData.get('timeseries').import(file, {
    blobs: {
      put: async (blob) => {
        const hash = `h${blobs.size}`;
        blobs.set(hash, new Uint8Array(blob));
        return { hash, bytes: blob.length };
      },
      get: async ({ hash }) => blobs.get(hash) as Uint8Array<ArrayBuffer>,
    },
    signal: new AbortController().signal,
    ...(options && { options }),
    more: [],
    recognise: recogniseFile,
    roomBytes: async () => undefined,
  });
  const data = seriesOf(version.schema);
  const [chunk] = data.chunks;
  const bytes = blobs.get(chunk?.hash ?? '') as Uint8Array<ArrayBuffer>;
  const table = decodeChunk(blobs.get(version.chunks[0]?.hash ?? '') as Uint8Array<ArrayBuffer>);
  const column = (wanted: string) => {
    const at = version.schema.columns.findIndex(({ name: own }) => own === wanted);
    return table.columns[at];
  };
  return { version, data, values: new Float32Array(bytes.buffer, bytes.byteOffset), column };
}

test('x_train, y_train, x_test, y_test: each window is a sample with its label and its part', async () => {
  const { version, data, values, column } = await imported('windows.npz');
  expect(version.rows).toBe(40);
  expect(data).toMatchObject({
    series: 40,
    longest: 24,
    shortest: 24,
    windowing: { length: 24, whole: true },
  });
  expect(data.channels.map(({ name }) => name)).toEqual(['channel 1', 'channel 2']);
  expect(Array.from(values.subarray((5 * 24 + 7) * 2, (5 * 24 + 7) * 2 + 2))).toEqual(expected.train5);
  expect(Array.from(values.subarray((33 * 24 + 23) * 2, (33 * 24 + 23) * 2 + 2))).toEqual(expected.test3);
  expect(version.schema.columns.map(({ name, type, role }) => [name, type, role])).toEqual([
    ['series', 'categorical', 'group'],
    ['start', 'integer', 'ignored'],
    ['label', 'categorical', 'target'],
    ['split', 'categorical', 'split'],
  ]);
  const labels = column('label');
  const parts = column('split');
  if (!labels || !parts) throw new Error('no such columns');
  expect([...numbersOf(labels, 'integer')].slice(0, 4)).toEqual(expected.labels);
  expect(stringsOf(parts).filter((part) => part === 'test')).toHaveLength(10);
});

test('one array without labels is series too; a file without windows says what it holds', async () => {
  const { data } = await imported('windows.npy');
  expect(data).toMatchObject({ series: 10, longest: 24 });
  await expect(imported('windows.npz', { values: ['y_train'] })).rejects.toMatchObject({
    code: 'badInput',
    hint: expect.stringContaining('x_train [30, 24, 2]'),
  });
});

test('a matrix is windows only beside labels; named dimensions are a field', () => {
  const of = (name: string, ...sizes: number[]) => ({
    name,
    dimensions: sizes.map((size, i) => ({ name: `dim${i}`, size })),
  });
  expect(proposeWindowArrays([of('a', 50, 20)])).toBeUndefined();
  expect(proposeWindowArrays([of('X', 50, 20), of('y', 50)])).toEqual({
    parts: [{ values: 'X', labels: 'y', windows: 50 }],
    length: 20,
    sure: false,
    channels: 1,
  });
  const named = { name: 't', dimensions: ['time', 'x', 'y'].map((name) => ({ name, size: 4 })) };
  expect(proposeWindowArrays([named])).toBeUndefined();
});
