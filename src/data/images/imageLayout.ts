/** How images came: as files in folders, or as bare pixels in files of many, or in arrays. One file each. */
import type { ImageSchema } from '#/core/images/imageSchema';
import type { DataIssue } from '#/core/protocol/dataset';
import type { ColumnValues } from '#/core/table/column';

export interface ImportedImage {
  /** "cats/1.png", or the number of one among many: "train 17". */
  path: string;
  /** The file, or bare pixels. */
  bytes: Uint8Array;
  width: number;
  height: number;
  isGrey: boolean;
  label?: string | null;
  split?: string | null;
}

export interface BesideImages {
  names: string[];
  columns: ColumnValues[];
}

export interface ImageLayout {
  /** Told on the page: "folders", "IDX (MNIST)". */
  title: string;
  /** Of bare pixels. */
  pixels?: ImageSchema['pixels'];
  images(signal: AbortSignal): AsyncGenerator<ImportedImage>;
  /** What stands in a table beside the images, in their order. */
  columns?(paths: readonly string[]): BesideImages | undefined;
  /** Boxes and masks of an image, where there are any: what is stored of them. */
  marksOf?(image: ImportedImage): Promise<Uint8Array | undefined>;
}

/** Images and what is known of the files they lie in. */
export interface ImageSource {
  layout: ImageLayout;
  fileBytes: number;
  /** What was noticed so far. */
  told(): readonly DataIssue[];
  close?(): void;
}
