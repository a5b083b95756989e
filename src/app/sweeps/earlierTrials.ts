/** Runs of before as trials that a search is told of: their params that it searches, their figures of its objectives. */
import { TetradError } from '#/core/protocol/errors';
import type { Run } from '#/core/protocol/model';
import {
  type EarlierTrial,
  mostEarlier,
  type ParamSpec,
  type ParamValue,
  type SpaceSpec,
  type SweepPlan,
  type TrialParams,
} from '#/core/protocol/sweep';
import type { Storage } from '#/core/protocol/storage';
import { isActive, keepsConstraints, parseSpace, toUnit } from '#/core/sweeps/space';
import { valueOf } from '#/core/sweeps/trials';

interface Asked {
  runIds: readonly string[];
  family: string;
  target: string;
  /** Of the data: figures of other rows cannot be compared. */
  datasetHash: string;
}

const badInput = (place: string, message: string, hint: string): TetradError =>
  new TetradError({ code: 'badInput', message, place, hint });

/** A search, or a run with parts, stands for its parts. The newest, where there are more than can be told. */
export async function earlierTrials(
  { runs }: Pick<Storage, 'runs'>,
  { runIds, ...asked }: Asked,
  plan: Pick<SweepPlan, 'space' | 'constraints' | 'objectives'>,
): Promise<EarlierTrial[]> {
  const found = new Map<string, Run>();
  for (const [at, runId] of runIds.entries()) {
    const run = await runs.get(runId);
    const place = `earlierRuns[${at}]`;
    if (!run) throw badInput(place, `There is no run "${runId.slice(0, 60)}".`, 'runs.list names them.');
    const differs = whyOther(run, asked);
    if (differs)
      throw badInput(
        place,
        `"${run.name}" cannot be learnt from: ${differs}.`,
        'Choose runs of the same training.',
      );
    const parts = await runs.list({ parentId: runId });
    for (const part of run.sweep || run.crossValidation ? parts : [run]) found.set(part.id, part);
  }
  const trials = [...found.values()]
    .sort((a, b) => b.startedAt - a.startedAt)
    .flatMap((run) => earlierTrial(run, plan) ?? [])
    .slice(0, mostEarlier);
  if (runIds.length > 0 && trials.length === 0)
    throw badInput(
      'earlierRuns',
      'None of these runs lies in the space with a figure to be judged by.',
      `They need ${Object.keys(plan.space).join(', ')} within the space, and ${plan.objectives.map(({ metric }) => metric).join(', ')}.`,
    );
  return trials.reverse();
}

/** Why figures of this run say nothing of another training. */
export function whyOther({ params, origin }: Run, { family, target, datasetHash }: Omit<Asked, 'runIds'>) {
  if (origin === 'mlflow') return 'it was logged elsewhere';
  if (params.datasetHash !== datasetHash) return 'it was trained on other data';
  if (params.family !== family) return `its model is ${String(params.family)}`;
  return params.target === target ? undefined : `it predicts ${String(params.target)}`;
}

function earlierTrial(
  run: Run,
  plan: Pick<SweepPlan, 'space' | 'constraints' | 'objectives'>,
): EarlierTrial | undefined {
  // A pruned one has no figure of its end.
  if (run.status !== 'finished' || run.trial?.pruned) return undefined;
  const values = plan.objectives.map(({ metric }) => valueOf(run, metric) ?? Number.NaN);
  const params = paramsWithin(run, plan.space, plan.constraints);
  return params && values.every(Number.isFinite) ? { runId: run.id, params, values } : undefined;
}

function paramsWithin(run: Run, spec: SpaceSpec, constraints: readonly string[]): TrialParams | undefined {
  const space = parseSpace(spec, constraints);
  const params: TrialParams = {};
  for (const param of space.params) {
    if (!isActive(param, params)) continue;
    const value = valueIn(param.spec, run.params[param.name]);
    if (toUnit(param.spec, value) === undefined) return undefined;
    params[param.name] = value as ParamValue;
  }
  return keepsConstraints(space, params) ? params : undefined;
}

/** Runs hold lists as their JSON. */
const valueIn = (spec: ParamSpec, logged: Run['params'][string] | undefined): ParamValue | undefined =>
  spec.type === 'categorical'
    ? spec.values.find(
        (value) => value === logged || (typeof value === 'object' && JSON.stringify(value) === logged),
      )
    : logged;
