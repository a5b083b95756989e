/**
 * An mlruns folder of MLflow 2 or 3, also packed in an archive, to runs and what they logged: only what MLflow documents. Deleted runs and
 * experiments, models and traces are left out. Nothing is stored here.
 */
import { z } from 'zod';
import { epochMetric, recordTag, statusOf } from '#/core/mlflow/mlruns';
import { TetradError } from '#/core/protocol/errors';
import type { MetricPoint, RunStatus } from '#/core/protocol/model';
import type { BundleEntry } from '../bundle/bundle';

export interface ReadExperiment {
  id: string;
  name: string;
  createdAt?: number;
}

export interface ReadRun {
  id: string;
  experimentId: string;
  name: string;
  status: RunStatus;
  startedAt: number;
  finishedAt?: number;
  params: Record<string, string>;
  tags: Record<string, string>;
  notes: string;
  parentId?: string;
  /** JSON of the studio's own record, where it was exported from one. */
  record?: string;
  /** What else was logged with it, by its path under artifacts; read when asked for. */
  artifacts: { name: string; bytes: number; blob(): Promise<Blob> }[];
  /** Its metrics, read when they are asked for: by name, ascending by step. */
  points(): Promise<Omit<MetricPoint, 'runId'>[]>;
}

const metaFile = 'meta.yaml';
const folders = ['metrics', 'params', 'tags', 'artifacts'] as const;
/** A file of one param or tag. */
const mostTextBytes = 16 * 2 ** 20;

// Every scalar as its text: Python writes an id such as 12e4 bare, and YAML 1.2 reads a number in it.
const absent = new Set(['', '~', 'null', 'Null', 'NULL']);
const text = z.union([z.string(), z.null()]).optional();
const whole = text.transform((value, context) => {
  if (value === undefined || value === null || absent.has(value)) return undefined;
  const number = Number(value);
  if (!Number.isFinite(number)) context.addIssue({ code: 'custom', message: `"${value}" is no number` });
  return number;
});
const experimentMeta = z.object({ name: z.string(), lifecycle_stage: text, creation_time: whole });
const runMeta = z.object({
  run_id: text,
  run_uuid: text,
  run_name: text,
  name: text,
  lifecycle_stage: text,
  start_time: whole,
  end_time: whole,
  status: whole,
});

interface Folder {
  meta?: BundleEntry;
  metrics: Map<string, BundleEntry>;
  params: Map<string, BundleEntry>;
  tags: Map<string, BundleEntry>;
  artifacts: Map<string, BundleEntry>;
}

export async function readMlruns(
  entries: readonly BundleEntry[],
  place: string,
): Promise<{ experiments: ReadExperiment[]; runs: ReadRun[] }> {
  const { experiments, runs } = sorted(entries);
  if (experiments.size === 0 && runs.size === 0)
    throw new TetradError({
      code: 'badInput',
      message: 'There is no run of MLflow in this.',
      place,
      hint: 'Give the folder mlruns, or a zip of it: it holds a meta.yaml for each experiment and run. Runs in an MLflow database are exported with mlflow-export-import first.',
    });
  const { parse } = await import('yaml');
  const meta = async <T>(entry: BundleEntry, schema: z.ZodType<T>): Promise<T> => {
    let value: unknown;
    try {
      value = parse(await textOf(entry), { schema: 'failsafe' });
    } catch (thrown) {
      throw damaged(entry.path, thrown instanceof Error ? thrown.message.split('\n')[0] : undefined);
    }
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw damaged(entry.path, `${issue?.path.join('.')}: ${issue?.message}`);
  };
  const kept: ReadExperiment[] = [];
  for (const [folder, entry] of experiments) {
    const found = await meta(entry, experimentMeta);
    if (found.lifecycle_stage === 'deleted') continue;
    kept.push({ id: folder, name: found.name, createdAt: found.creation_time });
  }
  const known = new Set(kept.map(({ id }) => id));
  const read: ReadRun[] = [];
  for (const [path, folder] of runs) {
    if (!folder.meta) continue;
    const about = await meta(folder.meta, runMeta);
    const experimentId = path.slice(0, path.indexOf('/'));
    if (about.lifecycle_stage === 'deleted' || (experiments.has(experimentId) && !known.has(experimentId)))
      continue;
    read.push(await runOf(path, experimentId, about, folder));
  }
  return { experiments: kept, runs: read.sort((a, b) => a.startedAt - b.startedAt) };
}

async function runOf(
  path: string,
  experimentId: string,
  about: z.infer<typeof runMeta>,
  folder: Folder,
): Promise<ReadRun> {
  const id = about.run_id ?? about.run_uuid ?? path.slice(path.indexOf('/') + 1);
  const { [recordTag]: record, 'mlflow.note.content': notes = '', ...tags } = await texts(folder.tags);
  const parentId = tags['mlflow.parentRunId'];
  return {
    id,
    experimentId,
    name: tags['mlflow.runName'] ?? about.run_name ?? about.name ?? id,
    status: statusOf(about.status ?? 1),
    startedAt: about.start_time ?? 0,
    ...(about.end_time !== undefined && { finishedAt: about.end_time }),
    params: await texts(folder.params),
    tags,
    notes,
    ...(parentId !== undefined && { parentId }),
    ...(record !== undefined && { record }),
    artifacts: [...folder.artifacts].map(([name, entry]) => ({
      name,
      bytes: entry.bytes,
      blob: () => entry.blob(),
    })),
    points: () => pointsOf(folder.metrics),
  };
}

/** Whatever stands above: "mlruns/0/meta.yaml", "backup/mlruns/0/<run>/params/lr". */
function sorted(entries: readonly BundleEntry[]) {
  const metas = entries.filter(({ path }) => path === metaFile || path.endsWith(`/${metaFile}`));
  const depth = Math.min(...metas.map(({ path }) => path.split('/').length));
  const experiments = new Map<string, BundleEntry>();
  const runs = new Map<string, Folder>();
  for (const entry of entries) {
    // One folder above the experiments; a run alone, or an experiment alone, has none.
    const [experiment = '', ...rest] = entry.path.split('/').slice(Math.max(0, depth - 2));
    if (rest.length === 1 && rest[0] === metaFile) experiments.set(experiment, entry);
    if (rest.length < 2 || ['.trash', 'models'].includes(experiment)) continue;
    const [run = '', group = '', ...name] = rest;
    const key = `${experiment}/${run}`;
    const folder: Folder = runs.get(key) ?? {
      metrics: new Map(),
      params: new Map(),
      tags: new Map(),
      artifacts: new Map(),
    };
    if (group === metaFile && name.length === 0) folder.meta = entry;
    const of = folders.find((one) => one === group);
    if (of && name.length > 0) folder[of].set(name.join('/'), entry);
    runs.set(key, folder);
  }
  for (const [key, { meta }] of runs) if (!meta) runs.delete(key);
  return { experiments, runs };
}

const decoder = new TextDecoder();

async function textOf(entry: BundleEntry): Promise<string> {
  if (entry.bytes > mostTextBytes)
    throw damaged(entry.path, `It has ${entry.bytes.toLocaleString('en')} bytes`);
  return decoder.decode(await entry.whole());
}

async function texts(files: ReadonlyMap<string, BundleEntry>): Promise<Record<string, string>> {
  const found: [string, string][] = [];
  // MLflow writes no line end; editors do.
  for (const [name, entry] of files) found.push([name, (await textOf(entry)).replace(/\r?\n$/, '')]);
  return Object.fromEntries(found);
}

async function pointsOf(files: ReadonlyMap<string, BundleEntry>): Promise<Omit<MetricPoint, 'runId'>[]> {
  const series: Omit<MetricPoint, 'runId'>[][] = [];
  for (const [name, entry] of files) {
    const points: Omit<MetricPoint, 'runId'>[] = [];
    const lines = decoder.decode(await entry.whole()).split('\n');
    for (const [at, line] of lines.entries()) {
      if (line.trim() === '') continue;
      const [time, value, step = '0'] = line.trim().split(/\s+/);
      const point = {
        name,
        step: Number(step),
        epoch: 0,
        timestamp: Number(time),
        value: toNumber(value ?? ''),
      };
      if (!Number.isFinite(point.step) || !Number.isFinite(point.timestamp) || point.value === undefined)
        throw damaged(`${entry.path}, line ${at + 1}`, `"${line.slice(0, 80)}" is not "time value step"`);
      points.push(point as Omit<MetricPoint, 'runId'>);
    }
    series.push(points.sort((a, b) => a.step - b.step || a.timestamp - b.timestamp));
  }
  const epochs = new Map(
    series.flat().flatMap((point) => (point.name === epochMetric ? [[point.step, point.value]] : [])),
  );
  return series.flat().map((point) => ({ ...point, epoch: epochs.get(point.step) ?? point.step }));
}

/** Also as Python writes numbers that are none. */
function toNumber(text: string): number | undefined {
  if (/^[-+]?(nan)$/i.test(text)) return Number.NaN;
  if (/^[-+]?inf(inity)?$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  const value = Number(text);
  return text === '' || Number.isNaN(value) ? undefined : value;
}

const damaged = (place: string, why = 'It cannot be read') =>
  new TetradError({
    code: 'badInput',
    message: `A file of MLflow is not as it should be: ${why}.`,
    place,
    hint: 'Nothing was imported. Mend or remove that file, or leave its run out.',
  });
