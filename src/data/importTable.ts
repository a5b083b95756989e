/**
 * A file into stored chunks, in one pass: read, profile, encode, store. Memory holds one batch being read
 * and a few being written, whatever the size of the file. Nothing names the chunks until the caller
 * commits a version, so an import that fails or is cancelled leaves no trace but bytes to collect.
 */
import type { DataIssue } from '#/core/protocol/dataset';
import { RowRepeats } from '#/core/stats/rowRepeats';
import { ColumnProfile, profileLimits } from '#/core/stats/columnProfile';
import type { ReadOptions } from '#/core/reading/readOptions';
import { encodeChunk } from '#/core/table/chunkCodec';
import type { RecognisedTable } from '#/formats/recogniseFile';
import { readTable } from '#/formats/readTable';
import { describeImport } from './describeImport';
import { keepFile } from './keptFile';
import { IssueLog } from './issueLog';
import { noRows } from './noRows';
import type { ImportContext, ImportedVersion } from './kinds/kindData';
import { readBeside } from './reader/readBeside';
import { WriteQueue } from './writeQueue';

const rowsPerChunk = 65_536;

export async function importTable(
  recognised: RecognisedTable,
  {
    blobs,
    signal,
    onProgress,
    options,
    makeReader,
  }: Pick<ImportContext<ReadOptions>, 'blobs' | 'signal' | 'onProgress' | 'options' | 'makeReader'>,
): Promise<ImportedVersion> {
  const { file, format, source, isJoined } = recognised;
  signal.throwIfAborted();
  const issues = new IssueLog();
  let rows = 0;
  const progress = () =>
    onProgress?.({ bytesRead: source.bytesRead(), totalBytes: file.size, rows, issues: issues.total });
  const table = await readTable(readBeside(recognised, makeReader), source, {
    signal,
    report: (issue) => issues.report(issue),
    batchRows: rowsPerChunk,
    options,
  });
  const limits = profileLimits(table.names.length);
  const freshProfiles = () => table.names.map(() => new ColumnProfile(limits));
  let profiles = freshProfiles();
  let repeats = new RowRepeats();
  let writes = new WriteQueue(blobs);
  try {
    for await (const batch of table.batches) {
      signal.throwIfAborted();
      if (batch === 'again') {
        await writes.settle();
        profiles = freshProfiles();
        repeats = new RowRepeats();
        writes = new WriteQueue(blobs);
        rows = 0;
        continue;
      }
      batch.columns.forEach((column, i) => profiles[i]?.add(column));
      repeats.add(batch.columns, batch.rows);
      rows += batch.rows;
      const chunk = encodeChunk(batch, writes.takeMemory);
      table.release(batch);
      await writes.add(chunk, batch.rows);
      progress();
    }
  } finally {
    await writes.settle();
  }
  const chunks = await writes.done();
  signal.throwIfAborted();
  if (rows === 0) throw noRows(file.name, table.names);
  progress();
  const kept = isJoined ? undefined : await keepFile(file, source.gzip, blobs);
  const outcome = table.outcome();
  const { columns, stats, issues: found } = describeImport(table.names, profiles, outcome);
  for (const issue of [...found, ...repeatedRows(repeats, rows)]) issues.report(issue);
  const { options: used, ambiguities } = outcome.reading;
  return {
    schema: { kind: 'tabular', columns },
    rows,
    bytes: chunks.reduce((sum, chunk) => sum + chunk.bytes, 0),
    chunks,
    stats,
    source: {
      fileName: file.name,
      fileBytes: file.size,
      format: format.type,
      details: {
        ...table.details,
        ...(source.gzip && { compression: 'gzip' }),
        ...(source.zstd && { compression: 'zstd' }),
      },
      reading: { given: options ?? {}, used, ambiguities },
      ...(kept && { kept }),
    },
    issues: issues.list(),
  };
}

/** Copies on both sides of a split make a model look better than it is. */
function repeatedRows(repeats: RowRepeats, rows: number): DataIssue[] {
  const count = repeats.count();
  if (!count) return [];
  const share = `${count.toLocaleString('en')} of ${rows.toLocaleString('en')} rows`;
  return [
    {
      severity: 'info',
      message: `${share} ${count === 1 ? 'equals' : 'equal'} an earlier row in every column.`,
      hint: 'A run says how many of the rows it is judged by were also learnt from.',
    },
  ];
}
