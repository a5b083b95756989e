/** What src/core/kinds would get: events in time, which a network sees as how many there are in each part of it. */
import { columnTarget } from '#/core/kinds/columnTarget';
import { defineKind } from '#/core/kinds/kindDef';
import type { DatasetKind, DatasetSchema } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import { tellRows } from '#/core/table/tellRows';

export interface EventData {
  seconds: number;
}

export interface FittedEvents {
  seconds: number;
  bins: number;
  /** Most events of a part in the training recordings. */
  most: number;
}

export const momentsColumn = 'moments';
export const bins = 5;

export const eventsOf = ({ data }: Pick<DatasetSchema, 'data'>): EventData => data as EventData;

/** A name that no kind of the studio has. */
export const clapsKind = 'claps' as string as DatasetKind;

export const claps = defineKind<EventData, FittedEvents>({
  type: clapsKind,
  title: 'Events',
  rowsAreCells: true,
  holdsEvents: false,
  words: {
    things: 'events',
    sample: 'recording',
    samples: 'recordings',
    input: 'list of moments',
    inputs: 'lists of moments',
    give: 'Give the moments of at least one recording.',
  },
  dataOf: eventsOf,
  blobs: () => [],
  targets: (source) =>
    source.schema.columns.flatMap((column, i) =>
      column.name === momentsColumn ? [] : [columnTarget(source, column, source.stats[i])],
    ),
  suggested: (_source, offered) => [...offered][0],
  inputs: ({ schema, stats }) =>
    schema.columns.flatMap((column, i) =>
      column.name === momentsColumn ? [{ column, stats: stats[i], standard: true }] : [],
    ),
  unknownInput: (_source, name) => ({
    code: 'badInput',
    message: `Events have no "${name}".`,
    place: 'features',
    hint: `They have ${momentsColumn}.`,
  }),
  division: (_source, samples) => ({ how: 'at random', units: samples }),
  estimate: (_data, rows) => ({ inputShape: [bins], rowValues: bins + 1, dataValues: rows * (bins + 1) }),
  requireFitting(fitted, schema, { model, dataset }) {
    if (schema.kind === clapsKind && eventsOf(schema).seconds === fitted.seconds) return;
    throw new TetradError({
      code: 'badInput',
      message: `${model} takes events of ${fitted.seconds} seconds; ${dataset} has none.`,
      place: 'dataset',
    });
  },
  tell: async (version, _fitted, part, blobs) => tellRows(version, blobs, part),
  rank: 1,
  shape: (fitted) => [fitted.bins],
  dtype: 'float',
  toOnnx(graph, fitted, { batch }) {
    const name = graph.input('counts', 'float', [batch, fitted.bins]);
    const most = graph.constant('float', [], Float32Array.of(fitted.most), 'most');
    return {
      inputs: [{ name, column: momentsColumn, dtype: 'float', shape: [fitted.bins] }],
      network: graph.node('Div', [name, most], {}, { hint: 'features' }),
      docs: new Map([[name, `events in each fifth of ${fitted.seconds} seconds`]]),
      metadata: { events: JSON.stringify(fitted) },
      from: 'counts of events',
    };
  },
});
