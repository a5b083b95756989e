/** What is said of how a text file was taken apart, and what of it is open. */
import type { DataIssue } from '#/core/protocol/dataset';
import type { Ambiguity } from '#/core/reading/reading';
import type { ReadOptions } from '#/core/reading/readOptions';
import type { Dialect } from './dialect';
import type { TableBlock } from './tablesIn';

const namesOf = (table: TableBlock | undefined): string =>
  (table?.names ?? []).slice(0, 5).join(', ').slice(0, 80);

export function aboutTables({ tables }: Dialect, options: ReadOptions): Ambiguity | undefined {
  if (tables.length === 0 || options.table !== undefined) return undefined;
  return {
    option: 'table',
    readings: tables.map((table, i) => ({ value: String(i + 1), example: namesOf(table) })),
    evidence: `The file holds ${tables.length} tables below each other.`,
  };
}

export function tellStructure(
  dialect: Dialect,
  doubt: Ambiguity | undefined,
  options: ReadOptions,
  report: (issue: DataIssue) => void,
): void {
  const { titles, tables } = dialect;
  if (tables.length > 0 && options.table === undefined)
    report({
      severity: 'warning',
      message: `The file holds ${tables.length} tables below each other; the first (${namesOf(tables[0])}) was read.`,
      hint: 'Give the number of the table in the options of the import to read another.',
      line: (tables[1]?.firstLine ?? 0) + 1,
    });
  if (dialect.mended)
    report({
      severity: 'warning',
      message: `The row of names has ${dialect.mended.why}.`,
      hint: 'Correct it in the file if the names stand above the wrong columns.',
      line: dialect.skipLines + 1,
    });
  if (dialect.strayQuoteLine !== undefined)
    report({
      severity: 'info',
      message: 'Quotes are read as they stand: a cell begins with one that is not closed.',
      hint: 'Give the quote in the options of the import if cells stand in quotes.',
      line: dialect.strayQuoteLine,
    });
  if (titles.texts.length > 0)
    report({
      severity: 'info',
      message: `${titles.texts.length === 1 ? 'A line' : `${titles.texts.length} lines`} above the header ${titles.texts.length === 1 ? 'was' : 'were'} left out: ${titles.texts
        .slice(0, 3)
        .map((text) => `“${text.slice(0, 60)}”`)
        .join(', ')}${titles.texts.length > 3 ? ', …' : ''}.`,
      hint: 'Give the number of lines to skip in the options of the import if they belong to the table.',
      line: titles.line,
    });
  if (dialect.trailing)
    report({
      severity: 'warning',
      message: 'Rows have one cell more than the header, which is always empty; it belongs to no column.',
      hint: 'If a name is lacking in the header, the names stand above the wrong columns: correct the header.',
      line: dialect.skipLines + 1,
    });
  if (doubt)
    report({
      severity: 'warning',
      message: `The encoding of the file is a guess: ${doubt.readings.map(({ value, example }) => `${String(value)} (${example})`).join(' or ')}.`,
      hint: 'If letters look wrong, give the encoding in the options of the import, or save the file as UTF-8.',
    });
}
