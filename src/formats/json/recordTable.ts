/**
 * Records with named values into columns. Names are collected until the first batch is full; nested
 * objects become columns called "outer.inner", arrays stay as JSON text.
 */
import type { DataIssue } from '#/core/protocol/dataset';
import { isMissingText, parseCanonicalNumber, trimCell } from '#/core/table/cellValue';
import { howWritten } from '#/core/table/howWritten';
import type { RecordBatch } from '#/core/table/column';
import { batchRowsFor, ColumnBuilder } from '#/core/table/columnBuilder';
import type { ColumnChoice, ReadContext } from '../formatDef';
import { mostColumns, uniqueNames } from '../uniqueNames';

const deepestNesting = 8;

/** Adds any JSON value as a cell; the same rules as for cells of a text file. */
export function addJsonCell(builder: ColumnBuilder, row: number, value: unknown, line: number): void {
  if (value === null || value === undefined) return builder.addMissing(row);
  if (typeof value === 'number' && Number.isFinite(value))
    return builder.addNumber(row, value === 0 ? 0 : value);
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  const trimmed = trimCell(text);
  if (trimmed === '') return builder.addMissing(row);
  if (isMissingText(trimmed)) return builder.addMarker(row, trimmed, line);
  const number = builder.isText ? Number.NaN : parseCanonicalNumber(trimmed);
  if (Number.isNaN(number)) builder.addText(row, text, line);
  else builder.addNumber(row, number === 0 ? 0 : number, howWritten(trimmed, number));
}

export class RecordTable {
  rows = 0;
  readonly names: string[] = [];
  readonly #indexByName = new Map<string, number>();
  readonly #builders: ColumnBuilder[] = [];
  readonly #writtenRow: number[] = [];
  readonly #fileName: string;
  readonly #report: (issue: DataIssue) => void;
  #frozen = false;

  readonly #textColumns: ColumnChoice | undefined;

  constructor(fileName: string, { report, textColumns }: Pick<ReadContext, 'report' | 'textColumns'>) {
    this.#fileName = fileName;
    this.#report = report;
    this.#textColumns = textColumns;
  }

  isFull(aim: number): boolean {
    return this.rows >= batchRowsFor(this.#builders.length, aim);
  }

  /** `names` are those of the cells, where the record is a list. */
  addRecord(record: unknown, line: number, names?: readonly string[]): void {
    if (Array.isArray(record))
      record.forEach((value, i) => this.#add(names?.[i] ?? `column${i + 1}`, value, line, 0));
    else if (typeof record === 'object' && record !== null)
      for (const [name, value] of Object.entries(record)) this.#add(name, value, line, 0);
    else this.#add('value', record, line, 0);
    this.#builders.forEach((builder, i) => {
      if (this.#writtenRow[i] !== this.rows) builder.addMissing(this.rows);
    });
    this.rows++;
  }

  take(): RecordBatch {
    this.#frozen = true;
    const batch = { rows: this.rows, columns: this.#builders.map((builder) => builder.finish(this.rows)) };
    this.rows = 0;
    this.#writtenRow.fill(-1);
    return batch;
  }

  #add(name: string, value: unknown, line: number, depth: number): void {
    if (typeof value === 'object' && value !== null && !Array.isArray(value) && depth < deepestNesting) {
      for (const [inner, nested] of Object.entries(value))
        this.#add(`${name}.${inner}`, nested, line, depth + 1);
      return;
    }
    if (Array.isArray(value))
      this.#report({
        severity: 'info',
        message: 'Lists inside a record are kept as text.',
        hint: 'Give each element a field of its own to use it as a number.',
        line,
        column: name,
      });
    let index = this.#indexByName.get(name);
    if (index !== undefined && this.#writtenRow[index] === this.rows) {
      this.#report({
        severity: 'warning',
        message: `Two fields of a record are called “${name}”; the later one was renamed “${name}_2”.`,
        line,
        column: name,
      });
      return this.#add(`${name}_2`, value, line, deepestNesting);
    }
    if (index === undefined) {
      if (this.#frozen)
        return this.#report({
          severity: 'warning',
          message: `A field that first appears late was left out: “${name}”.`,
          hint: 'Put a record that has every field near the top of the file.',
          line,
        });
      index = this.names.push(name) - 1;
      if (index >= mostColumns) uniqueNames(this.names, this.#fileName, this.#report);
      this.#indexByName.set(name, index);
      const builder = new ColumnBuilder(this.#textColumns?.has(index));
      for (let row = 0; row < this.rows; row++) builder.addMissing(row);
      this.#builders.push(builder);
    }
    addJsonCell(this.#builders[index] as ColumnBuilder, this.rows, value, line);
    this.#writtenRow[index] = this.rows;
  }
}
