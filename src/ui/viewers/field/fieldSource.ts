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

/** Coordinate of an index; the index itself where the file gave none. */
export function coordinateAt({ size, first, last, coordinates }: GridAxis, index: number): number {
  if (coordinates) return coordinates[index] ?? index;
  if (first === undefined || last === undefined || size < 2) return first ?? index;
  return first + ((last - first) * index) / (size - 1);
}

/** Larger coordinates are drawn upwards; without coordinates index 0 is at the bottom. */
export const drawsUpwards = ({ first, last }: GridAxis): boolean =>
  first === undefined || last === undefined || first <= last;
