/** Changes to what somebody said about the reading of a file; empty parts are left out, so that equal choices are equal. */
import type { ColumnOptions, ReadOptions } from '#/core/reading/readOptions';

export type FileOption = Exclude<keyof ReadOptions, 'columns'>;
export type ColumnOption = keyof ColumnOptions;

/** Of the whole file, or of a column. */
export type Place = { option: FileOption; column?: undefined } | { option: ColumnOption; column: string };

export const columnOptionsOf = (options: ReadOptions, column: string): ColumnOptions =>
  options.columns && Object.hasOwn(options.columns, column) ? (options.columns[column] ?? {}) : {};

export function chosenAt(options: ReadOptions, place: Place): unknown {
  return place.column === undefined
    ? options[place.option]
    : columnOptionsOf(options, place.column)[place.option];
}

/** undefined puts it back to the guess. */
export function withChoice(options: ReadOptions, place: Place, value: unknown): ReadOptions {
  if (place.column === undefined) return without({ ...options, [place.option]: value }, place.option);
  const own = without({ ...columnOptionsOf(options, place.column), [place.option]: value }, place.option);
  const { columns: before = {}, ...file } = options;
  const entries = Object.entries(before).filter(([name]) => name !== place.column);
  if (Object.keys(own).length > 0) entries.push([place.column, own]);
  return entries.length === 0 ? file : { ...file, columns: Object.fromEntries(entries) };
}

export function withoutColumn(options: ReadOptions, column: string): ReadOptions {
  const { columns: before = {}, ...file } = options;
  const entries = Object.entries(before).filter(([name]) => name !== column);
  return entries.length === 0 ? file : { ...file, columns: Object.fromEntries(entries) };
}

export const isNothing = (options: ReadOptions): boolean => Object.keys(options).length === 0;

export const isSameChoice = (a: ReadOptions, b: ReadOptions): boolean => textOf(a) === textOf(b);

/** The same for the same choices in whatever order they were made. */
const textOf = ({ columns, ...file }: ReadOptions): string =>
  JSON.stringify([
    sorted(file),
    Object.entries(columns ?? {})
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, own]) => [name, sorted(own)]),
  ]);

const sorted = (record: object): [string, unknown][] =>
  Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1));

function without<T extends object>(record: T, name: keyof T): T {
  if (record[name] !== undefined) return record;
  const { [name]: _, ...rest } = record;
  return rest as T;
}
