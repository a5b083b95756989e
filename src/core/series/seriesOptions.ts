/** What an import of time series may be told; what it is not told is found. */
import { z } from 'zod';
import { readOptions } from '../reading/readOptions';
import type { SeriesWindowing } from './seriesSchema';

export const seriesWindowing = z
  .strictObject({
    length: z.int().min(1).max(1_000_000),
    stride: z.int().min(1).max(1_000_000),
    horizon: z.int().min(0).max(100_000),
    whole: z.literal(true).optional(),
  })
  .meta({ title: 'SeriesWindowing' }) satisfies z.ZodType<SeriesWindowing>;

export const layouts = ['long', 'rows'] as const;

export const seriesOptions = z
  .strictObject({
    /** How the file is read as a table. */
    table: readOptions.optional(),
    /** long: a row for each time. rows: a row for each series, its values one after the other. */
    layout: z.enum(layouts).optional(),
    /** Column of the times; none: rows are in order. */
    time: z.string().optional(),
    /** Column that names the series a row is of. */
    item: z.string().optional(),
    /** Columns of values. */
    values: z.array(z.string()).optional(),
    /** Columns that say what a series, or a time of it, is. */
    labels: z.array(z.string()).optional(),
    /** Values that are known ahead of time. */
    known: z.array(z.string()).optional(),
    windowing: seriesWindowing.optional(),
  })
  .meta({ title: 'SeriesImportOptions' });
export type SeriesOptions = z.infer<typeof seriesOptions>;
