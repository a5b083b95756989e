import { z } from 'zod';
import type { Call } from './mlflowHandlers';
import { MlflowError, missing } from './mlflowError';
import type { Fields, Records } from './records';

export const kindOfExperiment = 'mlflow.experiment';

const name = z.string().min(1).max(500);
const id = z.string().min(1).max(200);
const tag = z.object({ key: name, value: z.string().max(8000) });

const experiment = (experimentId: string, fields: Fields) => ({
  experiment_id: experimentId,
  name: fields.name,
  artifact_location: `mlflow-artifacts:/${experimentId}`,
  lifecycle_stage: fields.lifecycle_stage,
  creation_time: fields.creation_time,
  last_update_time: fields.last_update_time,
  tags: Object.entries(fields).flatMap(([field, value]) =>
    field.startsWith('tag.') ? [{ key: field.slice(4), value }] : [],
  ),
});

export async function needExperiment(records: Records, experimentId: string): Promise<Fields> {
  if (experimentId === '0' && !(await records.get(kindOfExperiment, '0'))) {
    const now = Date.now();
    await records.put(kindOfExperiment, '0', {
      name: 'Default',
      lifecycle_stage: 'active',
      creation_time: now,
      last_update_time: now,
    });
  }
  const found = await records.get(kindOfExperiment, experimentId);
  if (!found) throw missing('experiment', experimentId);
  return found;
}

const move =
  (to: 'active' | 'deleted'): Call =>
  async (records, given) => {
    const { experiment_id } = z.object({ experiment_id: id }).parse(given);
    await needExperiment(records, experiment_id);
    await records.put(kindOfExperiment, experiment_id, { lifecycle_stage: to, last_update_time: Date.now() });
    return {};
  };

const search: Call = async (records, given) => {
  const asked = z
    .object({
      max_results: z.coerce.number().int().min(1).max(50_000).default(1000),
      view_type: z.enum(['ACTIVE_ONLY', 'DELETED_ONLY', 'ALL']).default('ACTIVE_ONLY'),
      filter: z.string().max(0, 'experiments are not filtered here: leave it out').optional(),
      page_token: z.string().max(200).optional(),
    })
    .parse(given);
  await needExperiment(records, '0');
  const wanted = { ACTIVE_ONLY: 'active', DELETED_ONLY: 'deleted', ALL: undefined }[asked.view_type];
  const all = [...(await records.all(kindOfExperiment))]
    .filter(([, { lifecycle_stage }]) => wanted === undefined || lifecycle_stage === wanted)
    .map(([key, fields]) => experiment(key, fields))
    .toSorted((a, b) => Number(b.last_update_time) - Number(a.last_update_time));
  const from = Number(asked.page_token ?? 0) || 0;
  const experiments = all.slice(from, from + asked.max_results);
  const next = from + experiments.length;
  return { experiments, ...(next < all.length && { next_page_token: String(next) }) };
};

export const experimentCalls: Record<string, Call> = {
  'POST experiments/create': async (records, given) => {
    const asked = z.object({ name, tags: z.array(tag).max(100).default([]) }).parse(given);
    await needExperiment(records, '0');
    for (const { name: taken } of (await records.all(kindOfExperiment)).values())
      if (taken === asked.name)
        throw new MlflowError('RESOURCE_ALREADY_EXISTS', `Experiment(name=${asked.name}) already exists.`);
    const experimentId = crypto.randomUUID().replaceAll('-', '').slice(0, 18);
    const now = Date.now();
    await records.put(kindOfExperiment, experimentId, {
      name: asked.name,
      lifecycle_stage: 'active',
      creation_time: now,
      last_update_time: now,
      ...Object.fromEntries(asked.tags.map(({ key, value }) => [`tag.${key}`, value])),
    });
    return { experiment_id: experimentId };
  },
  'GET experiments/get': async (records, given) => {
    const { experiment_id } = z.object({ experiment_id: id }).parse(given);
    return { experiment: experiment(experiment_id, await needExperiment(records, experiment_id)) };
  },
  'GET experiments/get-by-name': async (records, given) => {
    const asked = z.object({ experiment_name: name }).parse(given);
    await needExperiment(records, '0');
    const all = await records.all(kindOfExperiment);
    const found = [...all].find(([, fields]) => fields.name === asked.experiment_name);
    if (!found) throw missing('experiment', asked.experiment_name);
    return { experiment: experiment(...found) };
  },
  'GET experiments/search': search,
  'POST experiments/search': search,
  'POST experiments/update': async (records, given) => {
    const asked = z.object({ experiment_id: id, new_name: name }).parse(given);
    await needExperiment(records, asked.experiment_id);
    await records.put(kindOfExperiment, asked.experiment_id, {
      name: asked.new_name,
      last_update_time: Date.now(),
    });
    return {};
  },
  'POST experiments/delete': move('deleted'),
  'POST experiments/restore': move('active'),
};
