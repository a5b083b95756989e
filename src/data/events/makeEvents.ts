/** Tables of events to a version: put in order, looked over, cut into windows. The same events give the same version. */
import type { Column, DataIssue, DatasetVersion } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import { durationText } from '#/core/events/duration';
import type { AskedEventsWindowing } from '#/core/events/eventsOptions';
import type { EventsData, EventsLayout, EventsWindowing } from '#/core/events/eventsSchema';
import { windowingText } from '#/core/events/windowColumns';
import {
  eventWindowProblems,
  proposeEventWindows,
  resolveWindowing,
} from '#/core/events/proposeEventWindows';
import { encodeChunk } from '#/core/table/chunkCodec';
import type { MadeVersion } from '../kinds/kindData';
import {
  type EntityIndex,
  type EventsTable,
  orderEvents,
  type OrderedEvents,
  type Writing,
} from './orderEvents';
import { surveyEvents } from './surveyEvents';
import { writeEventWindows } from './writeEventWindows';

const mostTypes = 20;

export interface EventsRequest {
  tables: readonly EventsTable[];
  columns: Column[];
  layout: EventsLayout;
  /** Absent: a round length is found. */
  windowing?: EventsWindowing | AskedEventsWindowing;
  /** Absent: the most frequent. */
  types?: readonly string[];
  known?: Pick<DatasetVersion, 'schema' | 'stats'>;
}

export async function makeEvents(
  { tables, columns, layout, windowing: wanted, types: given, known }: EventsRequest,
  writing: Writing,
): Promise<MadeVersion & Pick<OrderedEvents, 'badTime'> & { data: EventsData }> {
  const { blobs, signal, fileName } = writing;
  const ordered = await orderEvents(tables, columns, layout, writing);
  const { entities, events, from, to, chunks, issues, badTime } = ordered;
  if (to === from)
    throw new TetradError({
      code: 'badInput',
      message:
        events === 1
          ? 'There is one event only, so there are no windows.'
          : `All ${events.toLocaleString('en')} events have the same time, so there are no windows.`,
      place: fileName,
      hint: 'Choose another column for the time, or import the file as a table.',
    });
  const survey = await surveyEvents(ordered, layout, { blobs, signal });
  const windowing = wanted
    ? resolveWindowing(wanted)
    : proposeEventWindows({
        events,
        span: to - from,
        active: entities.last.reduce((sum, last, i) => sum + last - (entities.first[i] as number), 0),
        isLabelled: layout.label !== undefined,
      });
  const [problem] = eventWindowProblems(windowing, ordered);
  if (problem)
    throw new TetradError({
      code: 'badInput',
      message: problem.message,
      place: `windowing.${problem.field}`,
      hint: `The events span ${durationText(to - from)}.`,
    });
  const types = given ? [...given] : survey.types.slice(0, mostTypes);
  const data: Omit<EventsData, 'features' | 'outcomes'> = {
    events,
    entities: entities.names.length,
    from,
    to,
    columns,
    chunks,
    index: await writeIndex(entities, writing),
    layout,
    windowing,
    types,
    ...(given && { typesGiven: true }),
    labels: survey.labels,
  };
  const made = await writeEventWindows(data, {
    blobs,
    signal,
    fileName,
    names: entities.names,
    ...(known && { known }),
  });
  return {
    ...made,
    data: made.schema.data as EventsData,
    issues: [...issues, ...aboutTypes(survey.types, types, layout), ...made.issues],
    ...(badTime !== undefined && { badTime }),
  };
}

export const cutReason = ({ windowing }: Pick<EventsData, 'windowing'>): string =>
  `windows of ${windowingText(windowing)}`;

async function writeIndex({ names, events, first, last }: EntityIndex, { blobs }: Pick<Writing, 'blobs'>) {
  const bytes = encodeChunk({
    rows: names.length,
    columns: [
      { physical: 'dict', dictionary: names, codes: Int32Array.from(names, (_, i) => i) },
      ...[events, first, last].map((values) => ({
        physical: 'f64' as const,
        values: Float64Array.from(values),
      })),
    ],
  });
  return { ...(await blobs.put(bytes)), rows: names.length };
}

const aboutTypes = (
  all: readonly string[],
  counted: readonly string[],
  { type }: EventsLayout,
): DataIssue[] => {
  const known = new Set(counted);
  const others = all.filter((name) => !known.has(name)).length;
  return type === undefined || others === 0
    ? []
    : [
        {
          severity: 'info',
          message: `“${type}” has ${all.length.toLocaleString('en')} different values: ${counted.length} are counted one by one, ${others.toLocaleString('en')} as other.`,
          column: type,
        },
      ];
};
