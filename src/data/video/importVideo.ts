/**
 * Video files into a dataset. First each is opened: what can be decoded, how long and how large it is. Then each is packed
 * as it came, and the frames that clips are made of are unpacked once, at the size a network takes, and stored beside it:
 * a training reads them without a decoder. What cannot be used is left out by name. Nothing names the bytes until a
 * version is made.
 */
import { ItemWriter } from '#/core/items/itemWriter';
import { itemsBytes } from '#/core/items/packedItems';
import { TetradError } from '#/core/protocol/errors';
import { guessLooking, requireRoomForFrames } from '#/core/video/clipFrames';
import type { Looking, VideoCut, VideoSchema } from '#/core/video/videoSchema';
import type { Bundle, BundleEntry } from '#/formats/bundle/bundle';
import type { RecognisedFiles } from '#/formats/recogniseFile';
import { openVideo } from '#/formats/video/openVideo';
import { framesOf } from '#/formats/video/takeFrames';
import { guessSize, SizeTally } from '../images/guessSize';
import { columnsOf, type NameTable, readNameTable } from '../images/nameTable';
import { pathLabels } from '../images/pathLabels';
import type { ImportContext, ImportedVersion } from '../kinds/kindData';
import { writeSampleTable } from '../sampleTable';
import { aboutVideo } from './aboutVideo';
import { besideClips, clipColumns, cutClips, type StoredFile } from './clipTable';
import { factsOf, unlessUnusable, type VideoFile } from './videoFiles';

const besideEnding = /\.(csv|tsv|txt|json|jsonl|md|license|ya?ml|srt|vtt)$/i;
const mostBesideBytes = 256 * 1024 ** 2;

interface Found {
  entry: BundleEntry;
  file: VideoFile;
}

/** `onto`: files that they follow in their stores, and are looked at like. The table is of the new ones alone. */
export async function importVideo(
  { file, format, bundle }: RecognisedFiles,
  { blobs, signal, onProgress, options = {} }: ImportContext<VideoCut>,
  onto?: VideoSchema,
): Promise<ImportedVersion> {
  signal.throwIfAborted();
  const { found, beside } = await openAll(bundle, signal);
  if (found.length === 0) throw noVideo(file.name, bundle);
  const looking =
    onto?.looking ??
    lookingOf(
      found.map((one) => one.file),
      options,
    );
  requireRoomForFrames(
    found.map((one) => one.file),
    looking,
    file.name,
  );
  const items = onto ? await ItemWriter.behind(onto.items, blobs) : new ItemWriter(blobs);
  const frames = onto ? await ItemWriter.behind(onto.frames, blobs) : new ItemWriter(blobs);
  const before = { count: items.count, bytes: items.bytes };
  const stored: StoredFile[] = [];
  try {
    for (const one of found) {
      signal.throwIfAborted();
      const kept = await storeFile(one, looking, bundle, { items, frames, signal });
      if (kept) stored.push(kept);
      onProgress?.({
        bytesRead: Math.min(items.bytes - before.bytes, bundle.fileBytes),
        totalBytes: bundle.fileBytes,
        rows: stored.length,
        issues: bundle.told().length,
      });
    }
  } finally {
    await Promise.all([items.settle(), frames.settle()]);
  }
  if (stored.length === 0) throw noVideo(file.name, bundle);
  const paths = stored.map(({ path }) => path);
  const table = await readBeside(beside, bundle, paths, signal);
  const told = pathLabels(paths);
  const clips = cutClips(stored, looking);
  const data: VideoSchema = { items: await items.done(), frames: await frames.done(), looking };
  const { labels, ...others } = told;
  const known = clipColumns(
    stored,
    table ? others : { ...others, ...(labels && { labels }) },
    clips,
    table !== undefined,
    before.count,
  );
  signal.throwIfAborted();
  const written = await writeSampleTable(
    clips.item.length,
    known,
    table && besideClips(columnsOf(table, paths), clips),
    blobs,
    signal,
  );
  const tableBytes = written.chunks.reduce((sum, { bytes }) => sum + bytes, 0);
  return {
    ...written,
    schema: { kind: 'video', columns: written.columns, data },
    bytes: itemsBytes(data.items) + itemsBytes(data.frames) + tableBytes,
    source: {
      fileName: file.name,
      fileBytes: bundle.fileBytes,
      format: format.type,
      details: {
        layout: table ? `files and “${table.path}”` : labels ? 'folders are labels' : 'files',
        files: [...new Set(stored.map(({ title }) => title))].slice(0, 8).join('; '),
        clips: `${looking.frames} frames of ${looking.size.width} × ${looking.size.height}`,
      },
    },
    issues: [...bundle.told(), ...aboutVideo(stored, looking, clips), ...written.issues],
  };
}

async function openAll(
  bundle: Bundle,
  signal: AbortSignal,
): Promise<{ found: Found[]; beside: BundleEntry[] }> {
  const found: Found[] = [];
  const beside: BundleEntry[] = [];
  for (const entry of bundle.entries) {
    signal.throwIfAborted();
    if (besideEnding.test(entry.path)) {
      beside.push(entry);
      continue;
    }
    const file = await unlessUnusable(entry, bundle, signal, async () =>
      factsOf(entry.path, await openVideo(await entry.blob(), entry.path)),
    );
    if (file) found.push({ entry, file });
  }
  return { found, beside };
}

export function lookingOf(files: readonly VideoFile[], options: VideoCut): Looking {
  const sizes = new SizeTally();
  for (const { width, height } of files) sizes.add({ width, height, isGrey: false });
  const said = Object.fromEntries(Object.entries(options).filter(([, one]) => one !== undefined));
  return guessLooking(files, guessSize(sizes), said);
}

async function storeFile(
  { entry, file }: Found,
  looking: Looking,
  bundle: Bundle,
  { items, frames, signal }: { items: ItemWriter; frames: ItemWriter; signal: AbortSignal },
): Promise<StoredFile | undefined> {
  const first = frames.count;
  return await unlessUnusable(entry, bundle, signal, async () => {
    const blob = await entry.blob();
    const opened = await openVideo(blob, file.path);
    const { taken, frames: seen } = await framesOf(opened, looking, file.path, async (frame) => {
      signal.throwIfAborted();
      await frames.add(frame);
    });
    await items.add(blob);
    const isCut = seen < file.frames && !file.notes.some((note) => note.includes('breaks off'));
    return {
      ...file,
      frames: seen,
      notes: isCut
        ? [...file.notes, 'The video breaks off before its end; it was read as far as it goes.']
        : file.notes,
      taken,
      first,
    };
  });
}

async function readBeside(
  entries: readonly BundleEntry[],
  bundle: Bundle,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<NameTable | undefined> {
  let table: NameTable | undefined;
  for (const entry of entries) {
    signal.throwIfAborted();
    if (!table && entry.bytes <= mostBesideBytes && !/\.(md|license|ya?ml|srt|vtt)$/i.test(entry.path)) {
      const held = Object.assign(new Blob([await entry.whole()]), { name: entry.path });
      table = await readNameTable(held, paths, signal);
      if (table) continue;
    }
    bundle.leaveOut(entry.path, 'no video');
  }
  return table;
}

const noVideo = (place: string, bundle: Bundle) =>
  new TetradError({
    code: 'badInput',
    message: [
      'There is no video in it that can be used.',
      ...bundle
        .told()
        .slice(0, 3)
        .map(({ message }) => message),
    ].join(' '),
    place,
    hint: 'MP4, MOV, WebM, Matroska and animated GIF are read, in folders or archives.',
  });
