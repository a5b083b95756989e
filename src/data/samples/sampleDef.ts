import type { GridImportOptions } from '#/core/grid/gridSchema';

/** A built-in table or field: a real file, made on the spot and the same every time. */
export interface SampleDef {
  id: string;
  fileName: string;
  /** MIME type; CSV when absent. */
  type?: string;
  /** Of a field: how it is read, where the file alone leaves a choice. */
  grid?: GridImportOptions;
  make(): Promise<BlobPart> | BlobPart;
}
