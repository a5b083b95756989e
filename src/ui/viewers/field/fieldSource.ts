/** What a viewer shows: a stored field, a prediction or an error of it, all over the same axes. */
import type { GridAxis, GridBoxRequest } from '#/core/grid/gridSchema';

export interface FieldSource {
  id: string;
  title: string;
  /** Smallest and largest value of each channel. */
  channels: { name: string; unit?: string; min: number; max: number }[];
  /** Zero is the middle of its colours. */
  signed?: boolean;
  box(request: GridBoxRequest): Promise<Float32Array>;
}

export interface FieldAxes {
  recordings: number;
  time: GridAxis;
  x: GridAxis;
  y: GridAxis;
  z: GridAxis;
}

/** Larger coordinates are drawn upwards; without coordinates index 0 is at the bottom. */
export const drawsUpwards = ({ first, last }: GridAxis): boolean =>
  first === undefined || last === undefined || first <= last;
