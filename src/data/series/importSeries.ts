/** A file of rows to stored series: read as a table first, then taken apart by what its columns are. */
import type { ColumnRole, DataIssue } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import { columnNames } from '#/core/kinds/columnNames';
import { proposeSeries, type SeriesLayout, type TableColumn } from '#/core/series/proposeSeries';
import type { SeriesOptions } from '#/core/series/seriesOptions';
import { isNumberType } from '#/core/table/cellValue';
import { readColumns } from '#/core/table/readColumns';
import type { RecognisedTable } from '#/formats/recogniseFile';
import { importTable } from '../importTable';
import type { ImportContext, ImportedVersion } from '../kinds/kindData';
import { aboutZone } from './aboutClock';
import { gatherLong } from './gatherLong';
import { gatherRows } from './gatherRows';
import type { SeriesTable } from './seriesTable';
import { writeSeries } from './writeSeries';

/** Looked at to tell what the columns are. */
const rowsLookedAt = 5000;
const textsLookedAt = 1000;

export async function importSeries(
  file: RecognisedTable,
  context: ImportContext<SeriesOptions>,
): Promise<ImportedVersion> {
  const { options = {}, signal, blobs } = context;
  const table = await importTable(file, { ...context, options: options.table });
  signal.throwIfAborted();
  const layout = await layoutOf(table, options, context, file.file.name);
  const series = await gathered(table, layout, options, context, file.file.name);
  signal.throwIfAborted();
  requireValues(series, file.file.name);
  const written = await writeSeries(series, options.windowing, { blobs, signal });
  // What was said of columns of the table is said of channels and labels that come from them.
  const told = table.issues.filter(({ message }) => !/^The rows (nearly )?follow each other/.test(message));
  return { ...written, source: table.source, issues: [...file.source.told(), ...written.issues, ...told] };
}

async function columnsOf(
  table: ImportedVersion,
  names: readonly string[],
  { blobs, signal }: Pick<ImportContext, 'blobs' | 'signal'>,
  asText: readonly string[] = [],
) {
  return await readColumns(table.chunks, blobs, table.schema, [...new Set(names)], {
    asText: new Set(asText),
    signal,
  });
}

async function layoutOf(
  table: ImportedVersion,
  options: SeriesOptions,
  context: Pick<ImportContext, 'blobs' | 'signal'>,
  fileName: string,
): Promise<SeriesLayout> {
  const { columns } = table.schema;
  const [first] = table.chunks;
  const read = await columnsOf(
    { ...table, chunks: first ? [first] : [] },
    columns.map(({ name }) => name),
    context,
  );
  const looked = columns.map(
    ({ name, type }): TableColumn => ({
      name,
      type,
      cells: (read.get(name)?.data.slice(0, rowsLookedAt) ?? []) as TableColumn['cells'],
    }),
  );
  requireColumns(columns, options, fileName);
  const proposed = proposeSeries(looked);
  const layout = options.layout ?? proposed?.layout ?? 'long';
  const fits = proposed?.layout === layout ? proposed : undefined;
  const time = options.time ?? (options.layout === 'long' && options.values ? undefined : fits?.time);
  const item = options.item ?? (options.values || options.time ? undefined : fits?.item);
  const taken = new Set([time, item, ...(options.values ?? []), ...(options.labels ?? [])]);
  const values =
    options.values ??
    columns
      .filter(({ name, type }) => (type === 'numeric' || type === 'integer') && !taken.has(name))
      .filter(({ name }) => fits?.values.includes(name) ?? true)
      .map(({ name }) => name);
  const labels =
    options.labels ?? (fits?.labels.filter((name) => !values.includes(name) && !taken.has(name)) || []);
  if (values.length === 0)
    throw new TetradError({
      code: 'badInput',
      message: 'The table has no column of numbers that could be a series.',
      place: fileName,
      hint: `Its columns are ${columnNames(columns)}. Name the values, or import it as a table.`,
    });
  const known = new Set(options.known);
  return {
    layout,
    ...(layout === 'long' && time !== undefined && { time }),
    ...(item !== undefined && { item }),
    values: [...values.filter((name) => !known.has(name)), ...values.filter((name) => known.has(name))],
    labels,
  };
}

function requireColumns(
  columns: readonly { name: string }[],
  { time, item, values = [], labels = [], known = [] }: SeriesOptions,
  fileName: string,
): void {
  const names = new Set(columns.map(({ name }) => name));
  const unknown = [time, item, ...values, ...labels, ...known].find(
    (name) => name !== undefined && !names.has(name),
  );
  if (unknown !== undefined)
    throw new TetradError({
      code: 'badInput',
      message: `There is no column "${unknown.slice(0, 80)}".`,
      place: fileName,
      hint: `The columns are ${columnNames(columns as never)}.`,
    });
}

async function gathered(
  table: ImportedVersion,
  { layout, time, item, values, labels }: SeriesLayout,
  options: SeriesOptions,
  context: Pick<ImportContext, 'blobs' | 'signal'>,
  fileName: string,
): Promise<SeriesTable> {
  const { schema, rows } = table;
  const columnOf = (name: string) => schema.columns.find((column) => column.name === name);
  const textLabels = labels.filter((name) => !isNumberType(columnOf(name)?.type ?? 'text'));
  const wanted = [...(time ? [time] : []), ...(item ? [item] : []), ...values, ...labels];
  const read = await columnsOf(table, wanted, context, [...(item ? [item] : []), ...textLabels]);
  const numbers = (name: string): Float64Array => {
    const found = read.get(name);
    if (found?.kind === 'number') return found.data as Float64Array;
    throw new TetradError({
      code: 'badInput',
      message: `"${name}" has no numbers, so it cannot be ${name === time ? 'the time' : 'a series'}.`,
      place: `${fileName}, column ${name}`,
      hint: 'Choose another column, or say on the import page how it is read.',
    });
  };
  const labelColumns = labels.flatMap((name) => {
    const column = columnOf(name);
    const found = read.get(name);
    return column && found ? [{ column: { ...column, role: roleOf(name) }, values: found }] : [];
  });
  const names = item === undefined ? undefined : (read.get(item)?.data as (string | null)[]);
  if (layout === 'rows')
    return gatherRows({ rows, fileName, item: names, values: values.map(numbers), labels: labelColumns });
  const isDate = time !== undefined && columnOf(time)?.type === 'datetime';
  const known = new Set(options.known);
  const series = gatherLong({
    rows,
    fileName,
    ...(time !== undefined && { time: { name: time, isDate, values: numbers(time) } }),
    ...(item !== undefined && names && { item: { name: item, names } }),
    channels: values.map((name) => {
      const unit = columnOf(name)?.unit;
      return {
        name,
        ...(unit !== undefined && { unit }),
        ...(known.has(name) && { known: true as const }),
        values: numbers(name),
      };
    }),
    labels: labelColumns,
  });
  return {
    ...series,
    issues: [...(await zoneIssues(table, isDate ? time : undefined, context)), ...series.issues],
  };
}

const roleOf = (name: string): ColumnRole =>
  /^(split|part|subset|fold)$/i.test(name.trim()) ? 'split' : 'feature';

async function zoneIssues(
  table: ImportedVersion,
  time: string | undefined,
  context: Pick<ImportContext, 'blobs' | 'signal'>,
): Promise<DataIssue[]> {
  const [first] = table.chunks;
  if (time === undefined || !first) return [];
  const texts =
    (await columnsOf({ ...table, chunks: [first] }, [time], context, [time])).get(time)?.data ?? [];
  return aboutZone(texts.slice(0, textsLookedAt) as (string | null)[], time);
}

function requireValues({ values, channels, names, frames }: SeriesTable, fileName: string): void {
  if (names.length === 0)
    throw new TetradError({
      code: 'badInput',
      message: 'No row of the file has a time that can be read, so there is no series.',
      place: fileName,
      hint: 'Say on the import page how the times are written, or choose another column.',
    });
  if (!values.some((value) => !Number.isNaN(value)))
    throw new TetradError({
      code: 'badInput',
      message: `Every value of ${channels
        .map(({ name }) => `“${name}”`)
        .slice(0, 5)
        .join(', ')} is missing.`,
      place: fileName,
      hint: 'Choose other columns of values, or say how their numbers are written.',
    });
  if (frames.every((own) => own < 2))
    throw new TetradError({
      code: 'badInput',
      message: 'No series is longer than one value.',
      place: fileName,
      hint: 'Choose the column that names the series, if another was taken; or import the file as a table.',
    });
}
