/** A file of rows to stored events: read as a table first, then put in order and cut by what its columns are. */
import { columnNames } from '#/core/kinds/columnNames';
import type { Column, DataIssue, DatasetVersion } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { EventsOptions } from '#/core/events/eventsOptions';
import { type EventsLayout, eventsOf } from '#/core/events/eventsSchema';
import { clockOf } from '#/core/events/eventTime';
import { proposeEvents, ruleOf } from '#/core/events/proposeEvents';
import type { TableColumn } from '#/core/series/proposeSeries';
import { readColumns } from '#/core/table/readColumns';
import type { RecognisedTable } from '#/formats/recogniseFile';
import { importTable } from '../importTable';
import type { ImportContext, ImportedVersion } from '../kinds/kindData';
import { aboutZone } from '../series/aboutClock';
import { handEdits, withHandEdits } from './handEdits';
import { lineOf } from './lineOf';
import { makeEvents } from './makeEvents';
import { keptColumns } from './orderEvents';

/** Looked at to tell what the columns are. */
const rowsLookedAt = 5000;

type Context = Pick<ImportContext<EventsOptions>, 'blobs' | 'signal' | 'onProgress' | 'options'>;

export async function importEvents(file: RecognisedTable, context: Context): Promise<ImportedVersion> {
  const { options = {} } = context;
  const table = await importTable(file, { ...context, options: options.table });
  const { layout, issues } = await layoutOf(table, options, context, file.file.name);
  return await finished(file, table, issues, layout.time, () =>
    makeEvents(
      {
        tables: [table].map(({ schema: { columns }, chunks }) => ({ columns, chunks })),
        columns: keptColumns(table.schema.columns, layout.time),
        layout,
        ...(options.windowing && { windowing: options.windowing }),
        ...(options.types && { types: options.types }),
      },
      { ...context, fileName: file.file.name },
    ),
  );
}

/** The same events and more: as if all had been in one file. */
export async function appendEvents(
  version: DatasetVersion,
  file: RecognisedTable,
  context: Context,
): Promise<ImportedVersion> {
  const before = eventsOf(version.schema);
  const { layout } = before;
  const table = await importTable(file, { ...context, options: context.options?.table });
  const { columns } = table.schema;
  const needed = [layout.time, layout.entity, layout.type, layout.label?.column, ...layout.values];
  const missing = needed.find(
    (name) => name !== undefined && !columns.some((column) => column.name === name),
  );
  if (missing !== undefined)
    throw new TetradError({
      code: 'badInput',
      message: `The events of this dataset have a “${missing.slice(0, 80)}”; those of the file have none.`,
      place: file.file.name,
      hint: `Its columns are ${columnNames(columns)}.`,
    });
  const had = new Set(before.columns.map(({ name }) => name));
  const extra = columns.filter(({ name }) => !had.has(name));
  const issues: DataIssue[] =
    extra.length > 0
      ? [{ severity: 'info', message: `Left out, as the events before have none: ${columnNames(extra)}.` }]
      : [];
  issues.push(...(await zoneIssues(table, layout, context)));
  const wider = (column: Column): Column =>
    column.type === 'integer' && columns.some(({ name, type }) => name === column.name && type === 'numeric')
      ? { ...column, type: 'numeric' }
      : column;
  return await finished(file, table, issues, layout.time, async () => {
    const stored = { columns: before.columns, chunks: before.chunks, isStored: true as const };
    const alike = {
      layout,
      windowing: before.windowing,
      ...(before.typesGiven && { types: before.types }),
      known: version,
    };
    const writing = { ...context, fileName: file.file.name };
    const remade = await makeEvents({ ...alike, tables: [stored], columns: before.columns }, writing);
    const edits = await handEdits(version, remade, context.blobs);
    const grown = await makeEvents(
      {
        ...alike,
        tables: [stored, { columns, chunks: table.chunks }],
        columns: before.columns.map(wider),
      },
      writing,
    );
    const made = await withHandEdits(grown, edits, context.blobs);
    const added = made.data.events - before.events;
    return {
      ...made,
      reason: `${added.toLocaleString('en')} ${added === 1 ? 'event' : 'events'} of ${file.file.name} added`,
    };
  });
}

async function finished(
  { file, source }: RecognisedTable,
  table: ImportedVersion,
  issues: readonly DataIssue[],
  time: string,
  make: () => ReturnType<typeof makeEvents>,
): Promise<ImportedVersion> {
  const { data: _, badTime, ...made } = await make();
  const saidAt = table.issues.find(({ column, line }) => column === time && line !== undefined)?.line;
  const line = saidAt ?? (badTime === undefined ? undefined : await lineOf(file, badTime));
  // What is said of events and their times here is said better.
  const told = table.issues.filter(
    ({ message, column, line: at }) =>
      !/ equals? an earlier row in every column|^The rows (nearly )?follow each other/.test(message) &&
      !(column === time && at === undefined) &&
      !/^Every value of |gives the answer away/.test(message),
  );
  const own = made.issues.map((issue) =>
    line !== undefined && issue.column === time && issue.count !== undefined ? { ...issue, line } : issue,
  );
  return { ...made, source: table.source, issues: [...source.told(), ...own, ...issues, ...told] };
}

async function layoutOf(
  table: ImportedVersion,
  options: EventsOptions,
  context: Context,
  fileName: string,
): Promise<{ layout: EventsLayout; issues: DataIssue[] }> {
  const { columns } = table.schema;
  const [first] = table.chunks;
  const names = columns.map(({ name }) => name);
  const read = await readColumns(first ? [first] : [], context.blobs, table.schema, names);
  const looked = columns.map(
    ({ name, type }): TableColumn => ({
      name,
      type,
      cells: (read.get(name)?.data.slice(0, rowsLookedAt) ?? []) as TableColumn['cells'],
    }),
  );
  const {
    time: givenTime,
    entity: givenEntity,
    type: givenType,
    label: givenLabel,
    values: givenValues,
  } = options;
  const given = [givenTime, givenEntity, givenType, givenLabel, ...(givenValues ?? [])];
  const unknown = given.find((name) => typeof name === 'string' && !names.includes(name));
  if (typeof unknown === 'string')
    throw new TetradError({
      code: 'badInput',
      message: `There is no column “${unknown.slice(0, 80)}”.`,
      place: fileName,
      hint: `The columns are: ${columnNames(columns)}.`,
    });
  const found = proposeEvents(looked);
  const time = givenTime ?? found?.time;
  const timeColumn = looked.find(({ name }) => name === time);
  const clock = timeColumn && clockOf(timeColumn.type, timeColumn.cells);
  if (time === undefined || !clock)
    throw new TetradError({
      code: 'badInput',
      message:
        time === undefined
          ? 'The table has no column of times, so its rows are no events.'
          : `“${time}” holds no times.`,
      place: fileName,
      hint: `The columns are: ${columnNames(columns)}. Name the time, or import the file as a table.`,
    });
  const taken = new Set<string | null | undefined>([time, ...(givenValues ?? [])]);
  /** What was said goes before what was found, which leaves alone what was said. */
  const pick = (said: string | null | undefined, proposed: string | undefined): string | undefined => {
    const picked =
      said === undefined ? (taken.has(proposed) || given.includes(proposed) ? undefined : proposed) : said;
    taken.add(picked);
    return picked ?? undefined;
  };
  const entity = pick(givenEntity, found?.entity);
  const type = pick(givenType, found?.type);
  const label = pick(givenLabel, found?.label?.column);
  const values = givenValues ?? (found?.values ?? []).filter((name) => !taken.has(name));
  const wrong = values.find(
    (name) => !['numeric', 'integer'].includes(columns.find((one) => one.name === name)?.type ?? ''),
  );
  if (wrong !== undefined)
    throw new TetradError({
      code: 'badInput',
      message: `“${wrong}” has no numbers, so it cannot be a value of the events.`,
      place: fileName,
      hint: 'Choose columns of numbers, or say on the import page how they are written.',
    });
  const labelCells = looked.find(({ name }) => name === label)?.cells;
  const distinct = new Set(
    Array.from(labelCells ?? []).filter((cell) => cell !== null && !Number.isNaN(cell)),
  ).size;
  const layout: EventsLayout = {
    time,
    clock,
    ...(entity !== undefined && { entity }),
    ...(type !== undefined && { type }),
    values,
    ...(label !== undefined && { label: { column: label, rule: options.labelRule ?? ruleOf({ distinct }) } }),
  };
  return { layout, issues: await zoneIssues(table, layout, context) };
}

async function zoneIssues(
  { chunks: [first], schema }: Pick<ImportedVersion, 'chunks' | 'schema'>,
  { time, clock }: EventsLayout,
  { blobs }: Pick<Context, 'blobs'>,
): Promise<DataIssue[]> {
  if (clock === 'plain')
    return [
      {
        severity: 'info',
        message: `“${time}” holds plain numbers: they count as seconds, and no hour or weekday is known.`,
        column: time,
      },
    ];
  if (!first) return [];
  const read = await readColumns([first], blobs, schema, [time], { asText: new Set([time]) });
  const texts = (read.get(time)?.data ?? []).slice(0, rowsLookedAt) as (string | null)[];
  return [...aboutForms(texts, time), ...aboutZone(texts, time)];
}

const forms: [name: string, pattern: RegExp][] = [
  ['seconds since 1970', /^\d{9,10}(\.\d+)?$/],
  ['milliseconds since 1970', /^\d{12,13}(\.\d+)?$/],
  ['microseconds since 1970', /^\d{15,16}$/],
  ['nanoseconds since 1970', /^\d{18,19}$/],
  ['2024-03-31', /^\d{4}-\d/],
  ['3/31/2024', /^\d{1,2}\/\d/],
  ['31.3.2024', /^\d{1,2}\.\d{1,2}\./],
  ['31 Mar 2024', /[a-z]{3}/i],
];

function aboutForms(texts: readonly (string | null)[], column: string): DataIssue[] {
  const seen = new Set<string>();
  for (const text of texts) {
    const form = text === null ? undefined : forms.find(([, pattern]) => pattern.test(text.trim()))?.[0];
    if (form) seen.add(form);
  }
  return seen.size < 2
    ? []
    : [
        {
          severity: 'warning',
          message: `Times are written in ${seen.size} ways (${[...seen].join('; ')}); each is read as it stands.`,
          column,
        },
      ];
}
