/** Runs as the files of an mlruns folder: what `mlflow ui` shows when it is started beside it. */
import type { Experiment, MetricPoint, Run } from '../protocol/model';
import { epochMetric, mlflowName, recordTag, statusNumbers } from './mlruns';

export interface WrittenFile {
  path: string;
  text: string;
}

export interface ExportedRun {
  run: Run;
  points: readonly MetricPoint[];
  /** As `mlflow.user`'s neighbour: what the data is called. */
  dataset?: string;
}

const root = 'mlruns';

/** The first experiment is MLflow's first; others have the digits that MLflow gives numbers of its own. */
export const experimentNumber = ({ id }: Experiment): string => {
  if (id === 'default') return '0';
  const hex = id.replace(/[^0-9a-f]/gi, '').slice(0, 14);
  return BigInt(`0x1${hex}`).toString();
};

/** 32 letters without dashes are what MLflow gives; other ids stay as they are where it takes them. */
export const runNumber = (id: string): string => id.replace(/-/g, '').replace(/[^\w]/g, '_').slice(0, 255);

/** Quoted as JSON, which is YAML too. */
const yaml = (fields: Record<string, string | number | null | []>): string =>
  Object.entries(fields)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`)
    .join('');

export function experimentFiles(experiment: Experiment): WrittenFile[] {
  const number = experimentNumber(experiment);
  return [
    {
      path: `${root}/${number}/meta.yaml`,
      text: yaml({
        artifact_location: `./${root}/${number}`,
        creation_time: experiment.createdAt,
        experiment_id: number,
        last_update_time: experiment.createdAt,
        lifecycle_stage: 'active',
        name: experiment.name,
      }),
    },
  ];
}

export const runFolder = (experiment: Experiment, { id }: Pick<Run, 'id'>): string =>
  `${root}/${experimentNumber(experiment)}/${runNumber(id)}`;

export function runFiles(experiment: Experiment, { run, points, dataset }: ExportedRun): WrittenFile[] {
  const [number, id] = [experimentNumber(experiment), runNumber(run.id)];
  const folder = runFolder(experiment, run);
  const { params, tags, artifacts: _artifacts, notes, summary, ...record } = run;
  const about: Record<string, string> = {
    ...tags,
    'mlflow.runName': run.name,
    'mlflow.source.name': 'Tetrad',
    'mlflow.source.type': 'LOCAL',
    ...(notes !== '' && { 'mlflow.note.content': notes }),
    ...(run.parentId !== undefined && { 'mlflow.parentRunId': runNumber(run.parentId) }),
    ...(dataset !== undefined && { dataset }),
    [recordTag]: JSON.stringify({ ...record, params, tags, summary }),
  };
  return [
    {
      path: `${folder}/meta.yaml`,
      text: yaml({
        artifact_uri: `./${folder}/artifacts`,
        end_time: run.finishedAt ?? null,
        entry_point_name: '',
        experiment_id: number,
        lifecycle_stage: 'active',
        run_id: id,
        run_name: run.name,
        run_uuid: id,
        source_name: '',
        source_type: 4,
        source_version: '',
        start_time: run.startedAt,
        status: statusNumbers[run.status],
        tags: [],
        user_id: 'tetrad',
      }),
    },
    ...named(
      `${folder}/params`,
      Object.entries(params).map(([name, value]) => [name, String(value)]),
    ),
    ...named(`${folder}/tags`, Object.entries(about)),
    ...named(`${folder}/metrics`, metricTexts(points)),
  ];
}

/** Two names that are one once cleaned stay two files. */
function named(folder: string, entries: Iterable<readonly [name: string, text: string]>): WrittenFile[] {
  const taken = new Set<string>();
  return [...entries].map(([name, text]) => {
    const clean = mlflowName(name);
    let free = clean;
    for (let i = 2; taken.has(free); i++) free = `${clean}_${i}`;
    taken.add(free);
    return { path: `${folder}/${free}`, text };
  });
}

/** As Python writes numbers that are none. */
const numberText = (value: number): string =>
  Number.isNaN(value) ? 'nan' : Number.isFinite(value) ? String(value) : value > 0 ? 'inf' : '-inf';

function metricTexts(points: readonly MetricPoint[]): [name: string, text: string][] {
  const lines = new Map<string, string[]>();
  const epochs = new Map<number, string>();
  for (const { name, step, epoch, timestamp, value } of points) {
    const at = Math.round(timestamp);
    const list = lines.get(name);
    const line = `${at} ${numberText(value)} ${step}\n`;
    if (list) list.push(line);
    else lines.set(name, [line]);
    if (!epochs.has(step)) epochs.set(step, `${at} ${epoch} ${step}\n`);
  }
  if (!lines.has(epochMetric) && epochs.size > 0) lines.set(epochMetric, [...epochs.values()]);
  return [...lines].map(([name, list]) => [name, list.join('')]);
}
