/**
 * The rows of a sheet as lines of a table of text, which are then read as such: titles above the names, several rows of
 * names, tables below each other and sums at the end are found as they are in a CSV file.
 */
import type { FormatSource } from '../formatDef';
import { headBytes } from '../openSource';
import { type Book, type Cell, mostEmptyRows, type SheetRow } from './book';

/** So many rows tell where the table stands. */
const lookedAt = 1000;

interface Frame {
  /** Columns in use, from 0. */
  first: number;
  width: number;
}

export async function sheetSource(book: Book, sheet: number, source: FormatSource): Promise<FormatSource> {
  const frame = await frameOf(book, sheet);
  const open = (progress?: (share: number) => void) => lines(book.rows(sheet, progress), frame);
  return {
    ...source,
    head: await headOf(open()),
    stream: () => streamOf(open((share) => source.tellRead(share))),
  };
}

async function frameOf(book: Book, sheet: number): Promise<Frame> {
  let first = Number.POSITIVE_INFINITY;
  let end = 0;
  let seen = 0;
  for await (const { cells } of book.rows(sheet)) {
    const at = cells.findIndex((cell) => cell !== undefined);
    if (at >= 0) {
      first = Math.min(first, at);
      end = Math.max(end, cells.length);
    }
    if (++seen >= lookedAt) break;
  }
  return { first: Number.isFinite(first) ? first : 0, width: Math.max(0, end - first) };
}

async function* lines(rows: AsyncGenerator<SheetRow>, { first, width }: Frame): AsyncGenerator<string> {
  let line = 0;
  let inTable = false;
  for await (const { number, cells } of rows) {
    const gap = number - line - 1;
    line = number;
    if (gap > mostEmptyRows) return;
    if (gap > 0 && line > 1) yield '\n'.repeat(gap);
    const found = cells.slice(first);
    const used = found.filter((cell) => cell !== undefined).length;
    if (used === 0) {
      yield '\n';
      continue;
    }
    inTable ||= used > 1;
    // A title stands alone in its row.
    const length = inTable ? Math.max(width, found.length) : found.length;
    const parts: string[] = [];
    for (let i = 0; i < length; i++) parts.push(cellText(found[i]));
    yield `${parts.join(',')}\n`;
  }
}

/** A text stands in quotes, so that "NA" is one; what else is in a cell stands as it is. */
function cellText(cell: Cell | undefined): string {
  if (cell === undefined) return '';
  return cell.isText || /[",\r\n]/.test(cell.text) ? `"${cell.text.replaceAll('"', '""')}"` : cell.text;
}

async function headOf(pieces: AsyncGenerator<string>): Promise<Uint8Array> {
  const encoder = new TextEncoder();
  let text = '';
  for await (const piece of pieces) {
    text += piece;
    if (text.length >= headBytes) break;
  }
  return encoder.encode(text).slice(0, headBytes);
}

function streamOf(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      let text = '';
      while (text.length < headBytes) {
        const { done, value } = await pieces.next();
        if (done) {
          if (text !== '') controller.enqueue(encoder.encode(text));
          return controller.close();
        }
        text += value;
      }
      controller.enqueue(encoder.encode(text));
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}
