/**
 * Reads records from UTF-8 bytes into column builders, without a string for a number or a repeated text. Of whatever is in
 * memory: a record that is not complete yet is left for the next call, which writes its cells again over the same row.
 */
import { isMissingText } from '#/core/table/cellValue';
import type { RecordBatch } from '#/core/table/column';
import { ColumnBuilder } from '#/core/table/columnBuilder';
import type { SpareBuffers } from '#/core/table/spareBuffers';
import type { DataIssue } from '#/core/protocol/dataset';
import type { ColumnChoice } from '../formatDef';
import { BelowTable } from './belowTable';
import type { Dialect } from './dialect';
import { HeldBytes } from './heldBytes';
import { fitsRow, literalQuote } from './literalQuote';
import { mayBeMissing } from './mayBeMissing';
import * as lineBytes from './lineBytes';
import { protectsFormula } from './protectsFormula';
import { type QuickRows, quickRows } from './quickRows';
import { badBytes, behindQuote, namesAgain, openQuote, protectedFormula, unevenRow } from './rowIssues';
import { lastHow, numberEnd, parseNumberBytes, readNumber } from './parseNumberBytes';

const { afterLine, CR, endOfCell, hash, isBlank, LF, space, tab } = lineBytes;

export class CsvScanner {
  /** 1-based line where the next record begins. */
  line: number;
  rows = 0;
  /** Line of the quote that was open when the bytes ended. */
  openQuoteLine: number | undefined;
  /** The line of names, which may stand again between the rows of files that were joined. */
  header: Uint8Array | undefined;
  /** Line of the last row. */
  lastRowLine = 0;
  readonly below: BelowTable;
  readonly #builders: ColumnBuilder[];
  readonly #delimiter: number;
  readonly #quote: number;
  readonly #decimal: number;
  readonly #escape: number;
  readonly #comment: Uint8Array;
  readonly #trailing: boolean;
  /** No sign of a number divides cells. */
  readonly #quick: boolean;
  readonly #lastLine: number;
  readonly #report: (issue: DataIssue) => void;
  /** Bytes for which it pays to make the quick reader ready. */
  #leastQuick: number;
  readonly #held = new HeldBytes();
  #cellLine = 0;
  readonly #onBadBytes = () => this.#report(badBytes(this.#cellLine));

  /** `textColumns` (by index) are kept as they stand, cell by cell. */
  constructor(
    width: number,
    dialect: Dialect,
    line: number,
    report: (issue: DataIssue) => void,
    textColumns?: ColumnChoice,
    leastQuick = 32_768,
    spare?: SpareBuffers,
  ) {
    this.#leastQuick = leastQuick;
    this.#builders = Array.from(
      { length: width },
      (_, i) => new ColumnBuilder(textColumns?.has(i), dialect.decimal, spare),
    );
    this.#delimiter = dialect.delimiter.charCodeAt(0);
    this.#quote = dialect.quote.charCodeAt(0);
    this.#decimal = dialect.decimal.charCodeAt(0);
    this.#escape = dialect.escape.charCodeAt(0);
    this.#comment = new TextEncoder().encode(dialect.comment);
    this.#trailing = dialect.trailing;
    this.#quick = !/[-\d]/.test(dialect.delimiter + dialect.quote) && this.#delimiter !== this.#decimal;
    this.#lastLine = dialect.lastLine ?? Number.POSITIVE_INFINITY;
    this.#report = report;
    this.below = new BelowTable(width, this.#delimiter, report);
    this.line = line;
  }

  take(): RecordBatch {
    const batch = { rows: this.rows, columns: this.#builders.map((builder) => builder.finish(this.rows)) };
    this.rows = 0;
    this.#plain?.startBatch();
    return batch;
  }

  /** Reads records of bytes[start, end) until `mostRows` are held; returns where it stopped. */
  scan(bytes: Uint8Array, start: number, end: number, final: boolean, mostRows: number): number {
    let at = start;
    if (end - start >= this.#leastQuick) this.#makePlain();
    while (at < end && this.rows < mostRows && this.line <= this.#lastLine) {
      if (this.#plain?.isReady() && this.below.held.length === 0 && !this.#belowBlank) {
        at = this.#plainRows(this.#plain, bytes, at, end, mostRows);
        if (at === end || this.rows === mostRows || this.line > this.#lastLine) break;
      }
      const next = this.#record(bytes, at, end, final);
      if (next < 0) break;
      at = next;
    }
    return at;
  }

  /** An empty line stands above: what follows may be a note. */
  #belowBlank = false;

  #plain: QuickRows | undefined;
  #makePlain() {
    if (this.#plain || !this.#quick) return;
    const [delimiter, decimal, quote] = [this.#delimiter, this.#decimal, this.#quote];
    const dialect = { delimiter, decimal, quote, escape: this.#escape, comment: this.#comment[0] };
    this.#plain = quickRows(dialect, this.header, this.#builders);
    this.#leastQuick = Number.POSITIVE_INFINITY;
  }

  #plainRows(plain: QuickRows, bytes: Uint8Array, start: number, end: number, mostRows: number): number {
    const [first, line] = [this.rows, this.line];
    const most = Math.min(mostRows - first, this.#lastLine - line + 1);
    const count = plain.read(
      bytes,
      start,
      end,
      first,
      most,
      (from, cellStart, cellEnd, column, quoted, row, text) => {
        this.rows = row;
        this.line = this.#cellLine = line + row - first;
        if (text === undefined) this.#cell(from, cellStart, cellEnd, column, quoted);
        else this.#builders[column]?.addKnownText(row, text, this.#cellLine, quoted);
      },
    );
    this.rows = first + count;
    this.line = line + count;
    if (count > 0) this.lastRowLine = this.line - 1;
    return plain.at;
  }

  /** One line or record; -1 if it is not complete. */
  #record(bytes: Uint8Array, start: number, end: number, final: boolean): number {
    const width = this.#builders.length;
    const delimiter = this.#delimiter;
    const quote = this.#quote;
    if (this.#comment.length > 0 && bytes[start] === this.#comment[0]) {
      if (start + this.#comment.length > end && !final) return -1;
      if (this.#comment.every((c, i) => bytes[start + i] === c))
        return this.#commentLine(bytes, start, end, final);
    }
    if (this.header && bytes[start] === this.header[0]) {
      const again = this.#namesAgain(bytes, start, end);
      if (again >= 0) return again;
    }
    const commented = bytes[start] === hash;
    const blanks = delimiter === space;
    let at = start;
    let column = 0;
    let newLines = 0;
    let blank = true;
    let emptyEnd = false;
    this.#cellLine = this.line;
    this.openQuoteLine = undefined;
    for (;;) {
      while (at < end && (bytes[at] === space || (bytes[at] === tab && delimiter !== tab))) at++;
      let cellEnd = at;
      if (at < end && column < width && this.#plainNumber(bytes, at, end, column)) {
        cellEnd = numberEnd;
        blank = false;
      } else if (at < end && bytes[at] === quote) {
        const close = this.#quoted(bytes, at, end, column, final, newLines);
        if (close < 0) return -1;
        newLines = this.#newLines;
        cellEnd = close;
        blank = false;
      } else {
        cellEnd = endOfCell(bytes, at, end, this.#delimiter);
        if (cellEnd === end && !final) return -1;
        if (cellEnd > at) blank = false;
        let to = cellEnd;
        while (to > at && isBlank(bytes[to - 1] as number)) to--;
        if (column < width) this.#cell(bytes, at, to, column);
        else emptyEnd = to === at;
      }
      at = cellEnd;
      if (at < end && bytes[at] === delimiter) {
        at++;
        blank = false;
        if (blanks) {
          // A run of blanks is one delimiter, and none at the end of the line.
          while (at < end && bytes[at] === space) at++;
          if (at === end && !final) return -1;
          if (at === end || bytes[at] === LF || bytes[at] === CR) break;
        }
        column++;
        continue;
      }
      break;
    }
    const rowEnd = at;
    at = afterLine(bytes, at, end, final);
    if (at < 0) return -1;
    const line = this.line;
    this.line += newLines + 1;
    const cells = column + 1;
    if (blank) {
      this.#report({ severity: 'info', message: 'Empty lines were skipped.', line });
      this.#belowBlank = true;
      return at;
    }
    const whole = cells === width || (this.#trailing && column === width && emptyEnd);
    // A whole row that does not end with a delimiter is a row beyond doubt, but below an empty line.
    const doubtful =
      cells < width || (cells === width && (bytes[rowEnd - 1] === delimiter || this.#belowBlank));
    if (
      doubtful &&
      width > 1 &&
      !this.#areRows &&
      this.below.holds(bytes.subarray(start, rowEnd), cells, line)
    )
      return at;
    if (this.below.held.length > 0) {
      this.#giveBack();
      this.line = line;
      return this.#record(bytes, start, end, final);
    }
    this.#belowBlank = false;
    if (whole) {
      this.rows++;
      this.lastRowLine = line;
    } else if (commented) this.#report({ severity: 'info', message: 'Comment lines were skipped.', line });
    else this.#ragged(cells, line);
    return at;
  }

  #areRows = false;
  /** Rows follow what was held back: it is rows, too. */
  #giveBack() {
    this.#areRows = true;
    for (const { line, bytes } of this.below.release()) {
      this.line = line;
      this.#record(bytes, 0, bytes.length, true);
    }
    this.#areRows = false;
  }

  /** At the end of the file. A file of nothing else holds rows. */
  finish(anyRows: boolean) {
    if (!anyRows || !this.below.hasNotes) this.#giveBack();
    else this.below.tell();
  }

  /** -1 where it is a row like the others. */
  #namesAgain(bytes: Uint8Array, start: number, end: number): number {
    const header = this.header as Uint8Array;
    if (header.length < 3 || start + header.length > end) return -1;
    for (let i = 0; i < header.length; i++) if (bytes[start + i] !== header[i]) return -1;
    this.#report(namesAgain(this.line++));
    return start + header.length;
  }

  #ragged(cells: number, line: number) {
    const width = this.#builders.length;
    for (let column = cells; column < width; column++) this.#builders[column]?.addMissing(this.rows);
    this.rows++;
    this.#report(unevenRow(cells, width, line));
  }

  #commentLine(bytes: Uint8Array, start: number, end: number, final: boolean): number {
    let at = start;
    while (at < end && bytes[at] !== LF && bytes[at] !== CR) at++;
    if (at === end && !final) return -1;
    at = afterLine(bytes, at, end, final);
    if (at >= 0) this.line++;
    return at;
  }

  #newLines = 0;
  /** A cell that starts with a quote; returns where it ends, -1 if the bytes end first. Counts its newlines. */
  #quoted(
    bytes: Uint8Array,
    start: number,
    end: number,
    column: number,
    final: boolean,
    before: number,
  ): number {
    const quote = this.#quote;
    const escape = this.#escape;
    const width = this.#builders.length;
    let newLines = before;
    let at = start + 1;
    let from = at;
    let held = 0; // bytes in #held: the parts before a doubled or escaped quote
    for (;;) {
      while (at < end && bytes[at] !== quote) {
        const c = bytes[at];
        if (c === escape && at + 1 < end) {
          held = this.#held.add(bytes, from, at, held);
          from = at + 1;
          at++;
        }
        if (c === LF || (c === CR && bytes[at + 1] !== LF)) newLines++;
        at++;
      }
      if (at === end) {
        if (this.#closesNowhere(final) && this.rows > 0) {
          const literal = literalQuote(bytes, start, end, this.#dividers, width - column, width);
          if (literal >= 0) return this.#asItStands(bytes, start, literal, column, before);
        }
        this.openQuoteLine = this.line + before;
        return -1;
      }
      if (at + 1 === end && !final) return -1;
      if (bytes[at + 1] !== quote || at + 1 === end) break;
      held = this.#held.add(bytes, from, at + 1, held);
      at += 2;
      from = at;
    }
    let after = at + 1;
    while (after < end && bytes[after] === space && this.#delimiter !== space) after++;
    const cellEnd = endOfCell(bytes, after, end, this.#delimiter);
    if (cellEnd === end && !final) return -1;
    // Text behind a quote that stands where a cell begins: that quote opens one.
    const opens = newLines > before || bytes[at - 1] === this.#delimiter;
    if (cellEnd > after && (opens || !fitsRow(bytes, cellEnd, end, this.#dividers, width - column))) {
      const literal = literalQuote(bytes, start, end, this.#dividers, width - column);
      if (literal >= 0) return this.#asItStands(bytes, start, literal, column, before);
    }
    this.#newLines = newLines;
    if (cellEnd > after) {
      held = this.#held.add(bytes, from, at, held);
      held = this.#held.add(bytes, at + 1, cellEnd, held);
      this.#report(behindQuote(this.line + newLines));
    } else if (held > 0) held = this.#held.add(bytes, from, at, held);
    if (column < this.#builders.length) {
      if (held > 0) this.#cell(this.#held.bytes, 0, held, column, true);
      else this.#cell(bytes, from, at, column, true);
    }
    return cellEnd;
  }

  /** Somebody looks for the end of a quote in vain: the file has ended, or too much of it was searched. */
  readLiterally = false;
  #closesNowhere(final: boolean): boolean {
    const given = final || this.readLiterally;
    this.readLiterally = false;
    return given;
  }

  #asItStands(bytes: Uint8Array, start: number, cellEnd: number, column: number, newLines: number): number {
    this.#newLines = newLines;
    this.#report(openQuote(this.line + newLines));
    if (column < this.#builders.length) this.#cell(bytes, start, cellEnd, column);
    return cellEnd;
  }

  get #dividers() {
    return { delimiter: this.#delimiter, quote: this.#quote };
  }

  /** Most cells: a number, and right behind it what ends the cell. It is read without looking for that end first. */
  #plainNumber(bytes: Uint8Array, start: number, end: number, column: number): boolean {
    const first = bytes[start] as number;
    if (first > 57 || (first < 48 && first !== 45) || !this.#quick) return false;
    const builder = this.#builders[column] as ColumnBuilder;
    const values = builder.numbersFor(this.rows);
    if (!values) return false;
    const how = readNumber(bytes, start, end, this.#decimal, values, this.rows);
    if (how < 0 || numberEnd >= end) return false;
    const c = bytes[numberEnd];
    if (c !== this.#delimiter && c !== LF && c !== CR) return false;
    builder.noteNumber(this.rows, how);
    return true;
  }

  #cell(bytes: Uint8Array, start: number, end: number, column: number, quoted = false) {
    const builder = this.#builders[column] as ColumnBuilder;
    let from = start;
    let to = end;
    while (to > from && isBlank(bytes[to - 1] as number)) to--;
    while (from < to && isBlank(bytes[from] as number)) from++;
    if (from === to) return builder.addMissing(this.rows);
    const first = bytes[from] as number;
    if (
      first <= 57 &&
      !builder.isText &&
      (first >= 48 || first === 45 || first === 43 || first === this.#decimal)
    ) {
      const value = parseNumberBytes(bytes, from, to, this.#decimal);
      if (!Number.isNaN(value)) return builder.addNumber(this.rows, value, lastHow);
    }
    if (!quoted && mayBeMissing(bytes, from, to)) {
      const text = String.fromCharCode(...bytes.subarray(from, to));
      if (isMissingText(text)) return builder.addMarker(this.rows, text, this.#cellLine);
    }
    if (start === from && protectsFormula(bytes, start, end)) {
      this.#report(protectedFormula(this.line));
      return builder.addBytes(this.rows, bytes, start + 1, end, this.#cellLine, quoted, this.#onBadBytes);
    }
    builder.addBytes(this.rows, bytes, start, end, this.#cellLine, quoted, this.#onBadBytes);
  }
}
