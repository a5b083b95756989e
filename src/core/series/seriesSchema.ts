/** What a dataset of time series is, beyond its table of samples. Plain JSON, stored with the version. */
import type { BlobRef, ChunkRef, Column, DatasetSchema } from '../protocol/dataset';

export interface SeriesChannel {
  name: string;
  unit?: string;
  min: number;
  max: number;
  mean: number;
  std: number;
  missing: number;
  /** Its future is known when a forecast is made: a calendar, a price list. */
  known?: true;
}

/** Float32, little-endian, [frame, channel]; missing is NaN. Frames of all series are counted through. */
export interface SeriesChunk extends BlobRef {
  first: number;
  frames: number;
  /** Float64, one a frame, where times are not even. */
  times?: BlobRef;
}

/** ms and own: so many of them; month and weekday follow the calendar. */
export const stepUnits = ['ms', 'own', 'month', 'weekday'] as const;
export interface SeriesStep {
  count: number;
  unit: (typeof stepUnits)[number];
}

export interface SeriesTime {
  /** The column it came from; absent: frames are counted. */
  name?: string;
  isDate: boolean;
  /** Absent: uneven. */
  step?: SeriesStep;
}

/** How series are cut into samples, in frames. */
export interface SeriesWindowing {
  length: number;
  stride: number;
  /** Frames after the window that are forecast; 0: none. */
  horizon: number;
  /** Each series is one sample, `length` of the longest. */
  whole?: true;
}

export interface SeriesLabels {
  per: 'series' | 'frame';
  columns: Column[];
  /** Table chunks of those columns: a row per series, or per frame. */
  chunks: ChunkRef[];
}

export interface SeriesData {
  series: number;
  frames: number;
  longest: number;
  shortest: number;
  /** Table chunk, a row per series: name, first frame, frames, time of the first. */
  index: ChunkRef;
  channels: SeriesChannel[];
  chunks: SeriesChunk[];
  time: SeriesTime;
  windowing: SeriesWindowing;
  labels?: SeriesLabels;
  /** Frames after which the series tend to repeat. */
  period?: number;
}

/** Without the kind's name, for those who know it. */
export const seriesOf = ({ data }: Pick<DatasetSchema, 'data'>): SeriesData => data as SeriesData;

/** Columns of the table of samples that say where each lies. */
export const placeColumns = { series: 'series', start: 'start', time: 'time from' } as const;
