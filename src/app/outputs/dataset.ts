import { z } from 'zod';
import type { FileOrigin } from '#/core/sources/sourceDef';
import {
  type ColumnStats,
  columnRoles,
  columnTypes,
  type Column,
  type DataIssue,
  type Dataset,
  datasetKinds,
  type DatasetSchema,
  type DatasetSource,
  type DatasetVersion,
  type NumericStats,
} from '#/core/protocol/dataset';
import { columnReading } from '#/core/reading/reading';
import { id } from '../commandSchemas';
import { type Complete, named } from './complete';
import { sourceReading } from './reading';
import { anyNumber, blobRef, time } from './values';

export const column = z.object({
  name: z.string(),
  type: z.enum(columnTypes),
  role: z.enum(columnRoles),
  unit: z.string().optional(),
  reading: columnReading.optional(),
} satisfies Complete<Column>);

export const datasetSchema = named<DatasetSchema>(
  'DatasetSchema',
  z.object({
    kind: z.enum(datasetKinds),
    columns: z.array(column),
    data: z.unknown().optional(),
  } satisfies Complete<DatasetSchema>),
);

export const dataIssue = named<DataIssue>(
  'DataIssue',
  z.object({
    severity: z.enum(['error', 'warning', 'info']),
    message: z.string(),
    hint: z.string().optional(),
    line: z.int().optional(),
    column: z.string().optional(),
    count: z.int().optional(),
  } satisfies Complete<DataIssue>),
);

const numericStats = z.object({
  min: anyNumber,
  max: anyNumber,
  mean: anyNumber,
  std: anyNumber,
  quantiles: z.array(anyNumber),
  histogram: z.object({ edges: z.array(anyNumber), counts: z.array(z.int()) }),
} satisfies Complete<NumericStats>);

export const columnStats = named<ColumnStats>(
  'ColumnStats',
  z.object({
    name: z.string(),
    count: z.int(),
    missing: z.int(),
    distinct: z.int(),
    distinctCapped: z.boolean(),
    numeric: numericStats.optional(),
    top: z.array(z.object({ value: z.string(), count: z.int() })).optional(),
  } satisfies Complete<ColumnStats>),
);

export const datasetSource = z.object({
  fileName: z.string(),
  fileBytes: z.int(),
  format: z.string(),
  details: z.record(z.string(), z.string()),
  reading: sourceReading.optional(),
  origin: z
    .object({
      url: z.string(),
      etag: z.string().optional(),
      lastModified: z.string().optional(),
      sha256: z.string(),
      at: time,
    } satisfies Complete<FileOrigin>)
    .optional(),
  kept: blobRef.optional(),
} satisfies Complete<DatasetSource>);

export const dataset = named<Dataset>(
  'Dataset',
  z.object({
    id,
    name: z.string(),
    kind: z.enum(datasetKinds),
    description: z.string(),
    tags: z.array(z.string()),
    createdAt: time,
    updatedAt: time,
    latestVersionId: id.optional(),
  } satisfies Complete<Dataset>),
);

export const datasetVersion = named<DatasetVersion>(
  'DatasetVersion',
  z.object({
    id,
    datasetId: id,
    number: z.int(),
    createdAt: time,
    hash: z.string(),
    schema: datasetSchema,
    rows: z.int(),
    bytes: z.int(),
    chunks: z.array(blobRef.extend({ rows: z.int() })),
    stats: z.array(columnStats),
    source: datasetSource,
    issues: z.array(dataIssue),
    reason: z.string().optional(),
  } satisfies Complete<DatasetVersion>),
);
