/** What a version of a dataset of texts keeps beside its table, and what an import may be told. */
import { z } from 'zod';
import type { DatasetSchema } from '../protocol/dataset';
import { readOptions } from '../reading/readOptions';

export interface TextData {
  /** Which of its columns holds the texts. */
  column: number;
}

/** What a document falls into: itself, its paragraphs, its lines. */
const textSamples = ['documents', 'paragraphs', 'lines'] as const;

export const textOptions = z
  .strictObject({
    column: z.string().describe('Of a table: the column of texts.'),
    label: z.string().describe('Of a table: the column that is to be predicted.'),
    samples: z.enum(textSamples).describe('Of documents: what a sample is.'),
    table: readOptions.describe('How the table is to be read.'),
  })
  .partial();
export type TextOptions = z.infer<typeof textOptions>;

export const textOf = ({ data }: Pick<DatasetSchema, 'data'>): TextData => data as TextData;

/** The name of the column of texts. */
export const textColumn = ({ columns, data }: Pick<DatasetSchema, 'columns' | 'data'>): string =>
  columns[textOf({ data }).column]?.name ?? '';
