/** Rows as text, for the table on screen and for files of answers: opens only the chunks a window touches and keeps the last few. */
import { TetradError } from '../protocol/errors';
import type { RowWindow } from '../protocol/dataApi';
import type { ChunkRef, DatasetVersion } from '../protocol/dataset';
import type { BlobStore } from '../protocol/storage';
import { numberToText } from './cellValue';
import { decodeChunk } from './chunkCodec';
import type { ColumnValues, RecordBatch } from './column';

const mostChunks = 4;
const mostRows = 10_000;

export class RowReader {
  readonly #blobs: Pick<BlobStore, 'get'>;
  /** Most recently used last. */
  readonly #chunks = new Map<string, Promise<RecordBatch>>();

  constructor(blobs: Pick<BlobStore, 'get'>) {
    this.#blobs = blobs;
  }

  async read(version: DatasetVersion, start: number, count: number): Promise<RowWindow> {
    const from = Math.min(Math.max(0, Math.floor(start)), version.rows);
    const to = Math.min(from + Math.min(Math.max(0, Math.floor(count)), mostRows), version.rows);
    const rows: (string | null)[][] = [];
    let at = 0;
    for (const ref of version.chunks) {
      const first = Math.max(from - at, 0);
      const last = Math.min(to - at, ref.rows);
      if (first < last) {
        const { columns } = await this.#chunk(ref);
        for (let row = first; row < last; row++) rows.push(columns.map((column) => cellText(column, row)));
      }
      at += ref.rows;
      if (at >= to) break;
    }
    return { start: from, rows };
  }

  /** Scattered rows in the order asked for: each chunk is opened once. */
  async readAt(
    version: DatasetVersion,
    rows: readonly number[],
    columns?: readonly string[],
  ): Promise<(string | null)[][]> {
    const names = version.schema.columns.map(({ name }) => name);
    const wanted = columns?.map((name) => names.indexOf(name)) ?? names.map((_, index) => index);
    const missing = wanted.indexOf(-1);
    if (missing >= 0) throw noColumn(columns?.[missing] ?? '');
    const outside = rows.find((row) => row >= version.rows);
    if (outside !== undefined) throw noRow(outside, version.rows);
    const places = rows.map((_, place) => place).sort((a, b) => (rows[a] as number) - (rows[b] as number));
    const found = new Array<(string | null)[]>(rows.length);
    let next = 0;
    let at = 0;
    for (const ref of version.chunks) {
      const isHere = () => next < places.length && (rows[places[next] as number] as number) < at + ref.rows;
      if (isHere()) {
        const { columns } = await this.#chunk(ref);
        const chosen = wanted.map((index) => columns[index] as ColumnValues);
        for (; isHere(); next++) {
          const place = places[next] as number;
          const row = (rows[place] as number) - at;
          found[place] = chosen.map((column) => cellText(column, row));
        }
      }
      at += ref.rows;
    }
    return found;
  }

  /** Rows with this text in a column, ascending; null: with none. */
  async find(version: DatasetVersion, name: string, value: string | null): Promise<number[]> {
    const index = version.schema.columns.findIndex((column) => column.name === name);
    if (index < 0) throw noColumn(name);
    const rows: number[] = [];
    let at = 0;
    for (const ref of version.chunks) {
      const { columns } = await this.#chunk(ref);
      const column = columns[index] as ColumnValues;
      for (let row = 0; row < ref.rows; row++) if (cellText(column, row) === value) rows.push(at + row);
      at += ref.rows;
    }
    return rows;
  }

  #chunk(ref: ChunkRef): Promise<RecordBatch> {
    const chunk = this.#chunks.get(ref.hash) ?? this.#blobs.get(ref).then(decodeChunk);
    this.#chunks.delete(ref.hash);
    this.#chunks.set(ref.hash, chunk);
    chunk.catch(() => this.#chunks.delete(ref.hash));
    const [oldest] = this.#chunks.keys();
    if (this.#chunks.size > mostChunks && oldest !== undefined) this.#chunks.delete(oldest);
    return chunk;
  }
}

const noColumn = (name: string): TetradError =>
  new TetradError({
    code: 'notFound',
    message: `This version of the dataset has no column "${name}".`,
    hint: 'datasets.describe lists the columns.',
    place: `column ${name}`,
  });

const noRow = (row: number, rows: number): TetradError =>
  new TetradError({
    code: 'badInput',
    message: `This version of the dataset has ${rows.toLocaleString('en')} rows; there is no row ${row}.`,
    hint: 'Rows are counted from 0.',
    place: 'rows',
  });

function cellText(column: ColumnValues, row: number): string | null {
  if (column.physical === 'dict') return column.dictionary[column.codes[row] as number] ?? null;
  const value = column.values[row] as number;
  return Number.isNaN(value) ? null : numberToText(value);
}
