/**
 * Tables that are drawn for people: Markdown, and what psql, mysql, DuckDB and Polars print. Bars between the cells, often
 * around them too, rules of dashes below the names, a count of rows at the end.
 */
import { unitSeparator } from './fixedWidth';

const bar = /(?<!\\)[|│║┆]/;
const rule = /^[\s|│║┆+:=\-─═┼╬├┤╞╡┌┐└┘┬┴╪]*(-{2}|─{2}|═{2}|={2})[\s|│║┆+:=\-─═┼╬├┤╞╡┌┐└┘┬┴╪]*$/;
const count = /^\s*\(?\d[\d,. ]* rows?\b/i;
/** What Polars prints below its names. */
const dtypes =
  /^(?:[iu](?:8|16|32|64|128)|f32|f64|str|bool|cat|enum|date|time|binary|null|(?:datetime|duration|list|decimal|struct)\[.*\])$/;
const sampledLines = 200;
const evenShare = 0.9;
/** Above the names: a rule, and lines of a title. */
const mostAbove = 3;

export interface DrawnTable {
  rewrite(line: string): string;
  /** Where lines stand outside of it, which are left out. */
  told?: string;
}

/** undefined where no table is drawn. */
export function drawnTable(text: string): DrawnTable | undefined {
  const lines = text.split(/\r\n|[\r\n]/, sampledLines).filter((line) => line.trim() !== '');
  const firstRule = lines.findIndex((line) => rule.test(line));
  const top = lines.findIndex((line) => !rule.test(line) && bar.test(line));
  const header = lines[top] ?? '';
  if (firstRule < 0 || top < 0 || top > mostAbove || firstRule > top + 1) return undefined;
  const rows = lines.slice(top).filter((line) => !rule.test(line) && !count.test(line));
  const width = cells(header).length;
  const even = rows.filter((line) => bar.test(line) && cells(line).length === width).length;
  if (rows.length < 2 || even < rows.length * evenShare) return undefined;
  const outside = lines.find((line) => !rule.test(line) && !count.test(line) && !bar.test(line));
  return {
    rewrite,
    ...(outside !== undefined && {
      told: `Lines outside of the drawn table are left out: “${outside.trim().slice(0, 60)}”.`,
    }),
  };
}

const cells = (line: string): string[] => {
  const all = line.trim().split(bar);
  if (all.length > 1 && all[0] === '') all.shift();
  if (all.length > 1 && all.at(-1) === '') all.pop();
  return all.map((cell) => cell.trim().replaceAll('\\|', '|'));
};

const rewrite = (line: string): string => {
  if (rule.test(line) || !bar.test(line)) return '';
  const row = cells(line);
  return row.every((cell) => dtypes.test(cell)) ? '' : row.join(unitSeparator);
};
