/** What an import of events may be told; what it is not told is found. */
import { z } from 'zod';
import { readOptions } from '../reading/readOptions';
import { parseDuration } from './duration';
import { labelRules } from './eventsSchema';

const duration = z
  .union([
    z.int().min(0).max(1e13),
    z.string().refine((text) => !Number.isNaN(parseDuration(text)), 'a duration, such as "15 min" or "1 h"'),
  ])
  .meta({ title: 'Duration', description: 'Milliseconds, or text such as "15 min".' });

export const eventsWindowing = z
  .strictObject({
    /** How long a window is. */
    length: duration,
    /** From the begin of one to that of the next; absent: its length. */
    stride: duration.optional(),
    /** How long after it is forecast; 0: nothing. */
    horizon: duration.optional(),
    /** So many strides of silence after the last event of an entity still make windows. */
    quiet: z.int().min(0).max(1000).optional(),
  })
  .meta({ title: 'EventsWindowing' });
export type AskedEventsWindowing = z.infer<typeof eventsWindowing>;

export const eventsLayoutFields = {
  /** Column of the times. */
  time: z.string().optional(),
  /** Column that says whose event it is; null: all are of one. */
  entity: z.string().nullable().optional(),
  /** Column that says what kind of event it is; null: none. */
  type: z.string().nullable().optional(),
  /** Columns of numbers. */
  values: z.array(z.string()).optional(),
  /** Column of labels; null: none. */
  label: z.string().nullable().optional(),
  labelRule: z.enum(labelRules).optional(),
};

export const eventsOptions = z
  .strictObject({
    /** How the file is read as a table. */
    table: readOptions.optional(),
    ...eventsLayoutFields,
    /** Types that are counted one by one, where not the most frequent are meant. */
    types: z.array(z.string()).max(200).optional(),
    windowing: eventsWindowing.optional(),
  })
  .meta({ title: 'EventsImportOptions' });
export type EventsOptions = z.infer<typeof eventsOptions>;

/** Milliseconds. */
export const msOf = (duration: number | string): number =>
  typeof duration === 'number' ? duration : parseDuration(duration);

export const standardQuiet = 3;
