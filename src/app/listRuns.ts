import { compileQuery } from '#/core/runs/query/compileQuery';
import { parseQuery } from '#/core/runs/query/parseQuery';
import type { Run } from '#/core/protocol/model';
import type { Storage } from '#/core/protocol/storage';
import { found } from './queries';

/** @throws what is wrong with the filter, with line and column. */
export async function listRuns(
  storage: Storage,
  {
    filter,
    experimentId,
    ...of
  }: { datasetId?: string; modelId?: string; experimentId?: string; filter?: string },
): Promise<Run[]> {
  const passes = filter?.trim() ? compileQuery(parseQuery(filter)) : undefined;
  if (experimentId) found(await storage.experiments.get(experimentId), 'experiment', experimentId);
  const [runs, datasets, experiments] = await Promise.all([
    storage.runs.list(of),
    storage.datasets.list(),
    storage.experiments.list(),
  ]);
  const nameOf = (records: readonly { id: string; name: string }[]) =>
    new Map(records.map(({ id, name }) => [id, name]));
  const names = { datasets: nameOf(datasets), experiments: nameOf(experiments) };
  return runs.filter(
    (run) =>
      (experimentId === undefined || run.experimentId === experimentId) && (!passes || passes(run, names)),
  );
}
