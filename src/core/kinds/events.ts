/** Events: samples are windows of what an entity did, as rows of numbers (core/events). */
import type { FittedPipeline } from '../transforms/pipeline';
import { eventsOptions } from '../events/eventsOptions';
import {
  eventsOf,
  type EventsData,
  type FittedWindows,
  nextCount,
  oneEntity,
  startColumn,
} from '../events/eventsSchema';
import { second } from '../events/duration';
import { windowingText } from '../events/windowColumns';
import { TetradError } from '../protocol/errors';
import { columnTarget } from './columnTarget';
import { defineKind, type KindDef, type TargetChoice } from './kindDef';
import { tabular } from './tabular';

export interface FittedEvents extends FittedPipeline {
  windows: FittedWindows;
}

export const events: KindDef = defineKind<EventsData, FittedEvents>({
  ...(tabular as unknown as KindDef<EventsData, FittedEvents>),
  ofArrays: undefined,
  type: 'events',
  explainedBy: ['permutation', 'shapley'],
  title: 'Events',
  importOptions: { name: 'events', schema: eventsOptions },
  words: {
    things: 'windows of events',
    sample: 'window',
    samples: 'windows',
    input: 'feature',
    inputs: 'features',
    give: 'Give at least one window, as a row of its features.',
  },
  dataOf: eventsOf,
  blobs: ({ chunks, index }) => [...chunks, index],
  targets(source) {
    const { outcomes, windowing } = eventsOf(source.schema);
    const own = new Set(outcomes);
    const found = source.schema.columns.flatMap((column, i) =>
      own.has(column.name) ? [columnTarget(source, column, source.stats[i])] : [],
    );
    return windowing.horizon > 0 ? found : [...found, noHorizon];
  },
  suggested({ schema }, offered) {
    const marked = schema.columns.find(({ name, role }) => role === 'target' && offered.has(name));
    return marked?.name ?? eventsOf(schema).outcomes.find((name) => offered.has(name));
  },
  inputs(source, target) {
    const own = new Set(eventsOf(source.schema).features);
    return tabular.inputs(source, target).filter(({ column }) => own.has(column.name));
  },
  unknownInput: ({ schema }, name) => ({
    code: 'badInput',
    message: `The windows have no feature “${name.slice(0, 80)}”.`,
    place: 'features',
    hint: `They have ${eventsOf(schema).features.slice(0, 40).join(', ')}.`,
  }),
  division(source, samples, byRoles) {
    const { entities } = eventsOf(source.schema);
    const grouped = source.schema.columns.find(({ role }) => role === 'group');
    if (grouped && entities > 1)
      return { how: `whole “${grouped.name}”, so that none is on two sides`, units: entities };
    return {
      how: byRoles ? 'by the order of time: the latest windows judge' : 'at random',
      units: samples,
    };
  },
  reach: ({ windowing: { length, horizon }, layout }) =>
    (length + horizon) / (layout.clock === 'date' ? 1 : second),
  requireFitting({ windows, features }, schema, { model, dataset }) {
    const bad = (message: string, hint: string) =>
      new TetradError({ code: 'badInput', message, place: 'dataset', hint });
    if (schema.kind !== 'events')
      throw bad(`${model} takes windows of events; ${dataset} has none.`, 'Choose a dataset of events.');
    const data = eventsOf(schema);
    const { length } = windows.windowing;
    if (data.windowing.length !== length)
      throw bad(
        `${model} takes windows of ${windowingText({ ...windows.windowing, stride: length, horizon: 0 })}; those of ${dataset} are of ${windowingText({ ...data.windowing, stride: data.windowing.length, horizon: 0 })}.`,
        'Cut the events into windows as long as those the model learnt from.',
      );
    const own = new Set(data.features);
    const missing = features.find(({ column }) => !own.has(column));
    if (missing)
      throw bad(
        `${model} takes “${missing.column}” of each window; ${dataset} has no such feature.`,
        'Import the events with the columns and types of those the model learnt from.',
      );
  },
  toOnnx(graph, fitted, request) {
    const entrance = tabular.toOnnx(graph, fitted, request);
    return {
      ...entrance,
      metadata: { ...entrance.metadata, events: JSON.stringify(fitted.windows) },
      from: `${fitted.features.length} features of a window of ${windowingText({ ...fitted.windows.windowing, horizon: 0 })}`,
    };
  },
});

/** Columns that say whose a window is and when it begins. */
export const isWindowPlace = (data: EventsData, name: string): boolean =>
  name === startColumn || name === (data.layout.entity ?? oneEntity);

const noHorizon: TargetChoice = {
  name: nextCount,
  hidden: true,
  refused: {
    why: 'no horizon',
    error: {
      code: 'badInput',
      message: 'These windows have nothing after them, so what comes next cannot be forecast.',
      place: `target ${nextCount}`,
      hint: 'Cut the events anew with a horizon.',
    },
  },
};
