/** What a table looks like as time series: which column is the time, which names the series, what is measured. */
import type { ColumnType } from '../protocol/dataset';
import { findStep } from './seriesTime';
import type { SeriesOptions } from './seriesOptions';

export interface TableColumn {
  name: string;
  type: ColumnType;
  /** Of the first rows: numbers (dates as epoch ms, booleans 0 or 1) or texts; missing is NaN or null. */
  cells: ArrayLike<number | string | null>;
}

export type SeriesLayout = Required<Pick<SeriesOptions, 'layout' | 'values' | 'labels'>> &
  Pick<SeriesOptions, 'time' | 'item'>;

export interface ProposedSeries extends SeriesLayout {
  /** Whether the table is most likely meant so: it is offered. */
  isLikely: boolean;
  /** In words. */
  why: string;
}

const timeNames =
  /^(t|time|times|date|dates|datetime|timestamp|ts|when|zeit|datum|jahr|year|month|day|ds|seconds?|secs?|ms|step|tick|time[ _(].*|.*[ _]time)$/i;
const itemNames =
  /^(item|series|unique[_ ]?id|id|store|shop|sensor|device|machine|subject|user|station|ticker|symbol|entity|name|recording|channel|case|patient|person|household|meter)([_ ]?(id|no|nr|number|name))?$/i;
const labelNames =
  /^(label|labels|class|classes|target|activity|y|state|status|category|event|anomaly|fault)([_ ]?(id|name))?$/i;
const partNames = /^(split|part|subset|fold)$/i;
/** A row of this many numbers is likely a series. */
const leastRowValues = 12;

const isNumber = (type: ColumnType): boolean => type === 'numeric' || type === 'integer';
const isText = (type: ColumnType): boolean => type === 'categorical' || type === 'text' || type === 'id';

export function proposeSeries(columns: readonly TableColumn[]): ProposedSeries | undefined {
  return proposeLong(columns) ?? proposeRows(columns);
}

function proposeLong(columns: readonly TableColumn[]): ProposedSeries | undefined {
  const times = columns
    .filter(({ name, type }) => type === 'datetime' || (isNumber(type) && timeNames.test(name.trim())))
    .sort((a, b) => Number(b.type === 'datetime') - Number(a.type === 'datetime'));
  for (const time of times) {
    const others = columns.filter((column) => column !== time);
    const item = itemOf(time, others);
    const rest = others.filter((column) => column !== item);
    const labels = rest.filter(isLabel);
    const values = rest.filter((column) => isNumber(column.type) && !labels.includes(column));
    if (values.length === 0) continue;
    const lists = timesPerItem(time, item);
    const isAscending = lists.every((list) => list.every((at, i) => i === 0 || at > (list[i - 1] as number)));
    const sorted = isAscending ? lists : lists.map((list) => Float64Array.from(new Set(list)).sort());
    const repeats =
      1 -
      sorted.reduce((sum, list) => sum + list.length, 0) /
        Math.max(
          1,
          lists.reduce((sum, list) => sum + list.length, 0),
        );
    const step = findStep(sorted, time.type === 'datetime');
    const isEven = step !== undefined && sorted.some((list) => list.length >= 8);
    return {
      layout: 'long',
      time: time.name,
      ...(item && { item: item.name }),
      values: values.map(({ name }) => name),
      labels: labels.map(({ name }) => name),
      isLikely: isEven && repeats < 0.2,
      why: `“${time.name}” goes ${isEven ? 'in even steps' : 'on from row to row'}${item ? ` for each “${item.name}”` : ''}`,
    };
  }
  return undefined;
}

const isLabel = ({ name, type }: TableColumn): boolean =>
  type === 'categorical' || type === 'boolean' || labelNames.test(name.trim()) || partNames.test(name.trim());

/** The column within whose values times do not repeat. */
function itemOf(time: TableColumn, others: readonly TableColumn[]): TableColumn | undefined {
  const distinct = new Set(Array.from(time.cells)).size;
  const rows = time.cells.length;
  const named = others.filter(
    ({ name, type }) => itemNames.test(name.trim()) && (isText(type) || type === 'integer'),
  );
  const texts = others.filter(({ name, type }) => type === 'categorical' && !labelNames.test(name.trim()));
  const isUnique = ({ cells }: TableColumn) =>
    new Set(Array.from(time.cells, (at, i) => `${at}\n${String(cells[i])}`)).size > 0.95 * rows;
  const repeats = distinct < 0.95 * rows;
  const candidates = repeats ? [...named, ...texts] : named;
  return candidates.find(
    (column) => isUnique(column) && new Set(Array.from(column.cells)).size <= Math.max(1, rows / 3),
  );
}

function timesPerItem(time: TableColumn, item: TableColumn | undefined): Float64Array[] {
  const lists = new Map<unknown, number[]>();
  for (let row = 0; row < time.cells.length; row++) {
    const at = time.cells[row];
    if (typeof at !== 'number' || Number.isNaN(at)) continue;
    const key = item?.cells[row];
    const list = lists.get(key);
    if (list) list.push(at);
    else lists.set(key, [at]);
  }
  return [...lists.values()].map((list) => Float64Array.from(list));
}

/** A row each: many numbers beside each other, and at most a few other columns before or behind them. */
function proposeRows(columns: readonly TableColumn[]): ProposedSeries | undefined {
  const named = columns.filter((column) => isLabel(column) || isText(column.type));
  // Counts of a few are no classes where others say what a row is.
  const coded = [columns[0], columns.at(-1)].filter((column) => column && looksLikeCodes(column));
  const labels = named.length > 0 ? named : columns.filter((column) => coded.includes(column));
  const values = columns.filter((column) => isNumber(column.type) && !labels.includes(column));
  if (values.length < leastRowValues) return undefined;
  const item = labels.find(({ name, type }) => type === 'id' || itemNames.test(name.trim()));
  const isCounted = values.slice(1).every(({ name }, i) => follows((values[i] as TableColumn).name, name));
  return {
    layout: 'rows',
    ...(item && { item: item.name }),
    values: values.map(({ name }) => name),
    labels: labels.filter((column) => column !== item && column.type !== 'text').map(({ name }) => name),
    isLikely: isCounted && values.length >= 16,
    why: `each row has ${values.length} numbers, one after the other`,
  };
}

/** A few whole numbers, over and over: classes. */
function looksLikeCodes({ type, cells }: TableColumn): boolean {
  if (type !== 'integer') return false;
  const distinct = new Set(Array.from(cells)).size;
  return distinct <= 30 && distinct * 2 <= cells.length;
}

/** "v1" and "v2", "0.5" and "1.0", "column 7" and "column 8". */
function follows(before: string, after: string): boolean {
  const pattern = /^(.*?)(-?\d+(?:\.\d+)?)(\D*)$/;
  const [a, b] = [pattern.exec(before), pattern.exec(after)];
  return a !== null && b !== null && a[1] === b[1] && a[3] === b[3] && Number(b[2]) > Number(a[2]);
}
