/** Datasets as every layer sees them: schema, immutable versions, statistics. Plain JSON. */

import type { FileOrigin } from '../sources/sourceDef';
import type { ColumnReading, SourceReading } from '../reading/reading';

export const datasetKinds = [
  'tabular',
  'images',
  'timeseries',
  'text',
  'audio',
  'video',
  'spacetime4d',
  'events',
  'graphs',
  'tensors',
] as const;
export type DatasetKind = (typeof datasetKinds)[number];

export const columnTypes = [
  'numeric',
  'integer',
  'boolean',
  'categorical',
  'datetime',
  'text',
  'id',
] as const;
export type ColumnType = (typeof columnTypes)[number];

export const columnRoles = ['feature', 'target', 'time', 'group', 'split', 'ignored'] as const;
export type ColumnRole = (typeof columnRoles)[number];

export interface Column {
  name: string;
  type: ColumnType;
  role: ColumnRole;
  unit?: string;
  /** How its cells are written, where it is not the plain way: rows given later are read alike. */
  reading?: ColumnReading;
}

export interface DatasetSchema {
  kind: DatasetKind;
  /** In column order; chunk columns align with it by index. */
  columns: Column[];
  /** What the kind keeps beside the table of samples (core/kinds); of a field over time and space its GridSchema. */
  data?: unknown;
}

/** Something noticed while reading or looking at data; never silently swallowed. */
export interface DataIssue {
  severity: 'error' | 'warning' | 'info';
  message: string;
  hint?: string;
  /** 1-based line in the source file. */
  line?: number;
  column?: string;
  /** How many times it occurred (the first occurrence is placed). */
  count?: number;
}

export interface BlobRef {
  /** SHA-256 of the bytes, lower-case hex. */
  hash: string;
  bytes: number;
}

/** One record batch (core/table/chunkCodec) stored as one blob. */
export interface ChunkRef extends BlobRef {
  rows: number;
}

export interface NumericStats {
  min: number;
  max: number;
  mean: number;
  std: number;
  /** Quantiles at `quantileLevels`. */
  quantiles: number[];
  histogram: { edges: number[]; counts: number[] };
}

export const quantileLevels = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99] as const;

export interface ColumnStats {
  name: string;
  count: number;
  missing: number;
  /** Distinct values seen; a lower bound when `distinctCapped`. */
  distinct: number;
  distinctCapped: boolean;
  /** Present for numeric, integer, boolean (0/1) and datetime (epoch ms). */
  numeric?: NumericStats;
  /** Most frequent values, at most 20, for everything else; also for booleans and integers with so few values. */
  top?: { value: string; count: number }[];
}

export interface DatasetSource {
  fileName: string;
  fileBytes: number;
  format: string;
  /** What the reader settled on, shown to the user: delimiter, encoding, decimal mark, ... */
  details: Record<string, string>;
  /** Of a table. */
  reading?: SourceReading;
  /** Of a file that was fetched: where from, without keys. */
  origin?: FileOrigin;
  /** The file itself, packed with gzip, where it was kept: it can be read again another way. */
  kept?: BlobRef;
}

export interface DatasetVersion {
  id: string;
  datasetId: string;
  /** 1, 2, 3, ... within the dataset. */
  number: number;
  createdAt: number;
  /** SHA-256 over the canonical JSON of its content: schema and chunks, and whatever else makes the data. */
  hash: string;
  schema: DatasetSchema;
  rows: number;
  bytes: number;
  chunks: ChunkRef[];
  stats: ColumnStats[];
  source: DatasetSource;
  issues: DataIssue[];
  /** What was changed of the version before, in words: "3 labels: cat". Absent of an import. */
  reason?: string;
}

export interface Dataset {
  id: string;
  name: string;
  kind: DatasetKind;
  description: string;
  tags: string[];
  createdAt: number;
  updatedAt: number;
  /** Absent while the first import is running. */
  latestVersionId?: string;
}
