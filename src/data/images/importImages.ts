/**
 * Images into a dataset in one pass: each is checked, packed as it came, and gets a row in the table of samples. What
 * cannot be used is left out by name. Nothing names the bytes until the caller commits a version.
 */
import { ItemWriter } from '#/core/items/itemWriter';
import { itemsBytes } from '#/core/items/packedItems';
import type { ImageSchema, ImageSize } from '#/core/images/imageSchema';
import { breathe } from '#/core/protocol/heartbeat';
import { TetradError } from '#/core/protocol/errors';
import type { RecognisedFiles } from '#/formats/recogniseFile';
import type { ImportContext, ImportedVersion } from '../kinds/kindData';
import { fileLayout } from './fileLayout';
import { guessSize, SizeTally } from './guessSize';
import { pixelLayout } from './pixelLayouts';
import { SampleRows } from './sampleRows';
import { writeImageTable } from './writeImageTable';

export async function importImages(
  { file, format, bundle }: RecognisedFiles,
  { blobs, signal, onProgress, options = {} }: ImportContext<Partial<ImageSize>>,
): Promise<ImportedVersion> {
  signal.throwIfAborted();
  const layout = (await pixelLayout(bundle)) ?? (await fileLayout(bundle, signal));
  const items = new ItemWriter(blobs);
  const marks = layout.marksOf && new ItemWriter(blobs);
  const rows = new SampleRows();
  const sizes = new SizeTally();
  const progress = () =>
    onProgress?.({
      bytesRead: Math.min(items.bytes, bundle.fileBytes),
      totalBytes: bundle.fileBytes,
      rows: rows.count,
      issues: bundle.told().length,
    });
  try {
    for await (const image of layout.images(signal)) {
      await items.add(image.bytes);
      if (marks) await marks.add((await layout.marksOf?.(image)) ?? new Uint8Array());
      rows.add(image);
      sizes.add(image);
      if (rows.count % 256 === 0) {
        signal.throwIfAborted();
        breathe();
        progress();
      }
    }
  } finally {
    await Promise.all([items.settle(), marks?.settle()]);
  }
  if (rows.count === 0)
    throw noImages(
      file.name,
      bundle.told().map(({ message }) => message),
    );
  const data: ImageSchema = {
    items: await items.done(),
    ...(layout.pixels && { pixels: layout.pixels }),
    size: { ...guessSize(sizes), ...options },
    ...(marks && { marks: await marks.done() }),
  };
  signal.throwIfAborted();
  progress();
  const table = await writeImageTable(rows, layout.columns?.(rows.paths), blobs, signal);
  return {
    ...table,
    schema: { kind: 'images', columns: table.columns, data },
    bytes: itemsBytes(data.items) + table.chunks.reduce((sum, { bytes }) => sum + bytes, 0),
    source: {
      fileName: file.name,
      fileBytes: bundle.fileBytes,
      format: format.type,
      details: { layout: layout.title, images: sizes.text() },
    },
    issues: [...bundle.told(), ...sizes.remarks(data.size), ...table.issues],
  };
}

const noImages = (place: string, told: readonly string[]) =>
  new TetradError({
    code: 'badInput',
    message: `There is no image in it that can be used.${told.length > 0 ? ` ${told.slice(0, 3).join(' ')}` : ''}`,
    place,
    hint: 'PNG, JPEG, WebP, GIF, BMP, AVIF and TIFF are read, in folders or archives; IDX, CIFAR and .npz as well.',
  });
