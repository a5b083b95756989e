/**
 * Sound files into a dataset in one pass: each is decoded once to be sure of it, packed as it came, and cut into clips by
 * rows of the table of samples. What cannot be used is left out by name. Nothing names the bytes until a version is made.
 */
import { type AudioCut, type AudioSchema, secondsOf } from '#/core/audio/audioSchema';
import { guessCut, hearingOf } from '#/core/audio/hearingOf';
import { ItemWriter } from '#/core/items/itemWriter';
import { itemsBytes } from '#/core/items/packedItems';
import { TetradError } from '#/core/protocol/errors';
import type { Bundle, BundleEntry } from '#/formats/bundle/bundle';
import type { RecognisedFiles } from '#/formats/recogniseFile';
import { columnsOf, type NameTable, readNameTable } from '../images/nameTable';
import type { ImportContext, ImportedVersion } from '../kinds/kindData';
import { writeSampleTable } from '../sampleTable';
import { besideClips, clipColumns, cutClips } from './clipTable';
import { aboutSound } from './aboutSound';
import { readSoundFile, type SoundFile } from './soundFiles';
import { isBackground, lastTwo, partLists, soundLabels } from './soundLabels';

const besideEnding = /\.(csv|tsv|txt|json|jsonl|md|license|ya?ml)$/i;
const mostBesideBytes = 256 * 1024 ** 2;

/** `onto`: files that they follow in their store, and are heard like. The table is of the new ones alone. */
export async function importAudio(
  { file, format, bundle }: RecognisedFiles,
  { blobs, signal, onProgress, options = {} }: ImportContext<AudioCut>,
  onto?: AudioSchema,
): Promise<ImportedVersion> {
  signal.throwIfAborted();
  const items = onto ? await ItemWriter.behind(onto.items, blobs) : new ItemWriter(blobs);
  const before = { count: items.count, bytes: items.bytes };
  const files: SoundFile[] = [];
  const beside: BundleEntry[] = [];
  const progress = () =>
    onProgress?.({
      bytesRead: Math.min(items.bytes - before.bytes, bundle.fileBytes),
      totalBytes: bundle.fileBytes,
      rows: files.length,
      issues: bundle.told().length,
    });
  try {
    for (const entry of bundle.entries) {
      signal.throwIfAborted();
      if (besideEnding.test(entry.path)) beside.push(entry);
      else if (isBackground(entry.path)) bundle.leaveOut(entry.path, 'background noise beside the words');
      else {
        const read = await readSoundFile(entry, bundle, signal);
        if (!read) continue;
        await items.add(read.blob);
        files.push(read.facts);
        if (files.length % 64 === 0) progress();
      }
    }
  } finally {
    await items.settle();
  }
  if (files.length === 0) throw noSound(file.name, bundle);
  const paths = files.map(({ path }) => path);
  const { table, lists } = await readBeside(beside, bundle, paths, signal);
  const told = soundLabels(paths, lists);
  const cut = { ...guessCut(files), ...withoutUndefined(options) };
  const { hearing, stride } = onto ?? { hearing: hearingOf(cut), stride: cut.stride };
  const data: AudioSchema = { items: await items.done(), hearing, stride };
  const clips = cutClips(
    files.map(({ seconds }) => seconds),
    data,
  );
  const { labels, ...others } = told;
  const known = clipColumns(files, table ? { ...others } : { ...others, labels }, clips, before.count);
  signal.throwIfAborted();
  progress();
  const written = await writeSampleTable(
    clips.item.length,
    known,
    table && besideClips(columnsOf(table, paths), clips),
    blobs,
    signal,
  );
  return {
    ...written,
    schema: { kind: 'audio', columns: written.columns, data },
    bytes: itemsBytes(data.items) + written.chunks.reduce((sum, { bytes }) => sum + bytes, 0),
    source: {
      fileName: file.name,
      fileBytes: bundle.fileBytes,
      format: format.type,
      details: {
        layout: table ? `files and “${table.path}”` : told.title,
        files: [...new Set(files.map(({ title }) => title))].slice(0, 8).join('; '),
        clips: `${secondsOf(data.hearing)} s at ${data.hearing.rate} Hz`,
      },
    },
    issues: [...bundle.told(), ...aboutSound(files, data), ...written.issues],
  };
}

async function readBeside(
  entries: readonly BundleEntry[],
  bundle: Bundle,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<{ table?: NameTable; lists: Map<string, string> }> {
  const lists = new Map<string, string>();
  let table: NameTable | undefined;
  for (const entry of entries) {
    signal.throwIfAborted();
    const part = partLists.get(entry.path.replace(/^.*\//, ''));
    if (part && entry.bytes <= mostBesideBytes) {
      const names = new TextDecoder().decode(await entry.whole()).split(/\r?\n/);
      for (const name of names) if (name.trim()) lists.set(lastTwo(name.trim()), part);
      continue;
    }
    if (!table && entry.bytes <= mostBesideBytes && !/\.(md|license|ya?ml)$/i.test(entry.path)) {
      const held = Object.assign(new Blob([await entry.whole()]), { name: entry.path });
      table = await readNameTable(held, paths, signal);
      if (table) continue;
    }
    bundle.leaveOut(entry.path, 'no sound');
  }
  return { ...(table && { table }), lists };
}

const withoutUndefined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;

const noSound = (place: string, bundle: Bundle) =>
  new TetradError({
    code: 'badInput',
    message: [
      'There is no sound in it that can be used.',
      ...bundle
        .told()
        .slice(0, 3)
        .map(({ message }) => message),
    ].join(' '),
    place,
    hint: 'WAV, FLAC, MP3, Ogg, AAC and M4A are read, in folders or archives.',
  });
