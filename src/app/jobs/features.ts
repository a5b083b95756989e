/** Samples through a network up to a layer, piece by piece, written as a table and imported like any other. */
import { sizeOf } from '#/core/arch/sizeOf';
import { kindOf } from '#/core/kinds/registry';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { ModelVersion } from '#/core/protocol/model';
import type { CsvCell } from '#/core/table/writeCsv';
import { found } from '../queries';
import { type AnswerRows, answerPieces } from './answerPieces';
import { namesOf } from './batchSamples';
import type { FeaturesInput } from './featuresJob';
import type { JobContext } from './jobDef';
import { surviving } from './surviving';
import { untilStopped } from './untilStopped';

const pieceElements = 2 ** 19;
const mostPieceSamples = 2_000;

export async function features(
  context: JobContext,
  { modelVersionId, datasetVersionId, cut, pooled, datasetId }: FeaturesInput,
) {
  const { services, job, report, signal } = context;
  const { storage, engine, data } = services;
  const version = found(await storage.models.version(modelVersionId), 'model version', modelVersionId);
  const from = found(await storage.datasets.version(datasetVersionId), 'dataset version', datasetVersionId);
  const names = await namesOf(storage, version, from);
  const kind = kindOf(version.input);
  const { fitted } = version.input;
  kind.requireFitting(fitted, from.schema, names);
  const told = await kind.tell(from, fitted, {}, storage.blobs);
  const kept = beside(version, from, told.columns);
  const atOnce = Math.min(
    mostPieceSamples,
    Math.max(1, Math.floor(pieceElements / sizeOf(kind.shape(fitted)))),
  );
  const startedAt = performance.now();

  const total = told.samples.length;
  const piece = async (start: number): Promise<CsvCell[][]> => {
    signal.throwIfAborted();
    const samples = told.samples.subarray(start, start + atOnce);
    const [rows, cells] = await Promise.all([told.ask(samples), told.cells(samples)]);
    const at = { node: cut, pooled };
    const { latents } = await engine.encode({ modelVersionId, datasetVersionId, rows, at });
    const done = start + samples.length;
    report({
      progress: (done / total) * 0.9,
      message: `${done.toLocaleString('en')} of ${total.toLocaleString('en')} ${kind.words.samples}`,
      secondsLeft: (((performance.now() - startedAt) / done) * (total - done)) / 1000,
    });
    return latents.map((values, i) => [...kept.map(({ place }) => cells[i]?.[place] ?? null), ...values]);
  };
  const first = await piece(0);
  const width = (first[0]?.length ?? kept.length) - kept.length;
  async function* all(): AnswerRows {
    yield first;
    for (let start = atOnce; start < total; start += atOnce) yield await piece(start);
  }
  const fileName = `${names.dataset} at ${cut}.parquet`;
  const columns = [...kept.map(({ name }) => name), ...featureNames(cut, width)];
  const file = await storage.writing(async () => {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for await (const part of answerPieces('parquet', columns, all(), storage.blobs))
      parts.push(part as Uint8Array<ArrayBuffer>);
    return new File(parts, fileName);
  });
  report({ progress: 0.95, message: 'Storing the table', secondsLeft: undefined });
  const made = await surviving(context, async () => {
    // It may have died between the commit and its answer.
    const latest = (await storage.datasets.get(datasetId))?.latestVersionId;
    const done = latest && (await storage.datasets.version(latest));
    const request = { jobId: job.id, datasetId, file, like: datasetVersionId };
    return (
      done ||
      (await untilStopped(
        signal,
        data.import(request, () => undefined),
        () => 'cancel',
      ))
    );
  });
  return { datasetId, versionId: made.id, rows: made.rows, width };
}

/** Columns of the dataset that are no input of the model: what its samples are labelled with. */
function beside(
  { inputs }: Pick<ModelVersion, 'inputs'>,
  { schema }: DatasetVersion,
  told: readonly string[],
): { name: string; place: number }[] {
  const isInput = new Set(inputs.map(({ name }) => name));
  const own = new Set(schema.columns.map(({ name }) => name));
  return told.flatMap((name, place) => (own.has(name) && !isInput.has(name) ? [{ name, place }] : []));
}

/** "relu3 1", ...: the layer and which of its numbers. */
const featureNames = (cut: string, width: number): string[] =>
  Array.from({ length: width }, (_, i) => `${cut} ${i + 1}`);
