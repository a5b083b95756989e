/** What a filter, a column or a group can ask of a run, by name. */
import type { Run } from '../../protocol/model';
import type { Literal, QueryField } from './queryTree';

export const attributes = [
  'name',
  'status',
  'dataset',
  'experiment',
  'target',
  'task',
  'backend',
  'notes',
  'started',
  'finished',
  'seconds',
  'parent',
  'id',
] as const;
export type RunAttribute = (typeof attributes)[number];

/** Names of what a run only has the id of. */
export interface RunNames {
  datasets: ReadonlyMap<string, string>;
  experiments: ReadonlyMap<string, string>;
}

const readers: Record<RunAttribute, (run: Run, names: RunNames) => Literal | undefined> = {
  name: (run) => run.name,
  status: (run) => run.status,
  dataset: (run, names) => (run.origin === 'mlflow' ? 'MLflow' : names.datasets.get(run.datasetId)),
  experiment: (run, names) => names.experiments.get(run.experimentId),
  target: (run) => (run.origin === 'mlflow' ? undefined : run.task.target),
  task: (run) => (run.origin === 'mlflow' ? undefined : run.task.type),
  backend: (run) => run.backend,
  notes: (run) => run.notes,
  // Milliseconds since 1970; compared with a text, that is read as a date.
  started: (run) => run.startedAt,
  finished: (run) => run.finishedAt,
  seconds: (run) => (run.finishedAt === undefined ? undefined : (run.finishedAt - run.startedAt) / 1000),
  parent: (run) => run.parentId,
  id: (run) => run.id,
};

export const isTime = ({ of, name }: QueryField): boolean =>
  of === 'attributes' && (name === 'started' || name === 'finished');

const recordsOf = {
  metrics: (run: Run) => run.summary,
  params: (run: Run) => run.params,
  tags: (run: Run) => run.tags,
} satisfies Record<string, (run: Run) => Record<string, Literal>>;
const loggedIn = ['params', 'metrics', 'tags'] as const;

export function fieldOf(run: Run, { of, name }: QueryField, names: RunNames): Literal | undefined {
  if (of === 'attributes') return readers[name as RunAttribute](run, names);
  for (const group of of === 'logged' ? loggedIn : [of]) {
    const record: Record<string, Literal> = recordsOf[group](run);
    if (Object.hasOwn(record, name)) return record[name];
  }
  return undefined;
}

/** Names of all that some of the runs logged, in the order they first come. */
export function loggedNames(runs: readonly Run[], of: QueryField['of']): string[] {
  const found = new Set<string>();
  for (const group of of === 'logged' ? loggedIn : of === 'attributes' ? [] : [of])
    for (const run of runs) for (const name of Object.keys(recordsOf[group](run))) found.add(name);
  return [...found];
}

/** A column's or a group's name as an address keeps it: "status", "metrics.valAccuracy", "params.mlp.units". */
export const fieldName = ({ of, name }: QueryField): string => (of === 'attributes' ? name : `${of}.${name}`);

/** Nothing of what is no field: addresses are typed by people too. */
export function parseFieldName(text: string): QueryField | undefined {
  const attribute = attributes.find((known) => known === text);
  if (attribute) return { of: 'attributes', name: attribute };
  const [, of, name] = /^(metrics|params|tags)\.(.+)$/s.exec(text) ?? [];
  return name === undefined ? undefined : { of: of as 'metrics', name };
}
