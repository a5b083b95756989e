/** A dropped file opened as arrays, when it is of a format that holds some. */
import type { ArrayFile } from '#/core/grid/arrayFile';

export interface OpenedFile {
  format: { id: string; title: string };
  arrays: ArrayFile;
}

export type OpenArrays = (file: File) => Promise<OpenedFile | undefined>;
