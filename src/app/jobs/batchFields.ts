/**
 * All samples of a dataset (or a part of them) through a model, piece by piece. What was answered is stored as it
 * comes, so that a pause, a reload or a crash costs at most a few seconds of work.
 */
import { sizeOf } from '#/core/arch/sizeOf';
import { kindOf } from '#/core/kinds/registry';
import { type AnswerNumbers, answerNumbers, answerWidth, numbersType } from '#/core/tasks/answerNumbers';
import { readsLabels, taskOf } from '#/core/tasks/registry';
import { readsAsStored } from '#/core/table/readsAsStored';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { ModelVersion } from '#/core/protocol/model';
import type { StoredAnswers } from '#/core/protocol/predict';
import type { Storage } from '#/core/protocol/storage';
import { readColumns } from '#/core/table/readColumns';
import { found } from '../queries';
import { unknownFields } from '../unknownFields';
import { answerFile, type AnswerScore } from './answerFiles';
import { storeFile } from './storeFile';
import type { BatchFieldsInput } from './batchFieldsJob';
import type { JobContext } from './jobDef';

export interface BatchFieldsResult {
  fileName: string;
  rows: number;
  datasetId: string;
  datasetVersionId: string;
  samples: { first: number; last: number };
  score?: AnswerScore;
  warnings: string[];
}

/** Input values of one piece: a second or so on the CPU. */
const pieceElements = 2 ** 19;
const mostPieceSamples = 10_000;
const mostWarnings = 50;
const storedName = 'answers to sample';
const storedEveryMs = 5_000;
const storedEveryBytes = 32 * 2 ** 20;

export async function batchFields(
  { services, job, report, signal }: JobContext,
  { modelVersionId, datasetVersionId, outputFormat, ...part }: BatchFieldsInput,
): Promise<BatchFieldsResult> {
  const { storage, engine } = services;
  const version = found(await storage.models.version(modelVersionId), 'model version', modelVersionId);
  const dataset = found(
    await storage.datasets.version(datasetVersionId),
    'dataset version',
    datasetVersionId,
  );
  const names = await namesOf(storage, version, dataset);
  const kind = kindOf(version.input);
  const { fitted } = version.input;
  kind.requireFitting(fitted, dataset.schema, names);
  const told = await kind.tell(dataset, fitted, part, storage.blobs);
  const { samples } = told;
  const warnings = new Set(
    unknownFields(version, told.given ?? dataset.schema.columns.map(({ name }) => name)),
  );
  const width = answerWidth(version);
  const Numbers = numbersType(version);
  const isStored = told.stored !== undefined && readsAsStored(version.inputs, told.stored);

  // The page may have gone between the file and the end of the job: the file is no answers.
  const stored = ((await storage.jobs.get(job.id))?.files ?? []).filter(({ name }) =>
    name.startsWith(storedName),
  );
  let done =
    stored.flatMap(({ parts }) => parts).reduce((sum, { bytes }) => sum + bytes, 0) /
    (width * Numbers.BYTES_PER_ELEMENT);
  let [kept, keptBytes, keptAt]: [AnswerNumbers[], number, number] = [[], 0, performance.now()];
  const store = async () => {
    if (kept.length === 0) return;
    const bytes = new Uint8Array(await new Blob(kept).arrayBuffer());
    await storage.writing(async () => {
      const blob = await storage.blobs.put(bytes);
      stored.push({ name: `${storedName} ${done}`, parts: [blob] });
      await storage.jobs.update(job.id, { files: stored });
    });
    [kept, keptBytes, keptAt] = [[], 0, performance.now()];
  };

  const [begunAt, begunWith] = [performance.now(), done];
  const inputs = sizeOf(kind.shape(fitted));
  const atOnce = Math.min(mostPieceSamples, Math.max(1, Math.floor(pieceElements / inputs)));
  const asked = async (piece: Uint32Array): Promise<StoredAnswers> => {
    const rows = await told.ask(piece);
    const { predictions, warnings } = await engine.predict({
      modelVersionId,
      rows,
      datasetVersionId,
      many: true,
    });
    return { numbers: answerNumbers(version, predictions), warnings };
  };
  while (done < samples.length) {
    const piece = samples.subarray(done, done + atOnce);
    const answer = isStored
      ? await engine.answerStored({ modelVersionId, datasetVersionId, samples: piece })
      : await asked(piece);
    kept.push(answer.numbers);
    for (const warning of answer.warnings) if (warnings.size < mostWarnings) warnings.add(warning);
    done += piece.length;
    keptBytes += answer.numbers.byteLength;
    const perSampleMs = (performance.now() - begunAt) / (done - begunWith);
    report({
      progress: (done / samples.length) * 0.99,
      message: `${done.toLocaleString('en')} of ${samples.length.toLocaleString('en')} samples predicted`,
      secondsLeft: ((samples.length - done) * perSampleMs) / 1000,
    });
    const due = performance.now() - keptAt > storedEveryMs || keptBytes > storedEveryBytes;
    if (due || signal.aborted || done >= samples.length) await store();
    signal.throwIfAborted();
  }

  /** As they were stored: memory holds one of them. */
  async function* answers(): AsyncGenerator<AnswerNumbers> {
    for (const { parts } of stored)
      for (const part of parts) {
        signal.throwIfAborted();
        yield new Numbers((await storage.blobs.get(part)).buffer);
      }
  }
  const truth = await truthOf(version, dataset, storage);
  const file = await answerFile(
    { version, told, truth, answers: answers(), names },
    storage.blobs,
    outputFormat,
  );
  let score: AnswerScore | undefined;
  async function* pieces(): AsyncGenerator<Uint8Array> {
    score = yield* file.pieces;
  }
  report({ progress: 0.99, message: `Writing ${file.name}`, secondsLeft: undefined });
  await storage.writing(async () => {
    const parts = await storeFile(storage.blobs, pieces());
    await storage.jobs.update(job.id, { files: [{ name: file.name, parts }] });
  });
  const result: BatchFieldsResult = {
    fileName: file.name,
    rows: samples.length,
    datasetId: dataset.datasetId,
    datasetVersionId,
    samples: { first: samples[0] ?? 0, last: samples.at(-1) ?? 0 },
    score,
    warnings: [...warnings],
  };
  return result;
}

/** What people call the two. */
export async function namesOf(
  storage: Pick<Storage, 'models' | 'datasets'>,
  { modelId, number }: Pick<ModelVersion, 'modelId' | 'number'>,
  { datasetId }: Pick<DatasetVersion, 'datasetId'>,
): Promise<{ model: string; dataset: string }> {
  const [model, dataset] = await Promise.all([storage.models.get(modelId), storage.datasets.get(datasetId)]);
  return { model: `${model?.name ?? 'The model'} v${number}`, dataset: dataset?.name ?? 'the dataset' };
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
