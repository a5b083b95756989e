/**
 * Members that leave too few rows to learn how much each counts, as those that learnt from all rows at last: what each was
 * trained with, to be cross-validated. Where that cannot be, it is said why.
 */
import { fewestFitted } from '#/core/families/ensemble';
import { families } from '#/core/families/registry';
import { TetradError } from '#/core/protocol/errors';
import type { ModelVersion, Run } from '#/core/protocol/model';
import type { Storage } from '#/core/protocol/storage';
import { trainInput } from '../jobs/trainJob';
import type { CrossValidationRequest } from './submitCrossValidation';

const folds = 5;

/** Undefined where rows enough are left that taught none of them. */
export async function foldsOfMembers(
  storage: Storage,
  versions: readonly ModelVersion[],
): Promise<CrossValidationRequest[] | undefined> {
  const runs = await Promise.all(
    versions.map(async ({ runId }) => (runId === '' ? undefined : await storage.runs.get(runId))),
  );
  // What is not known is found out, and named, when the members are asked.
  if (!runs.every((run) => run !== undefined)) return undefined;
  const rows = (await storage.datasets.version(versions[0]?.datasetVersionId ?? ''))?.rows ?? 0;
  if (rowsLeft(runs, rows) >= fewestFitted) return undefined;
  const requests: CrossValidationRequest[] = [];
  for (const [at, run] of runs.entries())
    requests.push(await foldsOf(storage, versions[at] as ModelVersion, run, rows, at));
  return requests;
}

/** About how many taught none of them: those that were drawn alike leave the same rows out. */
function rowsLeft(runs: readonly Run[], rows: number): number {
  if (runs.some(({ config, fold }) => config.allRows || fold)) return 0;
  const shares = new Map(runs.map(({ config }) => [config.seed, config.validationSplit]));
  return [...shares.values()].reduce((left, share) => left * share, rows);
}

async function foldsOf(
  storage: Storage,
  { number, modelId, task }: ModelVersion,
  { jobId, config, fold }: Run,
  rows: number,
  at: number,
): Promise<CrossValidationRequest> {
  const name = `${(await storage.models.get(modelId))?.name ?? 'A member'}, version ${number}`;
  const cannot = (why: string) =>
    new TetradError({
      code: 'badInput',
      message: `“${name}” leaves no rows that say how much it counts, and cannot be cross-validated: ${why}`,
      place: `members.${at}`,
      hint: 'Choose voting, which learns nothing, leave it out, or train it again without “All rows at last”.',
    });
  const found = trainInput.safeParse((await storage.jobs.get(jobId))?.input);
  if (!found.success) throw cannot('the job that trained it is no longer listed.');
  const { datasetVersionId, family, familyParams, startFrom, transfer, inherit, features } = found.data;
  if (startFrom || transfer || inherit || families.get(family).enters)
    throw cannot('it went on from another model, which has seen the rows.');
  if (fold) throw cannot('it is itself of a fold.');
  if (rows < 2 * folds) throw cannot(`${rows} rows are too few for ${folds} folds.`);
  const version = await storage.datasets.version(datasetVersionId);
  if (!version) throw cannot('its dataset was deleted.');
  return {
    datasetId: version.datasetId,
    versionId: datasetVersionId,
    target: task.target,
    task: task.type,
    features,
    family,
    familyParams,
    training: config,
    folds,
    repeats: 1,
    name: `${name}, ${folds} folds`,
  };
}
