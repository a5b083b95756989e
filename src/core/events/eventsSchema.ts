/** What a dataset of events is, beyond its table of samples, which are windows of them. Plain JSON, stored with the version. */
import type { ChunkRef, Column, DatasetSchema } from '../protocol/dataset';

/** Of a window: `any` takes the rarest label among its events, `last` that of the last one. */
export const labelRules = ['any', 'last'] as const;
export type LabelRule = (typeof labelRules)[number];

/** What the columns of the events are. */
export interface EventsLayout {
  time: string;
  /** date: times are epoch milliseconds, UTC. plain: numbers are seconds from some start. */
  clock: 'date' | 'plain';
  /** Whose event it is; absent: all are of one. */
  entity?: string;
  /** What kind of event it is. */
  type?: string;
  values: string[];
  label?: { column: string; rule: LabelRule };
}

/** In milliseconds. */
export interface EventsWindowing {
  length: number;
  stride: number;
  /** After the window, for what is forecast; 0: nothing. */
  horizon: number;
  /** So many strides of silence after the last event of an entity still make windows. */
  quiet: number;
}

/** Events in the order of their time. */
export interface EventsChunk extends ChunkRef {
  /** Time of the first and the last of them. */
  from: number;
  to: number;
}

export interface EventsData {
  events: number;
  entities: number;
  /** Time of the first and the last event. */
  from: number;
  to: number;
  /** Columns of the events; that of the time holds milliseconds. */
  columns: Column[];
  chunks: EventsChunk[];
  /** Table chunk, a row per entity: name, events, first, last. */
  index: ChunkRef;
  layout: EventsLayout;
  windowing: EventsWindowing;
  /** Types that are counted one by one, the most frequent first; all others count as other. */
  types: string[];
  /** They were given: later events do not change them. */
  typesGiven?: true;
  /** Labels, the most frequent first. */
  labels: string[];
  /** Columns of the table of samples that are learnt from, and those that can be predicted. */
  features: string[];
  outcomes: string[];
}

/** Without the kind's name, for those who know it. */
export const eventsOf = ({ data }: Pick<DatasetSchema, 'data'>): EventsData => data as EventsData;

/** How windows enter a model: with it, other events are cut into the same windows. */
export interface FittedWindows {
  layout: EventsLayout;
  windowing: EventsWindowing;
  types: string[];
}

/** The column of the table of samples that says where a window begins; whose it is stands before it. */
export const startColumn = 'start';
/** What stands for whose events they are where no column says it. */
export const oneEntity = 'all';
export const nextPrefix = 'next ';
export const nextCount = `${nextPrefix}count`;
