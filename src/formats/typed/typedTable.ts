/**
 * The columns of a file that says their types, and what came of them: whole numbers that float64 does not count are
 * kept as text, infinite ones are missing.
 */
import type { DataIssue } from '#/core/protocol/dataset';
import type { ColumnValues } from '#/core/table/column';
import type { TypedColumnInfo, TypedColumns } from '../formatDef';
import type { Filled } from './typedColumn';

export class TypedTable implements TypedColumns {
  readonly names: readonly string[];
  readonly #columns: TypedColumnInfo[];
  readonly #report: (issue: DataIssue) => void;
  readonly #told = new Set<string>();

  constructor(
    names: readonly string[],
    columns: readonly TypedColumnInfo[],
    report: (issue: DataIssue) => void,
  ) {
    this.names = names;
    this.#columns = [...columns];
    this.#report = report;
  }

  /** What a column is, after the batches so far. */
  column(index: number): TypedColumnInfo {
    return this.#columns[index] ?? { as: 'text' };
  }

  checked(columns: readonly Filled[]): ColumnValues[] {
    return columns.map(({ values: column, isFinite }, i) => {
      const { type } = this.column(i);
      if (type === 'integer' && column.physical === 'dict') this.#keepAsText(i);
      return type === 'numeric' && column.physical === 'f64' && !isFinite ? this.#finite(column, i) : column;
    });
  }

  noteBadBytes(index: number): void {
    this.#once(index, 'bytes', {
      severity: 'warning',
      message: `Some texts of “${this.names[index]}” are not UTF-8 and were read as Windows-1252.`,
      hint: 'Write the file anew with texts as UTF-8 if letters look wrong.',
    });
  }

  #keepAsText(index: number) {
    const { unit } = this.column(index);
    this.#columns[index] = { as: 'text', ...(unit && { unit }) };
    this.#once(index, 'large', {
      severity: 'info',
      message: `“${this.names[index]}” has whole numbers beyond 9,007,199,254,740,992; it is kept as text, digit by digit.`,
      hint: 'Such numbers are mostly ids. Give the column the type numeric to use it as a number, of which the last digits are rounded.',
    });
  }

  #finite(column: ColumnValues & { physical: 'f64' }, index: number): ColumnValues {
    let infinite = 0;
    const { values } = column;
    for (let row = 0; row < values.length; row++)
      if (Math.abs(values[row] as number) === Number.POSITIVE_INFINITY) {
        // A view of the file's own bytes is never written to: these are batches of their own.
        values[row] = Number.NaN;
        infinite++;
      }
    if (infinite > 0)
      this.#report({
        severity: 'warning',
        message: `Infinite values of “${this.names[index]}” count as missing.`,
        column: this.names[index],
        count: infinite,
      });
    return column;
  }

  #once(index: number, what: string, issue: DataIssue) {
    const key = `${what} ${index}`;
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.#report({ ...issue, column: this.names[index] });
  }
}
