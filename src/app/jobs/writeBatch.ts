/** The file of a batch over a dataset, and what is told of it, from the numbers that were stored. */
import { kindOf } from '#/core/kinds/registry';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { JobFile } from '#/core/protocol/job';
import type { ModelVersion } from '#/core/protocol/model';
import type { Storage } from '#/core/protocol/storage';
import type { TableFormat } from '#/core/protocol/dataApi';
import { readColumns } from '#/core/table/readColumns';
import { type AnswerNumbers, numbersType } from '#/core/tasks/answerNumbers';
import { readsLabels, taskOf } from '#/core/tasks/registry';
import { type FailedRow, summaryOf } from './answerApart';
import { answerFile, type AnswerScore } from './answerFiles';
import type { BatchFieldsResult } from './batchFieldsJob';
import type { BatchSamples } from './batchSamples';
import { failedNameOf, failedPieces } from './failedFile';
import { storeFile } from './storeFile';

/** To be called within `storage.writing`. */
export async function writeBatch(
  storage: Pick<Storage, 'blobs'>,
  { version, dataset, told, names, warnings }: BatchSamples,
  stored: readonly JobFile[],
  failed: readonly FailedRow[],
  outputFormat: TableFormat | undefined,
  signal: AbortSignal,
): Promise<{ files: JobFile[]; result: BatchFieldsResult }> {
  const { samples } = told;
  const Numbers = numbersType(version);
  /** As they were stored: memory holds one of them. */
  async function* answers(): AsyncGenerator<AnswerNumbers> {
    for (const { parts } of stored)
      for (const part of parts) {
        signal.throwIfAborted();
        yield new Numbers((await storage.blobs.get(part)).buffer) as AnswerNumbers;
      }
  }
  const truth = await truthOf(version, dataset, storage);
  const unanswered = new Set(failed.map(({ row }) => row));
  const file = await answerFile(
    { version, told, truth, answers: answers(), names, unanswered },
    storage.blobs,
    outputFormat,
  );
  let score: AnswerScore | undefined;
  async function* pieces(): AsyncGenerator<Uint8Array> {
    score = yield* file.pieces;
  }
  const files: JobFile[] = [{ name: file.name, parts: await storeFile(storage.blobs, pieces()) }];
  const countedAs = kindOf(version.input).rowsAreCells ? 'row' : 'sample';
  const summary = summaryOf(failed, failedNameOf(file.name), countedAs);
  if (summary)
    files.push({
      name: summary.fileName,
      parts: await storeFile(storage.blobs, failedPieces(failed, [], countedAs)),
    });
  return {
    files,
    result: {
      fileName: file.name,
      rows: samples.length - failed.length,
      datasetId: dataset.datasetId,
      datasetVersionId: dataset.id,
      samples: { first: samples[0] ?? 0, last: samples.at(-1) ?? 0 },
      score,
      warnings: [...warnings],
      ...(summary && { failed: summary }),
    },
  };
}

/** What the dataset itself knows of the target, by sample. */
async function truthOf(
  { task }: ModelVersion,
  { schema, chunks }: DatasetVersion,
  { blobs }: Pick<Storage, 'blobs'>,
): Promise<(string | number | null)[] | undefined> {
  const { target } = task;
  if (taskOf(task).frames || !schema.columns.some(({ name }) => name === target)) return undefined;
  const asText = new Set(readsLabels(task) ? [target] : []);
  const values = (await readColumns(chunks, blobs, schema, [target], { asText })).get(target);
  return values && Array.from<string | number | null>(values.data);
}
