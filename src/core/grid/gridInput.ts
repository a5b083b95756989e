/** What commands take about fields over time and space; what it means together is checked where the file is. */
import { z } from 'zod';
import { fileSchema } from '../protocol/fileSchema';
import { axisRoles, type FolderEntry } from './arrayFile';
import type { GridBoxRequest, GridImportOptions, LabelSource, Windowing } from './gridSchema';

const triple = z.tuple([z.int().min(1), z.int().min(1), z.int().min(1)]).meta({ title: '[x, y, z]' });

export const windowing = z.strictObject({
  length: z.int().min(1),
  stride: z.int().min(1),
  horizon: z.int().min(0),
  patch: z.strictObject({ size: triple, stride: triple }).optional(),
}) satisfies z.ZodType<Windowing>;

export const labelSource = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('none') }),
    z.strictObject({ kind: z.literal('future') }),
    z.strictObject({
      kind: z.literal('variable'),
      variable: z.string(),
      also: z.array(z.string()).optional(),
    }),
    z.strictObject({ kind: z.literal('table'), file: fileSchema, key: z.string().optional() }),
    z.strictObject({ kind: z.literal('folder'), folders: z.array(z.string()) }),
  ])
  .meta({ title: 'LabelSource' }) satisfies z.ZodType<LabelSource>;

export const gridOptions = z
  .strictObject({
    mapping: z.strictObject({
      variables: z.array(z.string()),
      axes: z.record(z.string(), z.enum(axisRoles)),
      fixed: z.record(z.string(), z.int().min(0)),
      ranges: z
        .record(
          z.string(),
          z.strictObject({ start: z.int().min(0), count: z.int().min(1), step: z.int().min(1) }),
        )
        .optional(),
      names: z.record(z.string(), z.string()).optional(),
      missing: z.record(z.string(), z.array(z.number())).optional(),
    }),
    windowing,
    labels: labelSource,
    files: z.enum(['recordings', 'time']).optional(),
  })
  .meta({ title: 'GridImportOptions' }) satisfies z.ZodType<GridImportOptions>;

/** The files of a folder that is one store (Zarr). */
export const folder = z
  .array(
    z.strictObject({
      path: z.string(),
      blob: z.custom<Blob>((value) => value instanceof Blob, 'expected a Blob'),
    }),
  )
  .meta({ title: 'FolderEntry[]' }) satisfies z.ZodType<FolderEntry[]>;

const range = z.tuple([z.int().min(0), z.int().min(0)]).meta({ title: '[start, count]' });

export const boxFields = {
  recording: z.int().min(0),
  channel: z.int().min(0),
  time: range,
  x: range,
  y: range,
  z: range,
} satisfies Record<keyof GridBoxRequest, z.ZodType>;
