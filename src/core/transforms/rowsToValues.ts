/** Raw rows as people write them, to the columns a fitted pipeline takes; says what it did not understand. */
import type { Column } from '#/core/protocol/dataset';
import type { RawRow } from '#/core/protocol/model';
import { isMissingText } from '#/core/table/cellValue';
import { valuesOfCells } from '#/core/table/columnView';
import { knownCategories } from './knownCategories';
import type { FittedPipeline } from './pipeline';
import type { Values } from './transformDef';

export interface RowColumns {
  /** By field name, one entry per input. */
  columns: Map<string, Values>;
  warnings: string[];
  /** Rows with cells that are not what their column is of, and count as missing: why, by row. */
  unread: Map<number, string>;
}

/** With a pipeline, categories it never saw are reported as well. */
export function rowsToValues(
  rows: readonly RawRow[],
  inputs: readonly Column[],
  pipeline?: FittedPipeline,
): RowColumns {
  const columns = new Map<string, Values>();
  const warnings: string[] = [];
  const unread = new Map<number, string>();
  for (const { name, type, reading } of inputs) {
    const cells = rows.map((row) => readCell(Object.hasOwn(row, name) ? (row[name] ?? null) : null, type));
    const values = valuesOfCells(cells, type, reading);
    columns.set(name, values);
    if (values.kind === 'number') {
      const wrong: string[] = [];
      const noun = nouns[type] ?? 'a number';
      for (const [row, cell] of cells.entries()) {
        if (!Number.isNaN(values.data[row]) || isMissingCell(cell)) continue;
        wrong.push(String(cell));
        const before = unread.get(row);
        unread.set(row, `${before ? `${before}; ` : ''}${name}: ${quoteSome([String(cell)])} is not ${noun}`);
      }
      if (wrong.length > 0) warnings.push(`${name}: ${quoteSome(wrong)} is not ${noun}; treated as missing.`);
    } else {
      const remark = pipeline && unseenRemark(name, values, pipeline);
      if (remark !== undefined) warnings.push(remark);
    }
  }
  return { columns, warnings, unread };
}

/** Of texts that the encoder of a column did not learn. */
export function unseenRemark(name: string, values: Values, pipeline: FittedPipeline): string | undefined {
  const known = values.kind === 'string' ? knownCategories(pipeline, name) : undefined;
  if (!known || values.kind !== 'string') return undefined;
  const names = new Set(known.categories);
  const unseen = values.data.filter((text) => text !== null && !names.has(text));
  if (unseen.length === 0) return undefined;
  return known.hasOther
    ? `${name}: ${quoteSome(unseen.map(String))} is not among the values that the model tells apart (${names.size}); it counts as one of the others.`
    : `${name}: ${quoteSome(unseen.map(String))} was never seen in training; it counts as none of the categories.`;
}

/** 1,5 is one and a half. 1,500 could be either, so it stays unread and is reported. */
const decimalComma = /^\s*[+-]?(\d*,(\d{1,2}|\d{4,})|0,\d+)\s*$/;

const readCell = (cell: RawRow[string], type: Column['type']): RawRow[string] =>
  typeof cell === 'string' && (type === 'numeric' || type === 'integer') && decimalComma.test(cell)
    ? cell.replace(',', '.')
    : cell;

const isMissingCell = (cell: RawRow[string]): boolean =>
  cell === null || (typeof cell === 'string' && isMissingText(cell.trim()));

const nouns: Partial<Record<Column['type'], string>> = { datetime: 'a date', boolean: 'true or false' };

function quoteSome(texts: readonly string[]): string {
  const distinct = [...new Set(texts)];
  const shown = distinct.slice(0, 3).map((text) => `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`);
  const more = distinct.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}
