/** The page's way to the row reader: one disposable worker per file. */
import { raceWorker } from './raceWorker';
import type { RawRow } from '#/core/protocol/model';

export interface RowPiece {
  rows: RawRow[];
  /** Share of the file read so far, 0..1. */
  progress: number;
}

export interface RowReaderApi {
  open(file: File, format?: string): Promise<{ names: string[] }>;
  /** The next piece, or undefined at the end. Asked for one at a time, so memory stays small. */
  next(): Promise<RowPiece | undefined>;
}

export interface RowClient {
  /** Names and rows of a file. `close` ends the worker, whether or not all was read. */
  read(
    file: File,
    format?: string,
  ): Promise<{ names: string[]; pieces: AsyncIterable<RowPiece>; close(): void }>;
}

export function createRowClient(createWorker: () => Worker): RowClient {
  return {
    async read(file, format) {
      const connection = raceWorker<RowReaderApi>(createWorker(), 'row reader');
      try {
        const { names } = await connection.api.open(file, format);
        return { names, pieces: piecesOf(connection.api), close: () => connection.terminate() };
      } catch (thrown) {
        connection.terminate();
        throw thrown;
      }
    },
  };
}

async function* piecesOf(api: RowReaderApi): AsyncGenerator<RowPiece> {
  for (;;) {
    const piece = await api.next();
    if (!piece) return;
    yield piece;
  }
}
