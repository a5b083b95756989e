/** How a table was read: what each column was taken for, and what of it was a guess. */
import { z } from 'zod';
import { columnSenses, dateOrders, groupMarks, type ReadOptions } from './readOptions';

/**
 * How the cells of one column become values; kept with the column, so that rows that are asked for later are
 * read alike. Absent parts mean the plain way: decimal point, no groups, the usual words for missing.
 */
export const columnReading = z.strictObject({
  as: z.enum(columnSenses),
  decimal: z.enum(['.', ',']).optional(),
  thousands: z.enum(groupMarks).optional(),
  unit: z.string().optional(),
  /** The measure whose other units are read in `unit` ('' where absent: 3.4K is 3400). See unitScale. */
  scaled: z.string().optional(),
  /** Numbers stand with marks beside them (<0.05, 12*), which are left out. See numberNotes. */
  noted: z.literal(true).optional(),
  dateOrder: z.enum(dateOrders).optional(),
  pivot: z.number().optional(),
  /** Usual words for missing that are values here: NA for Namibia. */
  keep: z.array(z.string()).optional(),
  /** Texts and numbers that are missing here beyond the usual words: -9999, unknown. */
  missing: z.array(z.string()).optional(),
  /** One spelling for truth values written in several ways. */
  truth: z.tuple([z.string(), z.string()]).optional(),
});
export type ColumnReading = z.infer<typeof columnReading>;

export const ambiguousOptions = [
  'dateOrder',
  'decimal',
  'as',
  'missing',
  'encoding',
  'delimiter',
  'headerRows',
  'path',
  'table',
  'pivot',
] as const;

/** A choice that the file does not settle: every reading, the one that was taken first. */
export interface Ambiguity {
  column?: string;
  /** The field of `ReadOptions` (or of its `columns`) that settles it. */
  option: (typeof ambiguousOptions)[number];
  readings: { value: string | string[]; example: string }[];
  /** Why it is open, with counts. */
  evidence: string;
}

/** How a stored table was read; kept with its version. */
export interface SourceReading {
  /** What somebody said. */
  given: ReadOptions;
  /** What the file was read with: said or guessed. */
  used: ReadOptions;
  /** What nobody said and the file does not settle. */
  ambiguities: Ambiguity[];
}

export interface Reading {
  /** What the file was read with: given or guessed. */
  options: ReadOptions;
  /** By position. */
  columns: ColumnReading[];
  ambiguities: Ambiguity[];
}
