/** What a batch over a dataset goes by: the two versions, which samples, and how a piece of them is answered. */
import { sizeOf } from '#/core/arch/sizeOf';
import { kindOf } from '#/core/kinds/registry';
import type { ToldSamples } from '#/core/kinds/toldSamples';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { ModelVersion } from '#/core/protocol/model';
import type { StoredAnswers } from '#/core/protocol/predict';
import type { Storage } from '#/core/protocol/storage';
import { readsAsStored } from '#/core/table/readsAsStored';
import { type AnswerNumbers, answerNumbers, answerWidth, numbersType } from '#/core/tasks/answerNumbers';
import { found } from '../queries';
import type { AppServices } from '../services';
import { answerApart, type FailedRows, saysMissing } from './answerApart';
import type { BatchFieldsInput } from './batchFieldsJob';

export interface BatchSamples {
  version: ModelVersion;
  dataset: DatasetVersion;
  names: { model: string; dataset: string };
  told: ToldSamples;
  /** Numbers of one answer. */
  width: number;
  /** Samples of a piece. */
  atOnce: number;
  /** Row-major [piece, width]; of those that fail nothing is to be read. */
  answer(piece: Uint32Array<ArrayBuffer>, failed: FailedRows): Promise<AnswerNumbers>;
  warnings: Set<string>;
}

/** Input values of one piece: a second or so on the CPU. */
const pieceElements = 2 ** 19;
const mostPieceSamples = 10_000;
const mostWarnings = 50;

export async function batchSamples(
  { storage, engine }: Pick<AppServices, 'storage' | 'engine'>,
  input: BatchFieldsInput,
  warnings: Set<string>,
): Promise<BatchSamples> {
  const { modelVersionId, datasetVersionId, outputFormat: _, wrongCells, ...part } = input;
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
  const width = answerWidth(version);
  const Numbers = numbersType(version);
  const isStored = told.stored !== undefined && readsAsStored(version.inputs, told.stored);

  const asked = async (piece: Uint32Array): Promise<StoredAnswers> => {
    const rows = await told.ask(piece);
    const { predictions, ...rest } = await engine.predict({
      modelVersionId,
      rows,
      datasetVersionId,
      many: true,
    });
    return { ...rest, numbers: answerNumbers(version, predictions) };
  };
  const answer: BatchSamples['answer'] = async (piece, failed) => {
    const numbers = new Numbers(piece.length * width) as AnswerNumbers;
    // Bytes have no such value.
    numbers.fill(Number.NaN);
    await answerApart(
      0,
      piece.length,
      async (from, to) => {
        const samples = piece.slice(from, to);
        const said = isStored
          ? await engine.answerStored({ modelVersionId, datasetVersionId, samples })
          : await asked(samples);
        numbers.set(said.numbers, from * width);
        const wrong = wrongCells === 'unanswered' ? said.unread : undefined;
        for (const warning of said.warnings)
          if (warnings.size < mostWarnings && !(wrong && saysMissing(warning))) warnings.add(warning);
        failed.answered += samples.length - (wrong?.size ?? 0);
        for (const [at, message] of wrong ?? [])
          failed.add(samples[at] as number, { code: 'badInput', message });
      },
      (at, error) => failed.add(piece[at] as number, error),
    );
    return numbers;
  };
  const atOnce = Math.min(
    mostPieceSamples,
    Math.max(1, Math.floor(pieceElements / sizeOf(kind.shape(fitted)))),
  );
  return { version, dataset, names, told, width, atOnce, answer, warnings };
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
