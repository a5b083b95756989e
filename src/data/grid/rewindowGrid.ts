/** Other windows, patches or labels over the same field: its chunks stay, the table of samples is made anew. */
import { gridOf } from '#/core/grid/gridOf';
import { blobsOfVersion } from '#/core/kinds/registry';
import { requireMapping } from '#/core/grid/checkMapping';
import { checkWindowing } from '#/core/grid/checkWindowing';
import type { GridCut, GridSchema, LabelSource } from '#/core/grid/gridSchema';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { BlobStore } from '#/core/protocol/storage';
import { stringsOf } from '#/core/table/columnView';
import type { MadeVersion } from '../kinds/kindData';
import { joinLabels, type LabelTable, loadLabels, storeLabels, withFreeNames } from './labelTable';
import { readLabelTable } from './readLabelTable';
import { fileColumn, writeSamples } from './writeSamples';

export async function rewindowGrid(
  version: DatasetVersion,
  { windowing, labels }: GridCut,
  blobs: Pick<BlobStore, 'get' | 'put'>,
): Promise<MadeVersion> {
  const before = gridOf(version.schema) as GridSchema;
  const { labels: stored, ...rest } = { ...before, windowing };
  requireMapping(checkWindowing(rest, labels?.kind === 'future'), version.source.fileName);
  const { signal } = new AbortController();
  const had = stored && (await loadLabels(stored, blobs));
  const table = labels ? await newLabels(before, labels, had, signal) : had;
  const rows = table?.per === 'time' ? before.recordings * before.axes.time.size : before.recordings;
  const grid: GridSchema = { ...rest, ...(table && { labels: await storeLabels(table, rows, blobs) }) };
  const samples = await writeSamples(grid, table, { blobs, signal, known: version.schema.columns });
  const { chunks, fields, stats } = samples;
  const schema = { kind: 'spacetime4d' as const, columns: fields, data: grid };
  // What was seen of the channels stays true; what was said of samples and labels is said anew.
  const channels = new Set(before.channels.map(({ name }) => name));
  const ofField = version.issues.filter(({ column: field }) => field === undefined || channels.has(field));
  return {
    schema,
    rows: samples.rows,
    bytes: blobsOfVersion({ chunks, schema }).reduce((sum, blob) => sum + blob.bytes, 0),
    chunks,
    stats,
    issues: [...ofField, ...samples.issues],
  };
}

async function newLabels(
  { recordings, axes }: GridSchema,
  source: LabelSource,
  had: LabelTable | undefined,
  signal: AbortSignal,
): Promise<LabelTable | undefined> {
  const files = had && only(had, fileColumn);
  if (source.kind === 'none' || source.kind === 'future') return files;
  if (source.kind !== 'table')
    throw new TetradError({
      code: 'unsupported',
      message: 'Labels inside a file, or of folders, are read when it is imported.',
      place: 'labels',
      hint: 'Give a table of labels, or import the files again.',
    });
  const times = axes.time.size;
  const names = files?.columns[0] && files.per === 'recording' ? stringsOf(files.columns[0]) : [];
  const recordingNames = Array.from({ length: recordings }, (_, i) => names[i] ?? String(i));
  const table = await readLabelTable(source, { recordings, times, recordingNames }, signal);
  return withFreeNames(files ? joinLabels(files, table, recordings, times) : table);
}

function only({ per, names, columns }: LabelTable, name: string): LabelTable | undefined {
  const column = columns[names.indexOf(name)];
  return column && { per, names: [name], columns: [column] };
}
