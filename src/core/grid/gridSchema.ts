/**
 * A field over time and space as a dataset version holds it. The stored order is always
 * [recording][time, x, y, z, channel], float32, missing = NaN; an axis the file lacks has size 1.
 * A recording is one independent series (a subject, an event, a simulation); a sample is a window
 * in time and a patch in space of one recording: what a network sees as one input.
 * Samples are rows of the version's table: `recording`, `start` (and `x0`, `y0`, `z0` with patches) and the labels.
 */
import type { ChunkRef, DataIssue } from '../protocol/dataset';
import type { ArrayVariable, AxisRole } from './arrayFile';

/** How dimensions of a file become axes; kept so that the user can see where the numbers came from. */
export interface AxisMapping {
  /** Each becomes one channel (times the size of a `channel` dimension); all over the same dimensions. */
  variables: string[];
  /** Dimension name -> axis. Two dimensions never share one; what is not named must have size 1 or an index in `fixed`. */
  axes: Record<string, AxisRole>;
  /** Dimension name -> the one index taken. */
  fixed: Record<string, number>;
  /** Dimension name -> the part taken of an axis; all of it when absent. Only that part is read. */
  ranges?: Record<string, IndexRange>;
  /** Variable -> what its channels are called, where not by its own name. */
  names?: Record<string, string>;
  /** Variable -> numbers that stand for "missing" besides what the file says; none are looked for where this is given. */
  missing?: Record<string, number[]>;
}

/** The indices start, start + step, …: `count` of them. */
export interface IndexRange {
  start: number;
  count: number;
  step: number;
}

export interface GridAxis {
  /** The file's name of it; absent when the axis was not in the file (size 1). */
  name?: string;
  size: number;
  unit?: string;
  /** Coordinates of the first and the last index, when known. */
  first?: number;
  last?: number;
  /** Of every index, where they are not evenly spaced between the two. */
  coordinates?: number[];
  /** What lies before the first and behind the last index: R and L of a body. */
  ends?: [before: string, behind: string];
}

export interface GridChannel {
  name: string;
  unit?: string;
  min: number;
  max: number;
  mean: number;
  std: number;
  /** Values that are NaN. */
  missing: number;
}

/**
 * Consecutive times, float32 little-endian [times, x, y, z, channel]. Recordings follow each other without a gap
 * and all have the same number of times, so a chunk of short recordings runs on into the next ones:
 * its first value is at frame `recording * axes.time.size + timeStart` of the whole field.
 */
export interface GridChunk {
  /** SHA-256 of the bytes, lower-case hex. */
  hash: string;
  bytes: number;
  recording: number;
  timeStart: number;
  times: number;
}

/** Labels at the resolution they came in, from which any windowing takes those of its samples. */
export interface GridLabels {
  per: 'recording' | 'time';
  names: string[];
  /** Of two classes the one to be found, by name of the label: the later of two CF flags. */
  events?: Record<string, string>;
  /** A table chunk with the columns of `names`: a row per recording, or per time of each. */
  chunk: ChunkRef;
}

/** How recordings are cut into samples. Sizes in indices. */
export interface Windowing {
  length: number;
  stride: number;
  /** Forecast: how many steps after the window's last time the target lies; 0 = no forecast, the target is a label. */
  horizon: number;
  /** Patch in space and the step between patches; absent = the whole space. */
  patch?: { size: [number, number, number]; stride: [number, number, number] };
}

export interface GridSchema {
  recordings: number;
  axes: { time: GridAxis; x: GridAxis; y: GridAxis; z: GridAxis };
  channels: GridChannel[];
  chunks: GridChunk[];
  windowing: Windowing;
  labels?: GridLabels;
  mapping?: AxisMapping;
}

/** Where labels come from when a file is mapped. */
export type LabelSource =
  | { kind: 'none' }
  /** The future of the field itself: windowing.horizon says how far. */
  | { kind: 'future' }
  /** A variable over the sample axis, the time axis, or both; `also` are kept beside it, not predicted unless chosen. */
  | { kind: 'variable'; variable: string; also?: string[] }
  /**
   * A table with one row per recording, joined by order, or by a key column against names of recordings
   * (files, else numbers from 0). Joined by order it may also have one row per time of each recording.
   */
  | { kind: 'table'; file: File; key?: string }
  /** Each of several files is a recording of the class its folder names: one folder per file, in their order. */
  | { kind: 'folder'; folders: string[] };

/** Everything the mapping step decides. */
export interface GridImportOptions {
  mapping: AxisMapping;
  windowing: Windowing;
  labels: LabelSource;
  /**
   * What several files are: recordings of their own, or one, joined in the order of their times. When absent, files
   * whose times follow each other are joined where they are of different length, which recordings are not.
   */
  files?: 'recordings' | 'time';
}

/** Other windows and patches of a stored field, and other labels where they are given. */
export interface GridCut {
  windowing: Windowing;
  labels?: LabelSource;
}

/** What the page needs to offer a mapping: the file without its values. */
export interface ArrayFileInfo {
  fileName: string;
  format: string;
  variables: Omit<ArrayVariable, 'details'>[];
  texts: { name: string; size: number }[];
  coordinates: { dimension: string; unit?: string; first: number; last: number }[];
  details: Record<string, string>;
  /** Where the mapping step begins: the guess, or what is most likely where a person must look. */
  draft: GridImportOptions;
  /** Complete and valid, or undefined when the file leaves a choice that only a person can make. */
  guess?: GridImportOptions;
  /** Axis guesses by dimension, also when `guess` is absent. */
  roles: Record<string, AxisRole>;
  /** What a person should know before the import, `column` being a variable. */
  noticed: DataIssue[];
  /** What the browser says this device still has room for; absent where it does not say. */
  roomBytes?: number;
}

/** A box of a stored field for the viewer: [times, x, y, z] of one channel, row-major. */
export interface GridBoxRequest {
  recording: number;
  channel: number;
  time: [start: number, count: number];
  x: [start: number, count: number];
  y: [start: number, count: number];
  z: [start: number, count: number];
}

/** Target name of a forecast: the field itself, `horizon` steps later. */
export const futureTarget = 'future';
