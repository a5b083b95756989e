/** The part of a text file that is in memory: UTF-8 bytes from `at` on, read further on demand, which overwrites those before. */
import type { DataIssue } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { Quoting } from './csv/splitRecords';
import { type SniffedEncoding, utf8Pieces } from './encoding';

/** So much is read at a time of a long file. */
const longestStep = 1024 * 1024;
const longestRecordBytes = 16 * 1024 * 1024;
const LF = 10;
const CR = 13;
const endOfText = 0x1a;

export class ByteWindow {
  bytes: Uint8Array = new Uint8Array(0);
  /** Start of what is not consumed yet. */
  at = 0;
  /** All of the file is in `bytes`. */
  ended = false;
  #memory = new Uint8Array(0);
  #read = 0;
  readonly #name: string;
  readonly #pieces: AsyncGenerator<Uint8Array>;

  constructor(
    stream: ReadableStream<Uint8Array>,
    name: string,
    encoding: SniffedEncoding,
    signal: AbortSignal,
    report?: (issue: DataIssue) => void,
  ) {
    this.#name = name;
    this.#pieces = utf8Pieces(stream, encoding, signal, report);
  }

  /**
   * Reads on until there is at least twice what was left over, so that a long record costs linear time.
   * `line` (and whether a quote is open in it) is for the message when what is left over is too long.
   */
  async more(line: number, openQuote = false): Promise<void> {
    const left = this.bytes.subarray(this.at);
    this.requireShort(left.length, line, openQuote);
    const parts = [left];
    let size = left.length;
    const step = left.length + Math.min(longestStep, this.#read / 4);
    const wanted = Math.min(Math.max(left.length * 2, step, 1), longestRecordBytes + 1);
    while (!this.ended && size < wanted) {
      const { done, value } = await this.#pieces.next();
      if (done) this.ended = true;
      else if (value.length > 0) {
        parts.push(value);
        size += value.length;
        this.#read += value.length;
      }
    }
    const [, only] = parts;
    if (left.length === 0 && parts.length === 2 && only) this.bytes = only;
    else {
      // The first part may lie in the memory itself.
      const memory = this.#memory.length < size ? new Uint8Array(size + (size >> 1)) : this.#memory;
      let at = 0;
      for (const part of parts) {
        memory.set(part, at);
        at += part.length;
      }
      this.#memory = memory;
      this.bytes = memory.subarray(0, size);
    }
    // DOS and CP/M programs end a text with it.
    if (this.ended && this.bytes.at(-1) === endOfText) this.bytes = this.bytes.subarray(0, -1);
    this.at = 0;
  }

  /** Where the line at `at` ends (behind its line feed, or at the end of the file). */
  async lineFeed(line: number): Promise<number> {
    for (;;) {
      const found = this.bytes.indexOf(LF, this.at);
      if (found >= 0 || this.ended) {
        const end = found >= 0 ? found + 1 : this.bytes.length;
        this.requireShort(end - this.at, line);
        return end;
      }
      await this.more(line);
    }
  }

  /**
   * Where the line at `at` ends (behind its newline) and how many lines it spans. With a `quoting` it is
   * the end of a record: newlines inside quoted cells do not end it.
   */
  async lineEnd(line: number, quoting?: Quoting): Promise<{ end: number; lines: number }> {
    for (;;) {
      const found = endOfLine(this.bytes, this.at, this.ended, quoting);
      this.requireShort(found.end - this.at, line, found.quoteLine >= 0);
      if (found.end >= 0) return found;
      if (this.ended) throw neverClosed(this.#name, line + found.quoteLine);
      await this.more(line, found.quoteLine >= 0);
    }
  }

  async close(): Promise<void> {
    await this.#pieces.return(undefined);
  }

  requireShort(recordBytes: number, line: number, openQuote = false): void {
    if (recordBytes <= longestRecordBytes) return;
    throw new TetradError({
      code: 'badInput',
      message: `Line ${line} is longer than 16 MB.`,
      place: `${this.#name}, line ${line}`,
      hint: openQuote
        ? 'A quote opened in this line is probably never closed.'
        : 'This is probably not a table of text with one row per line.',
    });
  }
}

/** -1 when the bytes do not hold the end yet; `quoteLine` counts from 0, -1 when no quote is open. */
function endOfLine(bytes: Uint8Array, start: number, ended: boolean, quoting: Quoting | undefined) {
  const quote = quoting?.quote.charCodeAt(0);
  const escape = quoting?.escape.charCodeAt(0);
  const delimiter = quoting?.delimiter.charCodeAt(0);
  let cellStart = true;
  let quoteLine = -1;
  let lines = 1;
  for (let at = start; at < bytes.length; at++) {
    const c = bytes[at];
    if ((c === quote || c === CR) && at + 1 === bytes.length && !ended) return { end: -1, lines, quoteLine };
    if (c === CR && bytes[at + 1] === LF) continue;
    if (quoteLine >= 0) {
      if (c === LF || c === CR) lines++;
      if (c === escape) at++;
      if (c !== quote) continue;
      if (bytes[at + 1] === quote) at++;
      else quoteLine = -1;
    } else if (c === LF || c === CR) return { end: at + 1, lines, quoteLine };
    else if (c === quote && cellStart) quoteLine = lines - 1;
    else if (c === delimiter) {
      cellStart = true;
      continue;
    } else if (c === 32) continue;
    cellStart = false;
  }
  return { end: ended && quoteLine < 0 ? bytes.length : -1, lines, quoteLine };
}

export function neverClosed(name: string, line: number): TetradError {
  return new TetradError({
    code: 'badInput',
    message: `The quote opened in line ${line} is never closed.`,
    place: `${name}, line ${line}`,
    hint: 'Close the quote, or write a quote inside a quoted cell twice ("").',
  });
}
