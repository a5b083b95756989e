/** Imports bytes as the data worker does, into memory; for tests. */
import type { ReadOptions } from '#/core/reading/readOptions';
import { numbersOf, stringsOf } from '#/core/table/columnView';
import { decodeChunk } from '#/core/table/chunkCodec';
import { isNumberType } from '#/core/table/cellValue';
import { recogniseFile } from '#/formats/recogniseFile';
import { kindsOfData } from './kinds/registry';

export async function importForTest(
  name: string,
  bytes: Uint8Array<ArrayBuffer> | string,
  options?: ReadOptions,
  more: readonly File[] = [],
) {
  const blobs = new Map<string, Uint8Array<ArrayBuffer>>();
  const file = await recogniseFile(new File([bytes], name));
  const table = await kindsOfData.get('tabular').import(file, {
    blobs: {
      put: async (blob) => {
        const hash = `h${blobs.size}`;
        blobs.set(hash, new Uint8Array(blob));
        return { hash, bytes: blob.length };
      },
      get: async ({ hash }) => blobs.get(hash) as Uint8Array<ArrayBuffer>,
    },
    signal: new AbortController().signal,
    options,
    more,
    recognise: recogniseFile,
    roomBytes: async () => undefined,
  });
  const batches = table.chunks.map(({ hash }) => decodeChunk(blobs.get(hash) as Uint8Array<ArrayBuffer>));
  return {
    ...table,
    batches,
    told: table.issues
      .map(({ message, line, count }) => `${message} [line ${line ?? '-'}, ${count ?? 1}]`)
      .join('\n'),
    /** Its type (and unit), then its values: numbers, or texts; null = missing. */
    column(wanted: string): (string | number | null)[] | undefined {
      const at = table.schema.columns.findIndex((column) => column.name === wanted);
      const column = table.schema.columns[at];
      if (!column) return undefined;
      const values = batches.flatMap((batch): (string | number | null)[] => {
        const values = batch.columns[at];
        if (!values) return [];
        if (isNumberType(column.type))
          return [...numbersOf(values, column.type)].map((n) => (Number.isNaN(n) ? null : n));
        return stringsOf(values);
      });
      return [column.unit ? `${column.type} ${column.unit}` : column.type, ...values];
    },
  };
}
