/** What a viewer shows: a stored field, a prediction or an error of it, all over the same axes. */
import { coordinateAt } from '#/core/grid/coordinateAt';
import type { GridAxis, GridBoxRequest } from '#/core/grid/gridSchema';
import { unitText } from '#/core/grid/unitText';
import { type Plane, planeLayouts } from '#/core/slices/slicePixels';
import { columnFormat } from '#/ui/charts/columnFormat';

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

/** "500 hPa", "1987": where an index of an axis lies, in its own unit. */
export function coordinateText(axis: GridAxis, index: number, digits?: number): string {
  const [min, max] = [coordinateAt(axis, 0), coordinateAt(axis, axis.size - 1)].sort((a, b) => a - b);
  const name = `${axis.unit ?? ''} ${axis.name ?? ''}`;
  const isWhole = Number.isInteger(min) && Number.isInteger(coordinateAt(axis, Math.min(1, axis.size - 1)));
  const column = { name, type: isWhole || /year/i.test(name) ? 'integer' : 'numeric' } as const;
  const text = columnFormat(
    column,
    axis.first === undefined ? undefined : { min: min as number, max: max as number },
    digits,
  );
  return `${text(coordinateAt(axis, index))} ${unitText(axis.unit ?? '')}`.trim();
}

/** Larger coordinates are drawn upwards; without coordinates index 0 is at the bottom. */
export const drawsUpwards = ({ first, last }: GridAxis): boolean =>
  first === undefined || last === undefined || first <= last;

/** Width over height as they are in space, where both axes are measured in one unit. */
function spanRatio(across: GridAxis, up: GridAxis): number | undefined {
  const span = ({ size, first, last }: GridAxis) =>
    size > 1 && first !== undefined && last !== undefined
      ? (Math.abs(last - first) * size) / (size - 1)
      : Number.NaN;
  const ratio = span(across) / span(up);
  return across.unit !== undefined && across.unit === up.unit && ratio > 0 && ratio < Infinity
    ? ratio
    : undefined;
}

const flattest = 4;

/** Of the picture of a slice. A thin slab is drawn thicker than it is: three levels under a globe would be a line. */
export function pictureAspect({ x, y, z }: ViewerAxes, plane: Plane): number {
  const spatial = [x, y, z] as const;
  const across = spatial[planeLayouts[plane].across] as GridAxis;
  const up = spatial[planeLayouts[plane].up] as GridAxis;
  return Math.min(flattest, Math.max(1 / flattest, spanRatio(across, up) ?? across.size / up.size));
}
