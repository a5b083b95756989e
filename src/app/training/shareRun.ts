/** A training as a link, and a link as a training. */
import { TetradError } from '#/core/protocol/errors';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { Storage } from '#/core/protocol/storage';
import { parseShareText, type SharedTraining, toShareText } from '#/core/share/sharedTraining';
import { trainInput } from '../jobs/trainJob';
import { found } from '../queries';
import type { AppServices } from '../services';
import { submitTraining } from './submitTraining';

export async function shareRun({ storage }: AppServices, runId: string): Promise<{ text: string }> {
  const run = found(await storage.runs.get(runId), 'run', runId);
  const job = await storage.jobs.get(run.jobId);
  const input = trainInput.safeParse(job?.input);
  const version = await storage.datasets.version(run.datasetVersionId);
  const cannot = (why: string, hint: string) =>
    new TetradError({
      code: 'unsupported',
      message: `“${run.name}” cannot be shared by a link: ${why}`,
      place: run.name,
      hint,
    });
  if (!input.success || !version)
    throw cannot('its job or its data is no longer here.', 'Train it again, and share that run.');
  const { target, task, features, family, familyParams, config, startFrom, fold, inherit } = input.data;
  if (startFrom || inherit)
    throw cannot(
      'it began with weights, which no link can hold.',
      'Share it as a workspace file (Settings, Export).',
    );
  if (fold) throw cannot('it is a fold of a cross-validation.', 'Share a run that was trained by itself.');
  const dataset = await storage.datasets.get(run.datasetId);
  return {
    text: toShareText({
      format: 'tetrad-training',
      version: 1,
      name: run.name,
      dataset: {
        name: dataset?.name ?? 'data',
        hash: version.hash,
        rows: version.rows,
        ...(version.source && { fileName: version.source.fileName }),
      },
      target,
      task: task ?? run.task.type,
      features,
      family,
      familyParams,
      training: config,
      reached: run.summary,
      ...(run.backend && { backend: run.backend }),
    }),
  };
}

/** With the data of its hash where that is here. */
export async function openShared(
  storage: Storage,
  text: string,
): Promise<{ shared: SharedTraining; version?: DatasetVersion }> {
  const shared = parseShareText(text);
  return { shared, version: await versionOf(storage, shared.dataset.hash) };
}

export async function trainShared(services: AppServices, text: string) {
  const { shared, version } = await openShared(services.storage, text);
  if (!version)
    throw new TetradError({
      code: 'notFound',
      message: `The data this was trained on is not here: “${shared.dataset.name}”, ${shared.dataset.rows.toLocaleString('en')} rows.`,
      place: `hash ${shared.dataset.hash.slice(0, 12)}`,
      hint: `Import ${shared.dataset.fileName ? `“${shared.dataset.fileName}”` : 'the same file'} as it is read by itself, then open the link again.`,
    });
  const { name, target, task, features, family, familyParams, training } = shared;
  return await submitTraining(services, {
    datasetId: version.datasetId,
    versionId: version.id,
    name: `${name}, again`.slice(0, 200),
    target,
    task,
    features,
    family,
    familyParams,
    training,
  });
}

async function versionOf(storage: Storage, hash: string): Promise<DatasetVersion | undefined> {
  for (const { id } of await storage.datasets.list())
    for (const version of await storage.datasets.versions(id)) if (version.hash === hash) return version;
  return undefined;
}
