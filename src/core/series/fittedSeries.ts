/** How series enter a network: part of a model version. The arithmetic is that of frames of a field (core/grid). */
import type { FittedChannel } from '../grid/fittedGrid';
import type { SeriesTime } from './seriesSchema';

export interface FittedSeries {
  channels: FittedChannel[];
  /** Frames of a window. */
  length: number;
  /** Forecast: so many frames after the window, all of them; else 0. */
  horizon: number;
  /** Windows are whole series: those that are shorter are filled up with missing values at their end. */
  whole?: true;
  time: SeriesTime;
}

export const seriesShape = ({ length, channels }: FittedSeries): number[] => [length, channels.length];
