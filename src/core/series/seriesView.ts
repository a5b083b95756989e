/** What a page asks of a stored series to draw it. */
import { z } from 'zod';

export const seriesViewFields = {
  series: z.int().min(0),
  from: z.int().min(0),
  count: z.int().min(1),
  /** At most so many pieces; fewer frames come as they are. */
  pieces: z.int().min(1).max(100_000),
} satisfies Record<keyof SeriesView, z.ZodType>;

export interface SeriesView {
  series: number;
  from: number;
  count: number;
  pieces: number;
}

/** Which series there are, from a number on. */
export interface SeriesListView {
  list: [start: number, count: number];
}

export interface ListedSeries {
  names: string[];
  /** How long each is, and the time of its first value. */
  frames: number[];
  starts: number[];
  /** The first label of each, where series have labels. */
  labels?: (string | null)[];
}

export interface SeenSeries {
  name: string;
  /** Of the whole series, and the time of its first. */
  frames: number;
  start: number;
  from: number;
  count: number;
  /** By channel; the same arrays where each frame is given. NaN = nothing there. */
  least: Float32Array[];
  most: Float32Array[];
  /** Where times are uneven: of the first frame of each piece. */
  times?: Float64Array;
}
