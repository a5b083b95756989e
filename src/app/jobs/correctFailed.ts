/** Failed rows of a file with other cells: they take the place of those that the batch keeps. */
import { TetradError } from '#/core/protocol/errors';
import type { Job } from '#/core/protocol/job';
import { found } from '../queries';
import type { AppServices } from '../services';
import type { BatchRowsResult } from './batchRows';
import { asWeWrite, failedPieces, readFailed } from './failedFile';
import { openStoredFile, storeFile } from './storeFile';

export async function correctFailed(
  { storage, rows }: Pick<AppServices, 'storage' | 'rows'>,
  batch: Job,
  corrected: File,
): Promise<void> {
  if (batch.kind !== 'batch')
    throw new TetradError({
      code: 'badInput',
      message: 'Samples of a dataset are asked again as they are stored.',
      place: 'corrected',
      hint: 'Correct the dataset and predict it anew, or leave the file out.',
    });
  const { names } = batch.result as BatchRowsResult;
  const [answers, kept] = batch.files ?? [];
  const file = found(kept, 'file of failed rows', batch.id);
  const before = await readFailed(rows, await openStoredFile(storage.blobs, file), names, asWeWrite);
  const failedRows = new Map(before.map((one) => [one.row, one]));
  const given = await readFailed(rows, corrected, names);
  const other = given.find(({ row }) => !failedRows.has(row));
  if (other)
    throw new TetradError({
      code: 'badInput',
      message: `Row ${other.row + 1} did not fail.`,
      place: corrected.name,
      hint: 'Nothing was taken over. Give the rows of the file of failed rows only.',
    });
  for (const { row, cells } of given) {
    const one = failedRows.get(row);
    if (one && cells) failedRows.set(row, { ...one, cells });
  }
  await storage.writing(async () => {
    const parts = await storeFile(storage.blobs, failedPieces([...failedRows.values()], names, 'row'));
    await storage.jobs.update(batch.id, {
      files: [...(answers ? [answers] : []), { name: file.name, parts }],
    });
  });
}
