import { z } from 'zod';
import { columnReading, type Reading } from '#/core/reading/reading';
import { readOptions } from '#/core/reading/readOptions';
import type { TablePreview } from '#/core/reading/tablePreview';
import { type Complete, named } from './complete';
import { column, dataIssue } from './dataset';
import { ambiguity } from './reading';

const cells = z.array(z.array(z.string().nullable()));

export const tablePreview = named<TablePreview>(
  'TablePreview',
  z.object({
    fileName: z.string(),
    fileBytes: z.int(),
    format: z.string(),
    formatTitle: z.string(),
    columns: z.array(column),
    reading: z.object({
      options: readOptions,
      columns: z.array(columnReading),
      ambiguities: z.array(ambiguity),
    } satisfies Complete<Reading>),
    details: z.record(z.string(), z.string()),
    issues: z.array(dataIssue),
    rows: cells,
    written: cells,
    rowsRead: z.int(),
    isWhole: z.boolean(),
    isTyped: z.boolean(),
  } satisfies Complete<TablePreview>),
);
