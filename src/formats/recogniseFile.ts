/** What was dropped, with its format, not yet read: a file, a folder that is one store, or files that belong together. */
import type { FolderEntry } from '#/core/grid/arrayFile';
import type { DatasetKind } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { Registry } from '#/core/registry/registry';
import { archivedTables } from './archivedTables';
import type { Bundle } from './bundle/bundle';
import { folderBundle } from './bundle/fileBundle';
import { openBundle, withoutGzip } from './bundle/openBundle';
import { type BundleSample, sampleBundle } from './bundle/sampleBundle';
import type { ArrayFormatDef, ArraySource, FilesFormatDef, FormatDef } from './formatDef';
import { openSource } from './openSource';
import type { RecognisedTable } from './recognisedTable';
import { formats } from './registry';
import { type Guess, namedFormat, sniffText, surest } from './sniffFormat';

export type { RecognisedTable } from './recognisedTable';

export interface RecognisedArrays {
  file: ArraySource;
  format: ArrayFormatDef;
  /** What is in it, when `file` only stands for a folder that is one store. */
  folder?: readonly FolderEntry[];
  /** Files that hold a part of it each. */
  bundle?: Bundle;
}

export interface RecognisedFiles {
  file: ArraySource;
  format: FilesFormatDef;
  bundle: Bundle;
}

export type RecognisedFile = RecognisedTable | RecognisedArrays | RecognisedFiles;

export const holdsArrays = (file: RecognisedFile): file is RecognisedArrays => file.format.holds === 'arrays';
export const holdsRows = (file: RecognisedFile): file is RecognisedTable => file.format.holds === 'rows';
export const holdsFiles = (file: RecognisedFile): file is RecognisedFiles => file.format.holds === 'files';

export interface RecogniseOptions {
  among?: Registry<FormatDef>;
  /** The format asked for; told by the bytes and the name when absent. */
  wanted?: string;
  /** The kind asked for: of formats that know the file, one of this kind goes first. */
  kind?: DatasetKind;
  folder?: readonly FolderEntry[];
  /** Paths of files that their reader did not come back from: left out of what belongs together. */
  endless?: readonly string[];
}

const storeMark = /(^|\/)(zarr\.json|\.z(group|array|attrs|metadata))$/;

export async function recogniseFile(
  file: ArraySource,
  { among = formats, wanted, kind, folder, endless = [] }: RecogniseOptions = {},
): Promise<RecognisedFile> {
  if (folder?.some(({ path }) => storeMark.test(path)))
    return { file, format: formatOfFolders(among, file.name), folder };
  const named = wanted === undefined ? undefined : namedFormat(among, wanted);
  if (folder) return await recogniseFolder(file, folder, { among, named, kind, endless });
  const source = await openSource(file);
  const single = named ? { format: named, score: 1 } : surest(source.head, source.name, among, false);
  const isSure = single?.score === 1 && single.format.holds !== 'files';
  // What is packed with Zstandard is one file.
  if (!source.zstd && (!isSure || (kind && single.format.kind !== kind))) {
    const bundle = withoutEndless(await openBundle(file, source), endless);
    const claim = surestClaim(await sampleBundle(bundle), among, named, kind);
    const isAsked = kind !== undefined && claim?.format.kind === kind;
    if (claim && (isAsked || claim.score > (single?.score ?? 0) || named?.holds === 'files'))
      return claimed(file, claim.format, bundle);
    const inside = single ? undefined : await archivedTables(file, bundle, among);
    if (inside) return inside;
  }
  const format = single?.format ?? sniffText(source.head, source.name, among);
  if (format.holds === 'files') throw unknown(file.name);
  return format.holds === 'rows' ? { file, format, source } : { file, format };
}

async function recogniseFolder(
  file: ArraySource,
  folder: readonly FolderEntry[],
  {
    among,
    named,
    kind,
    endless,
  }: {
    among: Registry<FormatDef>;
    named: FormatDef | undefined;
    kind: DatasetKind | undefined;
    endless: readonly string[];
  },
): Promise<RecognisedFiles | RecognisedArrays> {
  const bundle = withoutEndless(withoutGzip(folderBundle(file.name, folder)), endless);
  const claim = surestClaim(await sampleBundle(bundle), among, named, kind);
  if (claim) return claimed(file, claim.format, bundle);
  throw unknown(file.name);
}

function withoutEndless(bundle: Bundle, endless: readonly string[]): Bundle {
  const left = bundle.entries.filter(({ path }) => endless.includes(path));
  if (left.length === 0) return bundle;
  for (const { path } of left) bundle.leaveOut(path, 'its reader did not come back from it');
  return { ...bundle, entries: bundle.entries.filter((entry) => !left.includes(entry)) };
}

const claimed = (file: ArraySource, format: Claiming, bundle: Bundle): RecognisedFiles | RecognisedArrays =>
  format.holds === 'files' ? { file, format, bundle } : { file, format, bundle };

type Claiming = FilesFormatDef | ArrayFormatDef;

/** One of the kind that is asked for goes before surer ones. */
function surestClaim(
  sample: BundleSample,
  among: Registry<FormatDef>,
  named: FormatDef | undefined,
  kind: DatasetKind | undefined,
): Guess<Claiming> | undefined {
  if (sample.bundle.entries.length === 0) return undefined;
  let best: Guess<Claiming> | undefined;
  for (const format of among.all) {
    if (format.holds === 'rows' || !format.claims || (named && named !== format)) continue;
    const score = named ? 1 : format.claims(sample, format.kind === kind);
    if (score <= 0) continue;
    const rank = score + Number(format.kind === kind);
    if (rank > (best ? best.score + Number(best.format.kind === kind) : 0)) best = { format, score };
  }
  return best;
}

const unknown = (place: string) =>
  new TetradError({
    code: 'unsupported',
    message: 'The files in it are nothing that is known together.',
    place,
    hint: 'Drop files of one kind: images, or tables one by one.',
  });

function formatOfFolders(among: Registry<FormatDef>, name: string): ArrayFormatDef {
  for (const format of among.all) if (format.holds === 'arrays' && format.openFolder) return format;
  throw new TetradError({
    code: 'unsupported',
    message: 'No format that is read is a folder.',
    place: name,
    hint: 'Choose the files in it.',
  });
}
