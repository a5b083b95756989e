/** What a page asks of stored events to draw them. */
import { z } from 'zod';

/** Which entities there are, from a number on; `find`: those with this in their name. */
export interface EntitiesView {
  list: [start: number, count: number];
  find?: string;
}

/** Events of a few entities in a stretch of time, counted in equal pieces. */
export interface TimelineView {
  entities: number[];
  from: number;
  to: number;
  pieces: number;
}

/** Events of one entity in a stretch, as they are written. */
export interface EventRowsView {
  entity: number;
  from: number;
  to: number;
  most: number;
}

export const timelineFields = {
  entities: z.array(z.int().min(0)).min(1).max(64),
  from: z.number(),
  to: z.number(),
  pieces: z.int().min(1).max(4000),
} satisfies Record<keyof TimelineView, z.ZodType>;

export const eventRowsFields = {
  entity: z.int().min(0),
  from: z.number(),
  to: z.number(),
  most: z.int().min(1).max(1000),
} satisfies Record<keyof EventRowsView, z.ZodType>;

export interface ListedEntities {
  /** How many there are, of those asked for. */
  total: number;
  numbers: number[];
  names: string[];
  events: number[];
  first: number[];
  last: number[];
}

export interface SeenTimeline {
  /** By entity, then by piece. */
  counts: number[][];
  /** The rarest type in each piece; -1: one that is not counted by itself, or nothing there. */
  types: number[][];
  /** Where labels are: whether the rarest label is in the piece. */
  marked: boolean[][];
}

export interface SeenEvents {
  total: number;
  columns: string[];
  rows: (string | null)[][];
}

export type EventsView = EntitiesView | TimelineView | EventRowsView;
export type SeenEventsView = ListedEntities | SeenTimeline | SeenEvents;
