/**
 * How many rows of names stand above the data. Evidence per column: names above numbers or dates speak for it, a
 * value like those below against it. Years, dates and numbers that count up (0, 1, 2 or 1952, 1957) may be
 * names as well, where what stands below is of another kind.
 */
import { isMissingText, parseNumber } from '#/core/table/cellValue';
import { parseDateText } from '#/core/reading/dateText';
import { parseDuration } from '#/core/reading/durationText';
import { parseNumberText } from '#/core/reading/numberText';

const mostHeaderRows = 4;

export function headerRowsOf(records: readonly string[][]): number {
  const [first, ...below] = records;
  if (!first) return 1;
  // A header that stands there once more says nothing against itself.
  const rest = below.filter((record) => record.join('\n') !== first.join('\n'));
  if (!isHeader(first, first.length > 1 ? rest : below)) return 0;
  const further = furtherRows(records);
  return 1 + (further === 0 && below[0]?.every(isRule) && below.length > 1 ? 1 : further);
}

const isRule = (cell: string): boolean => /^:?[-=_]{2,}:?$/.test(cell);
const typeWord =
  /^<?(?:int(?:eger|\d+)?|i\d+|u?int\d+|big ?int|small ?int|long|float\d*|f\d+|double|numeric|decimal|number|real|str(?:ing)?|text|char|(?:n?var)?char(?:\(\d+\))?|object|categor(?:y|ical)|factor|bool(?:ean)?|date(?:time)?|timestamp|time|[dfs])>?$/i;

/** A line drawn below the names, or what types the columns have: none of it belongs to a name. */
export const isNoName = (record: readonly string[]): boolean =>
  record.every(isRule) || (record.length > 1 && record.every((cell) => typeWord.test(cell)));

const isNumber = (cell: string): boolean =>
  !Number.isNaN(parseNumber(cell)) || parseNumberText(cell) !== undefined;
const isDate = (cell: string): boolean => parseDateText(cell) !== undefined;
const isValue = (cell: string): boolean =>
  isNumber(cell) || isDate(cell) || !Number.isNaN(parseDuration(cell));
const isYear = (cell: string): boolean => /^(?:1[6-9]|20|21)\d\d$/.test(cell);

function isHeader(first: readonly string[], rest: readonly string[][]): boolean {
  if (
    countsUp(
      first.filter((cell) => cell !== '' && isNumber(cell)),
      3,
    )
  )
    return true;
  const below = first.map((_, column) =>
    rest.map((record) => record[column] ?? '').filter((text) => !isMissingText(text)),
  );
  if (first.some((cell) => cell !== '' && isValue(cell))) return valuesAreNames(first, below);
  if (rest.length === 0) return first.every((cell) => cell !== '');
  let evidence = 0;
  first.forEach((cell, column) => {
    const texts = below[column] as string[];
    if (texts.length === 0) return;
    const values = texts.filter(isValue).length;
    if (values > texts.length / 2) evidence += cell === '' || isMissingText(cell) ? 0 : 1;
    else if (cell !== '' && texts.includes(cell)) evidence -= 1;
  });
  if (evidence !== 0) return evidence > 0;
  const named = first.filter((cell) => cell !== '');
  return named.length >= first.length - 1 && new Set(named).size === named.length;
}

/** Every value on top is a year or a date that rises along the row and differs in kind from what is below it. */
function valuesAreNames(first: readonly string[], below: readonly string[][]): boolean {
  const values = first.flatMap((cell, column) => (cell !== '' && isValue(cell) ? [{ cell, column }] : []));
  if (values.length < 2 && first.length > 2) return false;
  const years = values.every(({ cell }) => isYear(cell));
  const dates = values.every(({ cell }) => isDate(cell));
  if (!years && !dates) return false;
  if (new Set(values.map(({ cell }) => cell)).size < values.length) return false;
  if (years && !rises(values.map(({ cell }) => Number(cell)))) return false;
  const differs = values.every(({ column }) => {
    const texts = below[column] as string[];
    return (
      texts.length > 0 &&
      texts.filter((text) => (years ? isYear(text) : isDate(text))).length < texts.length / 2
    );
  });
  // What is no value on top must be a name.
  return (
    differs &&
    first.every((cell, column) => isValue(cell) || !(below[column] as string[]).includes(cell) || cell === '')
  );
}

const rises = (numbers: readonly number[]): boolean => {
  const sign = Math.sign((numbers[1] ?? 0) - (numbers[0] ?? 0));
  return sign !== 0 && numbers.every((n, i) => i === 0 || Math.sign(n - (numbers[i - 1] as number)) === sign);
};

function countsUp(cells: readonly string[], fewest: number): boolean {
  const numbers = cells.map(Number);
  return numbers.length >= fewest && numbers.every((n, i) => i === 0 || n === (numbers[i - 1] as number) + 1);
}

/** Rows below the first that hold only names, where the columns hold numbers or dates. */
function furtherRows(records: readonly string[][]): number {
  const [first = []] = records;
  const repeated = records.findIndex((record) => record.join('\n') !== first.join('\n')) - 1;
  if (repeated > 0 && first.length > 1) return Math.min(repeated, mostHeaderRows);
  for (let rows = Math.min(mostHeaderRows, records.length - 3); rows >= 1; rows--) {
    const upper = records.slice(1, 1 + rows);
    const data = records.slice(1 + rows, 1 + rows + 50);
    const valueColumns = first.flatMap((_, column) => {
      const texts = data.map((record) => record[column] ?? '').filter((text) => !isMissingText(text));
      return texts.length > 0 && texts.filter(isValue).length > texts.length * 0.8 ? [column] : [];
    });
    const filledColumns = first.filter((_, column) =>
      data.some((record) => (record[column] ?? '') !== ''),
    ).length;
    if (valueColumns.length < Math.max(1, filledColumns / 2)) continue;
    const areNames = upper.every((record, i) => {
      if (record.length !== first.length || record.some((cell) => cell !== '' && isValue(cell))) return false;
      const filled = record.filter((cell) => cell !== '');
      if (filled.length === 0 || filled.some((cell) => isMissingText(cell))) return false;
      // What stands again further down is a value.
      if (record.some((cell, column) => cell !== '' && data.some((row) => row[column] === cell)))
        return false;
      const named = valueColumns.filter((column) => record[column] !== '').length;
      // pandas gives the names of its index a row of their own.
      if (named >= valueColumns.length / 2) return true;
      return i > 0 && i === rows - 1 && filled.length === 1 && record[0] !== '';
    });
    const lastIsData = data.length > 0 && (data[0] as string[]).some((cell) => cell !== '' && isValue(cell));
    if (areNames && lastIsData) return rows;
  }
  return 0;
}
