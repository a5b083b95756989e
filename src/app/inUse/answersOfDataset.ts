/** Answers of a version to the samples of a dataset, in their order, beside what the dataset knows of the target. */
import { kindOf } from '#/core/kinds/registry';
import type { AnsweredRow } from '#/core/protocol/inUse';
import type { ModelVersion } from '#/core/protocol/model';
import { readColumns } from '#/core/table/readColumns';
import { readsLabels, taskOf } from '#/core/tasks/registry';
import { namesOf } from '../jobs/batchSamples';
import { found } from '../queries';
import type { AppServices } from '../services';
import { confidenceOf } from './served';

/** Evenly spread where there are more. */
const mostSamples = 5_000;
const atOnce = 1_000;

export type JudgedAnswer = Pick<AnsweredRow, 'at' | 'value' | 'confidence' | 'label'>;

export async function answersOfDataset(
  { storage, engine }: Pick<AppServices, 'storage' | 'engine'>,
  version: ModelVersion,
  datasetId: string,
  most = mostSamples,
): Promise<JudgedAnswer[]> {
  const record = found(await storage.datasets.get(datasetId), 'dataset', datasetId);
  const dataset = found(
    record.latestVersionId ? await storage.datasets.version(record.latestVersionId) : undefined,
    'dataset version',
    datasetId,
  );
  const kind = kindOf(version.input);
  kind.requireFitting(version.input.fitted, dataset.schema, await namesOf(storage, version, dataset));
  const told = await kind.tell(dataset, version.input.fitted, {}, storage.blobs);
  const every = Math.max(1, told.samples.length / most);
  const samples = Uint32Array.from(
    { length: Math.min(most, told.samples.length) },
    (_, i) => told.samples[Math.floor(i * every)] as number,
  );
  const truth = await truthOf();
  const answers: JudgedAnswer[] = [];
  for (let start = 0; start < samples.length; start += atOnce) {
    const piece = samples.subarray(start, start + atOnce);
    const { predictions } = await engine.predict({
      modelVersionId: version.id,
      rows: await told.ask(piece),
      datasetVersionId: dataset.id,
    });
    for (const [i, prediction] of predictions.entries()) {
      const label = truth?.[piece[i] as number] ?? null;
      const confidence = confidenceOf(version, prediction);
      answers.push({
        at: piece[i] as number,
        value: prediction.value,
        ...(confidence !== undefined && { confidence }),
        ...(label !== null && !Number.isNaN(label) && { label }),
      });
    }
  }
  return answers;

  async function truthOf() {
    const { task } = version;
    if (taskOf(task).frames || !dataset.schema.columns.some(({ name }) => name === task.target))
      return undefined;
    const asText = new Set(readsLabels(task) ? [task.target] : []);
    const read = await readColumns(dataset.chunks, storage.blobs, dataset.schema, [task.target], { asText });
    return read.get(task.target)?.data as ArrayLike<string | number | null> | undefined;
  }
}
