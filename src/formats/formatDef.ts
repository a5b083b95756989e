/**
 * The contract of a file format: recognise a file, then hand over what is in it, which is rows that stream by, arrays
 * of which any box can be read, or files that are samples themselves. One file per format.
 */
import type { ArrayFile, FolderEntry } from '#/core/grid/arrayFile';
import type { ColumnType, DataIssue, DatasetKind } from '#/core/protocol/dataset';
import type { Ambiguity } from '#/core/reading/reading';
import type { ColumnSense, ReadOptions } from '#/core/reading/readOptions';
import type { RecordBatch } from '#/core/table/column';
import type { SpareBuffers } from '#/core/table/spareBuffers';
import type { Bundle } from './bundle/bundle';
import type { BundleSample } from './bundle/sampleBundle';

interface AnyFormatDef {
  type: string;
  title: string;
  extensions: readonly string[];
  /** What a file is imported as where nobody says otherwise. */
  kind: DatasetKind;
}

interface SniffedFormatDef extends AnyFormatDef {
  /** Text has no signature of its own: such a format is asked only about files that no other knows. */
  text?: true;
  /** 0 = no, 1 = certain. Looks at bytes first (64 KiB, unpacked), name second. */
  match(head: Uint8Array, name: string): number;
}

export interface TableFormatDef extends SniffedFormatDef {
  holds: 'rows';
  read(source: FormatSource, context: ReadContext): Promise<TableReader>;
}

export interface ArrayFormatDef extends SniffedFormatDef {
  holds: 'arrays';
  /** It names no dimensions of its own accord: what its arrays are is asked of their names and shapes. */
  mayBeSamples?: true;
  /** Without reading the values. */
  open(file: ArraySource): Promise<ArrayFile>;
  /** For formats that are a folder of files. */
  openFolder?(name: string, entries: readonly FolderEntry[]): Promise<ArrayFile>;
  /** For arrays of which each file holds a part: as `claims` of files that are samples. */
  claims?(sample: BundleSample): number;
  openBundle?(bundle: Bundle): Promise<ArrayFile>;
}

/** Samples that are files, or lie in files together: what is dropped is looked at as a whole. */
export interface FilesFormatDef extends AnyFormatDef {
  holds: 'files';
  /** 0 = no, 1 = certain, also before formats of single files. Looks at the bytes of some files first, at names second. */
  claims(sample: BundleSample, asked?: boolean): number;
}

export type FormatDef = TableFormatDef | ArrayFormatDef | FilesFormatDef;

/** A file after decompression; `bytesRead` counts bytes of the original, for progress. */
export interface FormatSource {
  name: string;
  /** First 64 KiB (decompressed). */
  head: Uint8Array;
  stream(): ReadableStream<Uint8Array>;
  /** The same for formats that read here and there: the file itself, or what it unpacks to. */
  blob(): Promise<Blob>;
  /** For progress, where a format does not read from start to end: 0..1. */
  tellRead(share: number): void;
}

/** A set of columns, by index; it may be all of them. */
export interface ColumnChoice {
  has(index: number): boolean;
}

export interface ReadContext {
  signal: AbortSignal;
  report(issue: DataIssue): void;
  /** Rows per batch the reader should aim at (65,536). */
  batchRows: number;
  /** What somebody said about the file; it is obeyed. */
  options?: ReadOptions;
  /** Columns (by index) whose cells are needed as they stand. */
  textColumns?: ColumnChoice;
  /** Memory for columns, where somebody gives back that of the batches before. */
  spare?: SpareBuffers;
}

export interface TypedColumnInfo {
  as: ColumnSense;
  /** Absent: texts are categories, ids or prose, as their values show. */
  type?: ColumnType;
  unit?: string;
}

export interface TypedColumns {
  /** What a column is, after the batches so far. */
  column(index: number): TypedColumnInfo;
}

export interface TableReader {
  /** Announced before the first batch; duplicates already made unique (and reported). */
  names: string[];
  details: Record<string, string>;
  /** The decimal mark of the numbers it gives as such; a point where the format leaves no doubt. */
  decimal?: '.' | ',';
  /** How the file was taken apart: given or guessed. */
  options?: ReadOptions;
  ambiguities?: Ambiguity[];
  /** The file says the types of its columns: nothing is guessed from their cells. */
  typed?: TypedColumns;
  batches: AsyncIterable<RecordBatch>;
  /** Of a batch that nobody looks at any more, or what was made of it: its memory may be used again. */
  release?(batch: RecordBatch): void;
}

/** A file as the browser hands it over, or a Blob with a name. */
export type ArraySource = Blob & { readonly name: string };
