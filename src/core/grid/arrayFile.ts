/**
 * A scientific file as everyone above the formats sees it: named variables over named dimensions, read in boxes.
 * Nothing is read before it is asked for. Values come decoded: scale and offset applied, fill values as NaN.
 */
import type { DataIssue } from '../protocol/dataset';

export interface ArrayDimension {
  /** As the file names it, or dim0, dim1, ... where it does not. */
  name: string;
  size: number;
}

export interface ArrayVariable {
  /** Path inside the file: "z", "strain/Strain", "volume". */
  name: string;
  dimensions: ArrayDimension[];
  /** As stored, before decoding: float32, int16, uint8, ... */
  dtype: string;
  unit?: string;
  longName?: string;
  /** What whole numbers of it stand for, when the file says so (CF flag_values and flag_meanings). */
  classes?: { value: number; name: string }[];
  /** It says where the others are (latitudes, bounds of cells): no channel unless a person wants it. */
  coordinate?: true;
  /** Shown to the user: scale, offset, fill value, byte order, compression, ... */
  details: Record<string, string>;
}

/** What a dimension's coordinates are, when the file says so (times, latitudes, voxel size). */
export interface ArrayCoordinates {
  dimension: string;
  /** Decoded values, one per index; evenly spaced ones may come from a start and a step. */
  values: Float64Array;
  unit?: string;
  /** Of times, by the CF conventions; the usual one when absent. */
  calendar?: string;
  /** What lies before the first and behind the last index, where the file says: R and L of a body. */
  ends?: [before: string, behind: string];
}

/** A list of texts beside the arrays: names of columns, labels, times. */
export interface TextList {
  name: string;
  size: number;
  /** null: missing (a time that is none). */
  read(start: number, count: number): Promise<(string | null)[]>;
}

export interface ArrayFile {
  /** Numeric variables of rank 1 and more; scalars are in `details`. */
  variables: ArrayVariable[];
  /** Where the format has any. */
  texts?: readonly TextList[];
  coordinates: ArrayCoordinates[];
  /** Guess of what a dimension is, from names, units and conventions of the format (NIfTI: x, y, z, time). */
  roles: Record<string, AxisRole>;
  details: Record<string, string>;
  /**
   * `count` values along each dimension from `start`, `step` apart (1 unless told), decoded, row-major in the order
   * of the dimensions. Throws TetradError naming the file, the variable and the place when the bytes are not there.
   */
  read(
    variable: string,
    start: readonly number[],
    count: readonly number[],
    step?: readonly number[],
  ): Promise<Float32Array>;
  /** The same in double precision. */
  readExact(
    variable: string,
    start: readonly number[],
    count: readonly number[],
    step?: readonly number[],
  ): Promise<Float64Array>;
  /** What was noticed so far, `column` being the variable; also about the values that were read. */
  told(): readonly DataIssue[];
  close(): void;
}

/** One file of a folder that is one store (Zarr); `path` is relative to the folder: "temperature/.zarray". */
export interface FolderEntry {
  path: string;
  blob: Blob;
}

export const axisRoles = ['sample', 'time', 'x', 'y', 'z', 'channel'] as const;
export type AxisRole = (typeof axisRoles)[number];
