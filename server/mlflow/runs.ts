/** Runs: what is logged is fields of their records, so that devices which log the same run at once agree in the end. */
import { z } from 'zod';
import { needExperiment } from './experiments';
import type { Call } from './mlflowHandlers';
import { invalid, missing } from './mlflowError';
import type { Fields, Records } from './records';

export const kindOfRun = 'mlflow.run';
const kindOfPoint = 'mlflow.metric';

const key = z.string().min(1).max(250);
const runId = z.string().min(1).max(200);
const millis = z.coerce.number().int().min(0);
/** Its JSON has words for what JSON has none. */
const value = z.preprocess(
  (given) => (given === 'NaN' || given === 'Infinity' || given === '-Infinity' ? Number(given) : given),
  z.union([z.number(), z.nan(), z.literal(Number.POSITIVE_INFINITY), z.literal(Number.NEGATIVE_INFINITY)]),
);
const metric = z.object({
  key,
  value,
  timestamp: millis.default(0),
  step: z.coerce.number().int().default(0),
});
const param = z.object({ key, value: z.string().max(6000) });
const tag = z.object({ key, value: z.string().max(8000) });
const statuses = ['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED'] as const;
/** Clients of older versions send run_uuid beside. */
const which = z.object({ run_id: runId });

type Metric = z.output<typeof metric>;
type Latest = { value: string; step: number; timestamp: number };

const listed = (fields: Fields, prefix: string) =>
  Object.entries(fields).flatMap(([field, item]) =>
    field.startsWith(prefix) && item !== null ? [{ key: field.slice(prefix.length), value: item }] : [],
  );

const numberOf = (text: unknown): number => Number(text);
const spoken = (number: number): number | string => (Number.isFinite(number) ? number : String(number));

export function runInfo(id: string, fields: Fields) {
  return {
    run_id: id,
    run_uuid: id,
    run_name: fields.run_name,
    experiment_id: fields.experiment_id,
    user_id: fields.user_id,
    status: fields.status,
    start_time: fields.start_time,
    ...(typeof fields.end_time === 'number' && { end_time: fields.end_time }),
    artifact_uri: `mlflow-artifacts:/${String(fields.experiment_id)}/${id}/artifacts`,
    lifecycle_stage: fields.lifecycle_stage,
  };
}

export const wholeRun = (id: string, fields: Fields) => ({
  info: runInfo(id, fields),
  data: {
    metrics: listed(fields, 'metric.').map((one) => {
      const { value: latest, step, timestamp } = one.value as Latest;
      return { key: one.key, value: spoken(numberOf(latest)), step, timestamp };
    }),
    params: listed(fields, 'param.'),
    tags: listed(fields, 'tag.'),
  },
  inputs: {},
});

async function need(records: Records, id: string): Promise<Fields> {
  const found = await records.get(kindOfRun, id);
  if (!found) throw missing('run', id);
  return found;
}

async function log(
  records: Records,
  id: string,
  {
    metrics = [],
    params = [],
    tags = [],
  }: { metrics?: Metric[]; params?: z.output<typeof param>[]; tags?: z.output<typeof tag>[] },
): Promise<void> {
  const run = await need(records, id);
  const changed: Fields = {};
  for (const { key: name, value: given } of params) {
    const before = changed[`param.${name}`] ?? run[`param.${name}`];
    if (before !== undefined && before !== given)
      throw invalid(`The param "${name}" of this run is "${String(before)}" already, and does not change.`);
    changed[`param.${name}`] = given;
  }
  for (const { key: name, value: given } of tags) changed[`tag.${name}`] = given;
  const points: Fields = {};
  for (const { key: name, value: given, step, timestamp } of metrics) {
    const before = (changed[`metric.${name}`] ?? run[`metric.${name}`]) as Latest | undefined;
    const isLater = !before || step > before.step || (step === before.step && timestamp >= before.timestamp);
    if (isLater) changed[`metric.${name}`] = { value: String(given), step, timestamp } satisfies Latest;
    points[JSON.stringify([name, step, timestamp, String(given)])] = 1;
  }
  await records.put(kindOfPoint, id, points);
  await records.put(kindOfRun, id, changed);
}

const move =
  (to: 'active' | 'deleted'): Call =>
  async (records, given) => {
    const { run_id } = which.parse(given);
    await need(records, run_id);
    await records.put(kindOfRun, run_id, { lifecycle_stage: to });
    return {};
  };

export const runCalls: Record<string, Call> = {
  'POST runs/create': async (records, given, who) => {
    const asked = z
      .object({
        experiment_id: z.string().min(1).max(200).default('0'),
        start_time: millis.default(() => Date.now()),
        run_name: z.string().max(500).optional(),
        user_id: z.string().max(200).optional(),
        tags: z.array(tag).max(100).default([]),
      })
      .parse(given);
    await needExperiment(records, asked.experiment_id);
    const id = crypto.randomUUID().replaceAll('-', '');
    const named = asked.tags.find((one) => one.key === 'mlflow.runName')?.value;
    const name = asked.run_name ?? named ?? `run-${id.slice(0, 8)}`;
    const fields = {
      experiment_id: asked.experiment_id,
      run_name: name,
      user_id: asked.user_id ?? who,
      status: 'RUNNING',
      start_time: asked.start_time,
      lifecycle_stage: 'active',
      'tag.mlflow.runName': name,
      ...Object.fromEntries(asked.tags.map((one) => [`tag.${one.key}`, one.value])),
    };
    await records.put(kindOfRun, id, fields);
    return { run: wholeRun(id, fields) };
  },
  'GET runs/get': async (records, given) => {
    const { run_id } = which.parse(given);
    return { run: wholeRun(run_id, await need(records, run_id)) };
  },
  'POST runs/update': async (records, given) => {
    const asked = which
      .extend({
        status: z.enum(statuses).optional(),
        end_time: millis.optional(),
        run_name: z.string().max(500).optional(),
      })
      .parse(given);
    const before = await need(records, asked.run_id);
    const changed = {
      ...(asked.status && { status: asked.status }),
      ...(asked.end_time !== undefined && { end_time: asked.end_time }),
      ...(asked.run_name && { run_name: asked.run_name, 'tag.mlflow.runName': asked.run_name }),
    };
    await records.put(kindOfRun, asked.run_id, changed);
    return { run_info: runInfo(asked.run_id, { ...before, ...changed }) };
  },
  'POST runs/delete': move('deleted'),
  'POST runs/restore': move('active'),
  'POST runs/log-metric': async (records, given) => {
    const { run_id, ...one } = which.extend(metric.shape).parse(given);
    await log(records, run_id, { metrics: [one] });
    return {};
  },
  'POST runs/log-parameter': async (records, given) => {
    const { run_id, ...one } = which.extend(param.shape).parse(given);
    await log(records, run_id, { params: [one] });
    return {};
  },
  'POST runs/log-batch': async (records, given) => {
    const { run_id, ...all } = which
      .extend({
        metrics: z.array(metric).max(1000).default([]),
        params: z.array(param).max(100).default([]),
        tags: z.array(tag).max(100).default([]),
      })
      .parse(given);
    await log(records, run_id, all);
    return {};
  },
  'POST runs/set-tag': async (records, given) => {
    const { run_id, ...one } = which.extend(tag.shape).parse(given);
    await log(records, run_id, { tags: [one] });
    return {};
  },
  'POST runs/delete-tag': async (records, given) => {
    const asked = which.extend({ key }).parse(given);
    const run = await need(records, asked.run_id);
    if (run[`tag.${asked.key}`] === undefined || run[`tag.${asked.key}`] === null)
      throw missing('tag', asked.key);
    await records.put(kindOfRun, asked.run_id, { [`tag.${asked.key}`]: null });
    return {};
  },
  'GET metrics/get-history': async (records, given) => {
    const asked = which.extend({ metric_key: key }).parse(given);
    await need(records, asked.run_id);
    const points = Object.keys((await records.get(kindOfPoint, asked.run_id)) ?? {})
      .map((text) => JSON.parse(text) as [string, number, number, string])
      .filter(([name]) => name === asked.metric_key)
      .map(([name, step, timestamp, number]) => ({
        key: name,
        value: spoken(numberOf(number)),
        step,
        timestamp,
      }))
      .toSorted((a, b) => a.step - b.step || a.timestamp - b.timestamp);
    return { metrics: points };
  },
};
