/** TRAIN and TEST files of series are one dataset, each series on its side. */
import { expect, test } from 'vitest';
import { readColumns } from '#/core/table/readColumns';
import { recogniseFile } from '#/formats/recogniseFile';
import { kindsOfData } from '../kinds/registry';

const lines = (label: (i: number) => number, count: number) =>
  Array.from({ length: count }, (_, i) =>
    [label(i), ...Array.from({ length: 12 }, (_v, k) => (Math.sin(k / (1 + i)) + i).toFixed(4))].join('\t'),
  ).join('\n');

test('a pair of UCR files, its notes left out', async () => {
  const files = {
    'Two_TRAIN.tsv': lines((i) => 1 + (i % 2), 6),
    'Two_TEST.tsv': lines((i) => 1 + (i % 2), 4),
    'README.md': '# Two\n\nMade here.',
  };
  const found = await recogniseFile(new File([], '3 files'), {
    folder: Object.entries(files).map(([path, text]) => ({ path, blob: new Blob([text]) })),
  });
  expect(found.format.type).toBe('splitSeries');
  const stored = new Map<string, Uint8Array<ArrayBuffer>>();
  const blobs = {
    put: async (blob: Uint8Array) => {
      const hash = `h${stored.size}`;
      stored.set(hash, new Uint8Array(blob));
      return { hash, bytes: blob.length };
    },
    get: async ({ hash }: { hash: string }) => stored.get(hash) as Uint8Array<ArrayBuffer>,
  };
  const signal = new AbortController().signal;
  const version = await kindsOfData.get('timeseries').import(found, {
    blobs,
    signal,
    more: [],
    recognise: recogniseFile,
    roomBytes: async () => undefined,
  });
  expect(version.rows).toBe(10);
  expect(version.schema.columns.find(({ name }) => name === 'split')?.role).toBe('split');
  const read = await readColumns(version.chunks, blobs, version.schema, ['split', 'label'], {
    asText: new Set(['split', 'label']),
    signal,
  });
  expect(read.get('split')?.data).toEqual([...Array(6).fill('train'), ...Array(4).fill('test')]);
  expect(version.issues.map(({ message }) => message)).toContain(
    'Left out, not of the two files of series: “README.md”.',
  );
});
