import type { GridBoxRequest, GridCut, GridImportOptions } from '#/core/grid/gridSchema';
import { openArrays } from '#/formats/arrays/openArrays';
import { holdsArrays } from '#/formats/recogniseFile';
import { arraysOfGrid } from '../grid/arraysOfGrid';
import { GridReader } from '../grid/gridReader';
import { importGrid } from '../grid/importGrid';
import { inspectArrays } from '../grid/inspectArrays';
import { rewindowGrid } from '../grid/rewindowGrid';
import { isPlace } from '../grid/writeSamples';
import { defineKindData } from './kindData';
import { wrongContent } from './wrongContent';

export const spacetime4d = defineKindData<
  GridImportOptions,
  GridCut,
  GridBoxRequest,
  Float32Array<ArrayBuffer>
>({
  type: 'spacetime4d',
  import(file, context) {
    if (!holdsArrays(file)) throw wrongContent(file, 'a field over time and space');
    return importGrid(file, context);
  },
  async inspect(file, context) {
    if (!holdsArrays(file)) return undefined;
    const roomBytes = await context.roomBytes();
    const arrays = await openArrays(file);
    try {
      return {
        ...(await inspectArrays(file.file.name, file.format, arrays)),
        ...(roomBytes !== undefined && { roomBytes }),
      };
    } finally {
      arrays.close();
    }
  },
  isPlace,
  recut: rewindowGrid,
  arrays: arraysOfGrid,
  openViewer: (blobs) => new GridReader(blobs),
});
