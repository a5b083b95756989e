/** What the options of a reading are called, and their values. */
import type { ColumnSense, DateOrder, ReadOptions } from '#/core/reading/readOptions';
import type { ColumnOption, FileOption } from './chosenOptions';

export const optionTitles: Record<FileOption | ColumnOption, string> = {
  delimiter: 'Delimiter',
  columnStarts: 'Fixed width: columns begin at',
  table: 'Table in the file',
  quote: 'Quote',
  escape: 'Escape',
  encoding: 'Encoding',
  headerRows: 'Rows of names',
  skipLines: 'Lines skipped',
  comment: 'Comment mark',
  fileColumn: 'Column that says the file',
  path: 'Path to the rows',
  decimal: 'Decimal mark',
  thousands: 'Thousands',
  dateOrder: 'Dates',
  missing: 'Missing markers',
  as: 'Read as',
  pivot: 'Two-digit years below',
};

export const senseWords: Record<ColumnSense, string> = {
  number: 'Number',
  date: 'Date',
  duration: 'Duration',
  boolean: 'True/false',
  text: 'Text',
};

export const orderWords: Record<DateOrder, string> = {
  dmy: 'day first',
  mdy: 'month first',
  ymd: 'year first',
};

const markNames = new Map([
  [',', 'comma'],
  [';', 'semicolon'],
  ['\t', 'tab'],
  ['|', 'vertical bar'],
  [' ', 'blank'],
  [':', 'colon'],
  ['.', 'point'],
  ["'", 'apostrophe'],
  ['"', 'double quote'],
  ['\\', 'backslash'],
  ['', 'none'],
]);

/** A value as a person says it: "semicolon", "day first", "2". */
export function valueWords(option: FileOption | ColumnOption, value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ');
  if (option === 'headerRows') return value === 0 ? 'none' : String(value);
  if (option === 'as') return (senseWords[value as ColumnSense] ?? String(value)).toLowerCase();
  if (option === 'dateOrder') return orderWords[value as DateOrder] ?? String(value);
  if (option === 'path') return value === '' ? 'the whole document' : String(value);
  if (typeof value === 'string') return markNames.get(value) ?? value;
  return String(value);
}

/** "delimiter semicolon, dates day first, “zip” text" */
export function choicesText({ columns = {}, ...file }: ReadOptions, most = 6): string {
  const ofFile = Object.entries(file).map(([option, value]) => partText(option as FileOption, value));
  const ofColumns = Object.entries(columns).map(
    ([name, own]) =>
      `“${name}” ${Object.entries(own)
        .map(([option, value]) =>
          option === 'as' ? valueWords('as', value) : partText(option as ColumnOption, value),
        )
        .join(', ')}`,
  );
  const parts = [...ofFile, ...ofColumns];
  const more = parts.length - most;
  return more > 0 ? `${parts.slice(0, most).join('; ')} and ${more} more` : parts.join('; ');
}

const partText = (option: FileOption | ColumnOption, value: unknown): string =>
  `${optionTitles[option].toLowerCase()} ${valueWords(option, value)}`;

/** “a”, “b” and 3 more */
export function columnsText(columns: readonly string[], most = 3): string {
  const named = columns.slice(0, most).map((name) => `“${name}”`);
  const more = columns.length - named.length;
  if (more > 0) return `${named.join(', ')} and ${more} more`;
  return named.length > 1 ? `${named.slice(0, -1).join(', ')} and ${named.at(-1)}` : (named[0] ?? '');
}
