/** Columns of chunks from several files, one form for each: numbers as float64, everything else as text. */
import type { Column } from '#/core/protocol/dataset';
import { dateMs, epochMs, leastEpoch } from '#/core/events/eventTime';
import { second } from '#/core/events/duration';
import { isMissingText, numberToText, trimCell } from '#/core/table/cellValue';
import type { ColumnValues } from '#/core/table/column';
import { numbersOf } from '#/core/table/columnView';

/** A column of a chunk, by row. */
export type EventCells =
  | { form: 'numbers'; values: Float64Array }
  | { form: 'texts'; codes: Int32Array; dictionary: readonly string[]; batch: number; into: Int32Array };

export const isNumbers = ({ type }: Pick<Column, 'type'>): boolean =>
  type === 'numeric' || type === 'integer';

export function cellsOf(column: ColumnValues | undefined, kept: Column, rows: number): EventCells {
  if (isNumbers(kept))
    return {
      form: 'numbers',
      values: column ? numbersOf(column, kept.type) : new Float64Array(rows).fill(Number.NaN),
    };
  const texts = (codes: Int32Array, dictionary: readonly string[]): EventCells => ({
    form: 'texts',
    codes,
    dictionary,
    batch: -1,
    into: new Int32Array(dictionary.length),
  });
  if (!column) return texts(new Int32Array(rows).fill(-1), []);
  if (column.physical === 'dict') {
    const missing = column.dictionary.map((text) => isMissingText(trimCell(text)));
    if (!missing.includes(true)) return texts(column.codes, column.dictionary);
    return texts(
      column.codes.map((code) => (code >= 0 && missing[code] ? -1 : code)),
      column.dictionary,
    );
  }
  const known = new Map<number, number>();
  const codes = Int32Array.from(column.values, (value) => {
    if (Number.isNaN(value)) return -1;
    let code = known.get(value);
    if (code === undefined) known.set(value, (code = known.size));
    return code;
  });
  return texts(codes, Array.from(known.keys(), numberToText));
}

/** Milliseconds of a column of times that was read from a file; NaN where there is none. */
export function timesOf(column: ColumnValues, { type }: Column, clock: 'date' | 'plain'): Float64Array {
  const ofNumber = (value: number) =>
    clock === 'plain' ? value * second : Math.abs(value) >= leastEpoch ? epochMs(value) : Number.NaN;
  if (type === 'datetime') return numbersOf(column, type);
  if (column.physical === 'f64') return column.values.map(ofNumber);
  const byCode = Float64Array.from(column.dictionary, (text) =>
    clock === 'plain' ? ofNumber(Number(text.trim() || Number.NaN)) : dateMs(text),
  );
  return Float64Array.from(column.codes, (code) => (code < 0 ? Number.NaN : (byCode[code] as number)));
}

interface Texts {
  codes: Int32Array;
  known: Map<string, number>;
}

/** Rows of many chunks, batch by batch; a dictionary names its texts in the order of their first row. */
export class EventBatch {
  rows = 0;
  #batch = 0;
  readonly #capacity: number;
  readonly #columns: readonly Column[];
  #numbers: Float64Array[] = [];
  #texts: Texts[] = [];

  constructor(columns: readonly Column[], capacity: number) {
    this.#columns = columns;
    this.#capacity = capacity;
    this.#begin();
  }

  get isFull(): boolean {
    return this.rows === this.#capacity;
  }

  add(cells: readonly EventCells[], row: number): void {
    let [number, text] = [0, 0];
    for (const cell of cells) {
      if (cell.form === 'numbers') {
        (this.#numbers[number++] as Float64Array)[this.rows] = cell.values[row] as number;
        continue;
      }
      const own = this.#texts[text++] as Texts;
      const code = cell.codes[row] as number;
      if (code < 0) {
        own.codes[this.rows] = -1;
        continue;
      }
      if (cell.batch !== this.#batch) {
        cell.batch = this.#batch;
        cell.into.fill(-1);
      }
      let into = cell.into[code] as number;
      if (into < 0) {
        const name = cell.dictionary[code] as string;
        into = own.known.get(name) ?? own.known.size;
        own.known.set(name, into);
        cell.into[code] = into;
      }
      own.codes[this.rows] = into;
    }
    this.rows++;
  }

  /** Of the row that was added last, within this batch. */
  key(): string {
    const at = this.rows - 1;
    return [
      ...this.#numbers.map((values) => values[at]),
      ...this.#texts.map(({ codes }) => codes[at]),
    ].join();
  }

  /** Hands out what was gathered, and begins anew. */
  take(): ColumnValues[] {
    let [number, text] = [0, 0];
    const columns = this.#columns.map((column): ColumnValues => {
      if (isNumbers(column))
        return { physical: 'f64', values: (this.#numbers[number++] as Float64Array).slice(0, this.rows) };
      const { codes, known } = this.#texts[text++] as Texts;
      return { physical: 'dict', codes: codes.slice(0, this.rows), dictionary: [...known.keys()] };
    });
    this.#begin();
    return columns;
  }

  #begin(): void {
    this.rows = 0;
    this.#batch++;
    if (this.#numbers.length + this.#texts.length === 0) {
      this.#numbers = this.#columns.filter(isNumbers).map(() => new Float64Array(this.#capacity));
      this.#texts = this.#columns
        .filter((column) => !isNumbers(column))
        .map(() => ({ codes: new Int32Array(this.#capacity), known: new Map() }));
    }
    for (const { known } of this.#texts) known.clear();
  }
}
