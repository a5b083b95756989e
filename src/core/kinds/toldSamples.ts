/** Samples of a dataset version for whoever has them answered: which they are, and what is told of each beside its answer. */
import type { Column } from '../protocol/dataset';
import type { RawRow } from '../protocol/model';
import type { CsvCell } from '../table/writeCsv';

/** Ranges [first, count] along what the kind divides its samples by, by name. */
export type SamplePart = Readonly<Record<string, readonly [first: number, count: number] | undefined>>;

export interface ToldSamples {
  /** Numbers of those in the part, ascending. */
  samples: Uint32Array<ArrayBuffer>;
  /** What a part could be taken of: "It has 3 recordings of 12 times." */
  extent: string;
  /** As a model is asked for them. */
  ask(samples: Uint32Array): Promise<RawRow[]>;
  /** Where they are rows of a table and nothing else: its columns. */
  stored?: readonly Column[];
  /** Names under which they are asked, where these are not the columns. */
  given?: string[];
  /** Names of the cells that tell a sample apart. */
  columns: string[];
  cells(samples: Uint32Array): Promise<CsvCell[][]>;
  /** Where answers may be frames: what is beside them in a file of arrays. */
  frames?: ToldFrames;
}

export interface ToldFrames {
  /** Of a frame, without the sample. */
  dimensions: string[];
  shape: number[];
  /** By name; those of samples in their order. */
  arrays: Record<string, { values: Int32Array | Float64Array; shape: number[] }>;
  /** JSON: units, channels, what the axes are. */
  about: Record<string, unknown>;
}
