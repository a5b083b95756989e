/** Where a sample lies in its dataset version, and the axes of what it covers. */
import { gridOf } from '#/core/grid/gridOf';
import { run } from '#/app/run';
import { coordinateAt } from '#/core/grid/coordinateAt';
import type { GridAxis, GridSchema } from '#/core/grid/gridSchema';
import { windowsOf } from '#/core/grid/windowsOf';
import { TetradError } from '#/core/protocol/errors';
import type { ViewerAxes } from './gridSource';

export interface SampleOf {
  datasetId: string;
  datasetVersionId: string;
  sample: number;
}

export interface SampleBox {
  grid: GridSchema;
  recording: number;
  start: number;
  corner: [x: number, y: number, z: number];
  size: [time: number, x: number, y: number, z: number];
  space: Pick<ViewerAxes, 'x' | 'y' | 'z'>;
}

export async function sampleBox({ datasetId, datasetVersionId, sample }: SampleOf): Promise<SampleBox> {
  const { schema } = await run('datasets.describe', { id: datasetId, versionId: datasetVersionId });
  const grid = gridOf(schema);
  if (!grid) throw new TetradError({ code: 'badInput', message: 'This dataset holds no field.' });
  const windows = windowsOf(grid);
  const { recording, start, corner } = windows.at(sample);
  const [, sx, sy, sz] = windows.size;
  return {
    grid,
    recording,
    start,
    corner,
    size: windows.size,
    space: {
      x: partOf(grid.axes.x, corner[0], sx),
      y: partOf(grid.axes.y, corner[1], sy),
      z: partOf(grid.axes.z, corner[2], sz),
    },
  };
}

/** The part of an axis from an index on, with its own coordinates where the file has some. */
export function partOf(axis: GridAxis, from: number, size: number): GridAxis {
  const { name, unit, first, last, coordinates, ends } = axis;
  const known = coordinates !== undefined || (first !== undefined && last !== undefined);
  return {
    name,
    unit,
    size,
    ...(ends && { ends }),
    ...(known && { first: coordinateAt(axis, from), last: coordinateAt(axis, from + size - 1) }),
    ...(coordinates && { coordinates: coordinates.slice(from, from + size) }),
  };
}
