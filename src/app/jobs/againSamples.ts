/** Samples of a dataset that failed in a batch: the numbers of the others stay as they were stored. */
import { type AnswerNumbers, numbersType } from '#/core/tasks/answerNumbers';
import type { Job, JobFile } from '#/core/protocol/job';
import { FailedRows } from './answerApart';
import { failedFile, keptOf } from './batchFields';
import { type BatchFieldsInput, batchFieldsInput, type BatchFieldsResult } from './batchFieldsJob';
import { batchSamples } from './batchSamples';
import type { JobContext } from './jobDef';
import { writeBatch } from './writeBatch';

export async function againSamples(
  { services, report, signal }: JobContext,
  job: Job,
  wrongCells: BatchFieldsInput['wrongCells'],
): Promise<{ asked: number; answered: number }> {
  const { storage } = services;
  const before = batchFieldsInput.parse(job.input);
  const { warnings } = job.result as BatchFieldsResult;
  const input = { ...before, wrongCells: wrongCells ?? before.wrongCells };
  const batch = await batchSamples(services, input, new Set(warnings));
  const { version, told, width, atOnce } = batch;
  const kept = await keptOf(storage, job.id, batch);
  const asked = Uint32Array.from(kept.failed, ({ row }) => row).sort();
  const failed = new FailedRows([], kept.done - asked.length);
  const answers = new Map<number, AnswerNumbers>();
  for (let at = 0; at < asked.length; at += atOnce) {
    const piece = asked.slice(at, at + atOnce);
    const numbers = await batch.answer(piece, failed);
    for (const [i, sample] of piece.entries())
      answers.set(sample, numbers.slice(i * width, (i + 1) * width) as AnswerNumbers);
    signal.throwIfAborted();
    report({
      progress: Math.min(0.9, (at + piece.length) / asked.length),
      message: `${(at + piece.length).toLocaleString('en')} of ${asked.length.toLocaleString('en')} asked again`,
    });
  }
  for (const { row } of failed.rows) answers.delete(row);

  report({ progress: 0.95, message: 'Writing the answers' });
  const Numbers = numbersType(version);
  const places = new Map(Array.from(told.samples, (sample, place) => [sample, place]));
  const at = new Map([...answers].map(([sample, numbers]) => [places.get(sample) ?? -1, numbers]));
  await storage.writing(async () => {
    const stored: JobFile[] = [];
    let first = 0;
    for (const { name, parts } of kept.answers) {
      const patched: JobFile = { name, parts: [] };
      for (const part of parts) {
        const rows = part.bytes / (width * Numbers.BYTES_PER_ELEMENT);
        const inside = [...at].filter(([place]) => place >= first && place < first + rows);
        if (inside.length === 0) patched.parts.push(part);
        else {
          const numbers = new Numbers((await storage.blobs.get(part)).slice().buffer) as AnswerNumbers;
          for (const [place, answer] of inside) numbers.set(answer, (place - first) * width);
          patched.parts.push(await storage.blobs.put(new Uint8Array(numbers.buffer)));
        }
        first += rows;
      }
      stored.push(patched);
    }
    const written = await writeBatch(storage, batch, stored, failed.rows, before.outputFormat, signal);
    const still = failed.rows.length > 0 ? [...stored, await failedFile(storage, failed.rows)] : [];
    await storage.jobs.update(job.id, { files: [...written.files, ...still], result: written.result });
  });
  return { asked: asked.length, answered: answers.size };
}
