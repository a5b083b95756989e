/**
 * Images into a dataset in one pass: each is checked, packed as it came, and gets a row in the table of samples. What
 * cannot be used is left out by name. Nothing names the bytes until the caller commits a version.
 */
import { ItemWriter } from '#/core/items/itemWriter';
import { itemsBytes } from '#/core/items/packedItems';
import type { ImageSchema, ImageSize } from '#/core/images/imageSchema';
import { breathe } from '#/core/protocol/heartbeat';
import { TetradError } from '#/core/protocol/errors';
import { holdsArrays, type RecognisedArrays, type RecognisedFiles } from '#/formats/recogniseFile';
import type { ImportContext, ImportedVersion } from '../kinds/kindData';
import { fileLayout } from './fileLayout';
import type { ImageLayout, ImageSource } from './imageLayout';
import { guessSize, SizeTally } from './guessSize';
import { pixelLayout } from './pixelLayouts';
import { SampleRows } from './sampleRows';
import { writeImageTable } from './writeImageTable';

/** `onto`: images that they follow in their store, and whose size they are taken at. The table is of the new ones alone. */
export async function importImages(
  found: RecognisedFiles | RecognisedArrays,
  context: ImportContext<Partial<ImageSize>>,
  onto?: ImageSchema,
): Promise<ImportedVersion> {
  const source = await sourceOf(found, context.signal);
  try {
    return await storeImages(found, source, context, onto);
  } finally {
    source.close?.();
  }
}

async function sourceOf(
  found: RecognisedFiles | RecognisedArrays,
  signal: AbortSignal,
): Promise<ImageSource> {
  if (holdsArrays(found)) return await (await import('./arrayImages')).arrayImages(found);
  const { bundle } = found;
  return {
    layout: (await pixelLayout(bundle)) ?? (await fileLayout(bundle, signal)),
    fileBytes: bundle.fileBytes,
    told: () => bundle.told(),
  };
}

async function storeImages(
  { file, format }: RecognisedFiles | RecognisedArrays,
  { layout, fileBytes, told }: ImageSource,
  { blobs, signal, onProgress, options = {} }: ImportContext<Partial<ImageSize>>,
  onto?: ImageSchema,
): Promise<ImportedVersion> {
  signal.throwIfAborted();
  if (onto) requireSamePixels(onto, layout, file.name);
  const items = onto ? await ItemWriter.behind(onto.items, blobs) : new ItemWriter(blobs);
  const before = { count: items.count, bytes: items.bytes };
  const marks = await marksWriter(layout, onto, blobs);
  const rows = new SampleRows();
  const sizes = new SizeTally();
  const progress = () =>
    onProgress?.({
      bytesRead: Math.min(items.bytes - before.bytes, fileBytes),
      totalBytes: fileBytes,
      rows: rows.count,
      issues: told().length,
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
      told().map(({ message }) => message),
    );
  const data: ImageSchema = {
    items: await items.done(),
    ...(layout.pixels && { pixels: layout.pixels }),
    size: { ...(onto?.size ?? guessSize(sizes)), ...options },
    ...(marks && { marks: await marks.done() }),
  };
  signal.throwIfAborted();
  progress();
  const table = await writeImageTable(rows, layout.columns?.(rows.paths), blobs, signal, before.count);
  return {
    ...table,
    schema: { kind: 'images', columns: table.columns, data },
    bytes: itemsBytes(data.items) + table.chunks.reduce((sum, { bytes }) => sum + bytes, 0),
    source: {
      fileName: file.name,
      fileBytes,
      format: format.type,
      details: { layout: layout.title, images: sizes.text() },
    },
    issues: [...told(), ...sizes.remarks(data.size), ...table.issues],
  };
}

/** Boxes and masks: of images before that had none, empty ones. */
async function marksWriter(
  layout: ImageLayout,
  onto: ImageSchema | undefined,
  blobs: ImportContext['blobs'],
): Promise<ItemWriter | undefined> {
  if (onto?.marks) return await ItemWriter.behind(onto.marks, blobs);
  if (!layout.marksOf) return undefined;
  const writer = new ItemWriter(blobs);
  for (let item = 0; item < (onto?.items.count ?? 0); item++) await writer.add(new Uint8Array());
  return writer;
}

const formOf = (pixels: ImageSchema['pixels']): string =>
  pixels
    ? `bare pixels of ${pixels.width} × ${pixels.height}${pixels.channels === 3 ? ' in colour' : ''}`
    : 'image files';

function requireSamePixels(onto: ImageSchema, layout: ImageLayout, place: string): void {
  const [is, are] = [formOf(layout.pixels), formOf(onto.pixels)];
  if (is === are) return;
  throw new TetradError({
    code: 'badInput',
    message: `These are ${is}; the dataset is stored as ${are}.`,
    place,
    hint: 'Import them as a dataset of their own, or export the dataset as files and import both together.',
  });
}

const noImages = (place: string, told: readonly string[]) =>
  new TetradError({
    code: 'badInput',
    message: `There is no image in it that can be used.${told.length > 0 ? ` ${told.slice(0, 3).join(' ')}` : ''}`,
    place,
    hint: 'PNG, JPEG, WebP, GIF, BMP, AVIF and TIFF are read, in folders or archives; IDX, CIFAR and .npz as well.',
  });
