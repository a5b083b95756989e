/** The same events as other windows: their chunks stay, the table of samples is made anew. */
import { TetradError } from '#/core/protocol/errors';
import { columnNames } from '#/core/kinds/columnNames';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { BlobStore } from '#/core/protocol/storage';
import type { EventsOptions } from '#/core/events/eventsOptions';
import { type EventsLayout, eventsOf } from '#/core/events/eventsSchema';
import type { MadeVersion } from '../kinds/kindData';
import { isNumbers } from './eventColumns';
import { cutReason, makeEvents } from './makeEvents';

/** What of the events counts in another way. */
export type EventsCut = Omit<EventsOptions, 'table' | 'time'> & { reason?: string };

export async function recutEvents(
  version: DatasetVersion,
  { windowing, types, reason, ...change }: EventsCut,
  blobs: Pick<BlobStore, 'get' | 'put'>,
): Promise<MadeVersion> {
  const { schema, issues } = version;
  const before = eventsOf(schema);
  const layout = changed(before.layout, change);
  const named: [name: string | undefined, isNumber?: true][] = [
    [layout.entity],
    [layout.type],
    [layout.label?.column],
    ...layout.values.map((name): [string, true] => [name, true]),
  ];
  for (const [name, isNumber] of named) {
    const column = before.columns.find((one) => one.name === name);
    if (name === undefined || (column && (!isNumber || isNumbers(column)))) continue;
    throw new TetradError({
      code: 'badInput',
      message: column
        ? `“${name}” has no numbers, so it cannot be a value.`
        : `The events have no “${name.slice(0, 80)}”.`,
      place: 'versionId',
      hint: `Their columns are: ${columnNames(before.columns)}.`,
    });
  }
  const given = types ?? (before.typesGiven && layout.type === before.layout.type ? before.types : undefined);
  const {
    data,
    badTime: _,
    ...made
  } = await makeEvents(
    {
      tables: [{ columns: before.columns, chunks: before.chunks, isStored: true }],
      columns: before.columns,
      layout,
      windowing: windowing ?? before.windowing,
      ...(given && { types: given }),
      known: version,
    },
    { blobs, signal: new AbortController().signal, fileName: 'windowing' },
  );
  // What was said of the events stays true; what was said of windows is said anew.
  const told = issues.filter(
    ({ message }) =>
      !/not over at the time of the last|is over by their end|are counted one by one|in every column; /.test(
        message,
      ),
  );
  return { ...made, reason: reason ?? cutReason(data), issues: [...made.issues, ...told] };
}

function changed(
  before: EventsLayout,
  {
    entity,
    type,
    values,
    label,
    labelRule,
  }: Pick<EventsCut, 'entity' | 'type' | 'values' | 'label' | 'labelRule'>,
): EventsLayout {
  const kept = (said: string | null | undefined, own: string | undefined) =>
    said === undefined ? own : (said ?? undefined);
  const { entity: ownEntity, type: ownType, label: ownLabel, values: ownValues, ...times } = before;
  const [entityNow, typeNow, labelNow] = [
    kept(entity, ownEntity),
    kept(type, ownType),
    kept(label, ownLabel?.column),
  ];
  const rule = labelRule ?? (labelNow === ownLabel?.column ? ownLabel?.rule : undefined) ?? 'any';
  return {
    ...times,
    ...(entityNow !== undefined && { entity: entityNow }),
    ...(typeNow !== undefined && { type: typeNow }),
    values: values ?? ownValues,
    ...(labelNow !== undefined && { label: { column: labelNow, rule } }),
  };
}
