/**
 * The contract of a kind's stored data: how files become a version of it, and, beyond the table of samples that every
 * kind has, what of a version can be looked into and how it is cut into other samples. What the data mean is core/kinds.
 */
import type { ImportEvent } from '#/core/protocol/dataApi';
import type { DatasetKind, DatasetSchema, DatasetVersion } from '#/core/protocol/dataset';
import type { BlobStore } from '#/core/protocol/storage';
import type { NpyArray } from '#/formats/arrays/writeNpz';
import type { ArraySource } from '#/formats/formatDef';
import type { RecognisedFile } from '#/formats/recogniseFile';
import type { ReaderWorker } from '../reader/readBeside';
import type { ZippedFile } from '#/formats/write/zipPieces';

/** What a version is made of; `source` stays that of the files. */
export type MadeVersion = Pick<
  DatasetVersion,
  'schema' | 'rows' | 'bytes' | 'chunks' | 'stats' | 'issues' | 'reason'
>;
export type ImportedVersion = MadeVersion & Pick<DatasetVersion, 'source'>;

export interface ImportContext<Options = unknown> {
  blobs: Pick<BlobStore, 'get' | 'put'>;
  signal: AbortSignal;
  onProgress?(progress: ImportEvent): void;
  /** As core/kinds checked them; absent: to be guessed. */
  options?: Options;
  /** Files that belong to the same dataset. */
  more: readonly File[];
  recognise(file: ArraySource): Promise<RecognisedFile>;
  /** What there is room for, as far as it is known. */
  roomBytes(): Promise<number | undefined>;
  /** A worker to read a large table beside this thread; absent on one core. */
  makeReader?: () => ReaderWorker;
}

export type InspectContext<Options = unknown> = Pick<ImportContext<Options>, 'roomBytes' | 'options'>;

/** Keeps what it opened last. */
export interface Viewer<View, Seen> {
  read(version: DatasetVersion, view: View): Promise<Seen>;
}

export interface VersionArrays {
  arrays: Record<string, NpyArray>;
  /** What the numbers are: names, classes, dimensions. */
  about: Record<string, unknown>;
}

export interface KindData<Options = unknown, Cut = unknown, View = unknown, Seen = unknown> {
  type: DatasetKind;
  /**
   * In one pass where it can. Nothing names the chunks until the caller commits a version, so an import that fails or is
   * cancelled leaves no trace but bytes to collect.
   */
  import(file: RecognisedFile, context: ImportContext<Options>): Promise<ImportedVersion>;
  /** The samples of a version and those of a file of the same kind, as if both had been imported at once. */
  append?(
    version: DatasetVersion,
    file: RecognisedFile,
    context: ImportContext<Options>,
  ): Promise<ImportedVersion>;
  /** What a person decides about an import from: undefined where the file is of another kind. */
  inspect?(file: RecognisedFile, context: InspectContext<Options>): Promise<unknown>;
  /** Columns of the table of samples that say where each lies: nothing is to be noticed about them. */
  isPlace?(schema: Pick<DatasetSchema, 'kind' | 'data'>, column: string): boolean;
  /** The same data as other samples. */
  recut?(
    version: DatasetVersion,
    cut: Cut,
    blobs: Pick<BlobStore, 'get' | 'put' | 'open'>,
  ): Promise<MadeVersion>;
  /** As arrays of NumPy; those of its table where the kind has none of its own. */
  arrays?(
    version: DatasetVersion,
    blobs: Pick<BlobStore, 'get'>,
    tell: (rows: number) => void,
  ): Promise<VersionArrays>;
  /** As the files that samples are, in folders by label. */
  files?(
    version: DatasetVersion,
    blobs: Pick<BlobStore, 'get'>,
    tell: (rows: number) => void,
  ): AsyncIterable<ZippedFile>;
  openViewer?(blobs: Pick<BlobStore, 'get' | 'open'>): Viewer<View, Seen>;
}

export const defineKindData = <O, C, V, S>(data: KindData<O, C, V, S>): KindData =>
  data as unknown as KindData;
