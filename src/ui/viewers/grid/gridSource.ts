/** What a viewer shows: a stored field, a prediction or an error of it, all over the same axes. */
import type { GridAxis, GridBoxRequest } from '#/core/grid/gridSchema';

export interface GridSource {
  id: string;
  title: string;
  /** Smallest and largest value of each channel. */
  channels: { name: string; unit?: string; min: number; max: number }[];
  /** Zero is the middle of its colours. */
  signed?: boolean;
  box(request: GridBoxRequest): Promise<Float32Array>;
}

export interface ViewerAxes {
  recordings: number;
  time: GridAxis;
  x: GridAxis;
  y: GridAxis;
  z: GridAxis;
}

/** Larger coordinates are drawn upwards; without coordinates index 0 is at the bottom. */
export const drawsUpwards = ({ first, last }: GridAxis): boolean =>
  first === undefined || last === undefined || first <= last;

/** Width over height as they are in space, where both axes are measured in one unit. */
export function spanRatio(across: GridAxis, up: GridAxis): number | undefined {
  const span = ({ size, first, last }: GridAxis) =>
    size > 1 && first !== undefined && last !== undefined
      ? (Math.abs(last - first) * size) / (size - 1)
      : Number.NaN;
  const ratio = span(across) / span(up);
  return across.unit !== undefined && across.unit === up.unit && ratio > 0 && ratio < Infinity
    ? ratio
    : undefined;
}
