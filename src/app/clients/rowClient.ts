/** The page's way to the row reader: one disposable worker per file. */
import { raceWorker } from './raceWorker';
import type { RawRow } from '#/core/protocol/model';
import type { ReadOptions } from '#/core/reading/readOptions';

export interface RowPiece {
  rows: RawRow[];
  /** Share of the file read so far, 0..1. */
  progress: number;
}

export interface RowsRead {
  format?: string;
  /** What was said of the file that a model learnt from. */
  options?: ReadOptions;
}

export interface RowReaderApi {
  open(file: File, how?: RowsRead): Promise<{ names: string[] }>;
  /** The next piece, or undefined at the end. Asked for one at a time, one ahead, so memory stays small. */
  next(): Promise<RowPiece | undefined>;
}

export interface RowClient {
  /** Names and rows of a file. `close` ends the worker, whether or not all was read. */
  read(
    file: File,
    how?: RowsRead,
  ): Promise<{ names: string[]; pieces: AsyncIterable<RowPiece>; close(): void }>;
}

export function createRowClient(createWorker: () => Worker): RowClient {
  return {
    async read(file, how) {
      const connection = raceWorker<RowReaderApi>(createWorker(), 'row reader');
      try {
        const { names } = await connection.api.open(file, how);
        return { names, pieces: piecesOf(connection.api), close: () => connection.terminate() };
      } catch (thrown) {
        connection.terminate();
        throw thrown;
      }
    },
  };
}

/** One piece is read ahead, while the one before is worked on. */
async function* piecesOf(api: RowReaderApi): AsyncGenerator<RowPiece> {
  const ask = () => {
    const piece = api.next();
    // Told when it is waited for; nobody waits once the file is closed.
    piece.catch(() => undefined);
    return piece;
  };
  for (let ahead = ask(); ; ) {
    const piece = await ahead;
    if (!piece) return;
    ahead = ask();
    yield piece;
  }
}
