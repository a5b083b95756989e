/**
 * All samples of a dataset (or a part of them) through a model, piece by piece. What was answered is stored as it
 * comes, so that a pause, a reload or a crash costs at most a few seconds of work; where some samples fail it stays
 * stored, so that these alone can be asked again.
 */
import { z } from 'zod';
import type { BlobRef } from '#/core/protocol/dataset';
import type { JobFile } from '#/core/protocol/job';
import type { Storage } from '#/core/protocol/storage';
import { type AnswerNumbers, numbersType } from '#/core/tasks/answerNumbers';
import { unknownFields } from '../unknownFields';
import { type FailedRow, FailedRows } from './answerApart';
import type { BatchFieldsInput, BatchFieldsResult } from './batchFieldsJob';
import { type BatchSamples, batchSamples } from './batchSamples';
import type { JobContext } from './jobDef';
import { writeBatch } from './writeBatch';

const storedName = 'answers to sample';
const failedName = 'failed to sample';
const storedEveryMs = 5_000;
const storedEveryBytes = 32 * 2 ** 20;

export async function batchFields(
  { services, job, report, signal }: JobContext,
  input: BatchFieldsInput,
): Promise<BatchFieldsResult> {
  const { storage } = services;
  const batch = await batchSamples(services, input, new Set());
  const { version, told, dataset, atOnce, warnings } = batch;
  const { samples } = told;
  const given = told.given ?? dataset.schema.columns.map(({ name }) => name);
  for (const warning of unknownFields(version, given)) warnings.add(warning);

  // The page may have gone between the file and the end of the job: the file is no answers.
  const kept = await keptOf(storage, job.id, batch);
  let { done } = kept;
  const failed = new FailedRows(kept.failed, done - kept.failed.length);
  let [failedStored, waiting, waitingBytes, storedAt] = [
    kept.failed.length,
    [] as AnswerNumbers[],
    0,
    performance.now(),
  ];
  const store = async () => {
    if (waiting.length === 0) return;
    const bytes = new Uint8Array(await new Blob(waiting).arrayBuffer());
    const more = failed.rows.slice(failedStored);
    await storage.writing(async () => {
      kept.answers.push({ name: `${storedName} ${done}`, parts: [await storage.blobs.put(bytes)] });
      if (more.length > 0)
        kept.files.push({ name: `${failedName} ${done}`, parts: [await putFailed(storage, more)] });
      await storage.jobs.update(job.id, { files: [...kept.answers, ...kept.files] });
    });
    [failedStored, waiting, waitingBytes, storedAt] = [failed.rows.length, [], 0, performance.now()];
  };

  const [begunAt, begunWith] = [performance.now(), done];
  while (done < samples.length) {
    const piece = samples.slice(done, done + atOnce);
    const numbers = await batch.answer(piece, failed);
    waiting.push(numbers);
    done += piece.length;
    waitingBytes += numbers.byteLength;
    const perSampleMs = (performance.now() - begunAt) / (done - begunWith);
    report({
      progress: (done / samples.length) * 0.99,
      message: `${done.toLocaleString('en')} of ${samples.length.toLocaleString('en')} samples predicted${failed.rows.length > 0 ? `, ${failed.rows.length.toLocaleString('en')} failed` : ''}`,
      secondsLeft: ((samples.length - done) * perSampleMs) / 1000,
    });
    if (done >= samples.length) failed.requireSome();
    const due = performance.now() - storedAt > storedEveryMs || waitingBytes > storedEveryBytes;
    if (due || signal.aborted || done >= samples.length) await store();
    signal.throwIfAborted();
  }

  report({ progress: 0.99, message: 'Writing the answers', secondsLeft: undefined });
  const { result } = await storage.writing(async () => {
    const written = await writeBatch(storage, batch, kept.answers, failed.rows, input.outputFormat, signal);
    await storage.jobs.update(job.id, {
      files: [...written.files, ...(failed.rows.length > 0 ? [...kept.answers, ...kept.files] : [])],
    });
    return written;
  });
  return result;
}

export interface KeptAnswers {
  answers: JobFile[];
  files: JobFile[];
  failed: FailedRow[];
  /** Samples that were asked. */
  done: number;
}

/** What a job stored so far. */
export async function keptOf(
  storage: Pick<Storage, 'jobs' | 'blobs'>,
  jobId: string,
  { version, width }: Pick<BatchSamples, 'version' | 'width'>,
): Promise<KeptAnswers> {
  const all = (await storage.jobs.get(jobId))?.files ?? [];
  const answers = all.filter(({ name }) => name.startsWith(storedName));
  const files = all.filter(({ name }) => name.startsWith(failedName));
  const failed: FailedRow[] = [];
  for (const part of files.flatMap(({ parts }) => parts))
    failed.push(...failedRows.parse(JSON.parse(new TextDecoder().decode(await storage.blobs.get(part)))));
  const bytes = answers.flatMap(({ parts }) => parts).reduce((sum, part) => sum + part.bytes, 0);
  return { answers, files, failed, done: bytes / (width * numbersType(version).BYTES_PER_ELEMENT) };
}

const failedRows = z.array(z.object({ row: z.int(), why: z.string() }));

const putFailed = async ({ blobs }: Pick<Storage, 'blobs'>, failed: readonly FailedRow[]): Promise<BlobRef> =>
  await blobs.put(new TextEncoder().encode(JSON.stringify(failed)));

/** Those that failed, kept beside answers that are stored already. */
export const failedFile = async (
  storage: Pick<Storage, 'blobs'>,
  failed: readonly FailedRow[],
): Promise<JobFile> => ({ name: `${failedName} all`, parts: [await putFailed(storage, failed)] });
