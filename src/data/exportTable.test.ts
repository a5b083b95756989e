/** What is written is read back as it was, by our own readers, and by others where they are. */
import { describe, expect, test } from 'vitest';
import { decodeChunk, encodeChunk } from '#/core/table/chunkCodec';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { tableFormats } from '#/core/protocol/dataApi';
import type { RecordBatch } from '#/core/table/column';
import { stringsOf } from '#/core/table/columnView';
import { exportVersion } from './exportTable';
import { importForTest } from './importForTest';

const rows = Array.from({ length: 3000 }, (_, i) => [
  String(i),
  i % 7 === 0 ? '' : String(i / 8 - 3),
  i % 2 ? 'true' : 'false',
  `2024-0${1 + (i % 9)}-10T0${i % 10}:00:00`,
  ['red', 'Größe', '"x", y', 'NA b'][i % 4],
  `9007199254740${String(993 + (i % 7))}`,
]);
const source = [['n', 'x', 'yes', 'at', 'word', 'large'], ...rows]
  .map((cells) => cells.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(','))
  .join('\n');

const part = ({ columns }: RecordBatch, start: number, end: number): RecordBatch => ({
  rows: end - start,
  columns: columns.map((column) =>
    column.physical === 'f64'
      ? { physical: 'f64', values: column.values.slice(start, end) }
      : { physical: 'dict', codes: column.codes.slice(start, end), dictionary: column.dictionary },
  ),
});

describe.each(tableFormats)('%s', (format) => {
  test('reads back with the same cells and types', async () => {
    const blobs = new Map<string, Uint8Array<ArrayBuffer>>();
    const first = await importForTest('a.csv', source);
    // Two chunks, as a long table has them.
    const whole = first.batches[0];
    if (!whole) throw new Error('no chunk');
    const cut = [part(whole, 0, 1700), part(whole, 1700, 3000)].map((batch, i) => {
      blobs.set(`c${i}`, encodeChunk(batch));
      return { hash: `c${i}`, bytes: 1, rows: batch.rows };
    });
    const version = { ...first, chunks: cut } as unknown as DatasetVersion;
    const { ending, parts } = await exportVersion(
      version,
      format,
      {
        get: async ({ hash }) => blobs.get(hash) as Uint8Array<ArrayBuffer>,
        put: async (bytes) => {
          const hash = `f${blobs.size}`;
          blobs.set(hash, new Uint8Array(bytes));
          return { hash, bytes: bytes.length };
        },
      },
      {},
      () => undefined,
    );
    const file = new Blob(parts.map(({ hash }) => blobs.get(hash) as Uint8Array<ArrayBuffer>));
    const second = await importForTest(`a.${ending}`, new Uint8Array(await file.arrayBuffer()));
    expect(second.schema.columns.map(({ name, type }) => [name, type])).toEqual(
      first.schema.columns.map(({ name, type }) => [name, type]),
    );
    for (const { name } of first.schema.columns)
      expect(second.column(name), name).toEqual(first.column(name));
    expect(
      decodeChunk(blobs.get('c0') as Uint8Array<ArrayBuffer>).columns.map((c) => stringsOf(c).length),
    ).toEqual(Array(6).fill(1700));
  });
});
