/**
 * How a table file is to be read, where somebody says so: what is given is obeyed, the rest is guessed and
 * told in the `Reading`. One schema for the command, the import page and the source of a version.
 */
import { z } from 'zod';

export const dateOrders = ['ymd', 'dmy', 'mdy'] as const;
export type DateOrder = (typeof dateOrders)[number];

export const groupMarks = ['', ',', '.', ' ', "'"] as const;
export type GroupMark = (typeof groupMarks)[number];

/** What the cells of a column are taken for. A duration (or a time of day) becomes seconds. */
export const columnSenses = ['number', 'date', 'duration', 'boolean', 'text'] as const;
export type ColumnSense = (typeof columnSenses)[number];

const decimal = z.enum(['.', ',']).describe('Mark between the whole part of a number and its fraction.');
const thousands = z.enum(groupMarks).describe('Mark between groups of digits; "" for none.');
const dateOrder = z.enum(dateOrders).describe('Order of day, month and year where a date does not say it.');
const missing = z.array(z.string()).describe('Texts that stand for a missing value; empty cells always do.');

export const columnOptions = z
  .strictObject({
    as: z.enum(columnSenses),
    decimal,
    thousands,
    dateOrder,
    /** Two-digit years below it are 20xx, the others 19xx. */
    pivot: z.int().min(0).max(100),
    missing,
  })
  .partial();
export type ColumnOptions = z.infer<typeof columnOptions>;

export const readOptions = z
  .strictObject({
    delimiter: z.string().min(1).max(2).describe('Between cells; a blank stands for any run of blanks.'),
    columnStarts: z
      .array(z.int().min(0))
      .min(1)
      .max(1000)
      .describe('Fixed width: the places where columns begin, counted in characters from 0.'),
    quote: z.union([z.literal(''), z.string().length(1)]).describe('Around cells; "" for none.'),
    escape: z.union([z.literal(''), z.string().length(1)]).describe('Before a quote inside a quoted cell.'),
    encoding: z
      .string()
      .min(1)
      .describe('Name of the encoding, as browsers know it: utf-8, windows-1252, ...'),
    headerRows: z.int().min(0).max(5).describe('Rows that hold the names of the columns; 0 for none.'),
    skipLines: z.int().min(0).describe('Lines above the header that do not belong to the table.'),
    comment: z.string().max(2).describe('Lines that begin with it are left out; "" for none.'),
    table: z
      .int()
      .min(1)
      .describe('Which table of a file that holds several, below each other; the first is 1.'),
    fileColumn: z
      .string()
      .min(1)
      .describe('Several files of one shape become one dataset; the name of the column that says the file.'),
    path: z.string().describe('JSON: the path to the rows.'),
    decimal,
    thousands,
    dateOrder,
    missing,
    columns: z.record(z.string(), columnOptions).describe('By name of the column.'),
  })
  .partial();
export type ReadOptions = z.infer<typeof readOptions>;
