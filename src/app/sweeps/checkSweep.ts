/** A request for a sweep, against its dataset version: everything that can be known wrong before any work. */
import { families } from '#/core/families/registry';
import { metricsFor } from '#/core/metrics/registry';
import { TetradError } from '#/core/protocol/errors';
import { mostTrials, type Objective, type SpaceSpec, type SweepPlan } from '#/core/protocol/sweep';
import type { TaskSpec } from '#/core/protocol/train';
import { pruners } from '#/core/sweeps/pruners/registry';
import { standardPopulation } from '#/core/sweeps/samplers/populationBased';
import { samplers } from '#/core/sweeps/samplers/registry';
import { checkSearched } from '#/core/sweeps/searchedSettings';
import { parseSpace, spaceSpecOf } from '#/core/sweeps/space';
import { latencyMetric, secondsMetric, sizeMetric } from '#/core/sweeps/measured';
import { judgeName, metricName } from '#/core/tasks/judgeName';
import { checkSameNetwork } from './checkSameNetwork';
import type { CheckedRequest, TrainingRequest } from '../training/checkRequest';

export interface SweepRequest extends TrainingRequest {
  space: SpaceSpec;
  constraints?: string[];
  method?: string;
  pruner?: string;
  trials?: number;
  repeats?: number;
  folds?: number;
  seed?: number;
  objective?: string | Objective | (string | Objective)[];
  startWithStandard?: boolean;
  timeLimitSeconds?: number;
  keepModels?: boolean;
  /** Of population based training; else the root of the trials. */
  population?: number;
  /** Runs, or searches, whose figures the method is told before the first trial. */
  earlierRuns?: string[];
}

const badInput = (place: string, message: string, hint: string): TetradError =>
  new TetradError({ code: 'badInput', message, place, hint });

export function checkSweep(request: SweepRequest, checked: CheckedRequest): SweepPlan {
  const { task, config, version } = checked;
  const family = families.get(request.family, 'family');
  // First as it was given, so that what is wrong is named as it was written.
  parseSpace(request.space, []);
  const named = checkSearched(family, request.space, config);
  const constraints = request.constraints ?? [];
  const space = parseSpace(named, constraints);
  const method = samplers.get(request.method ?? 'tpe', 'method');
  const pruner = pruners.get(request.pruner ?? 'none', 'pruner');
  const total = method.total?.(space);
  if (method.inheritsFrom) checkSameNetwork(method.title, family, space, request.target, checked);
  else if (request.population !== undefined)
    throw badInput(
      'population',
      `${method.title} has no population: its trials do not go on with each other's weights.`,
      'Leave it out, or take the method "population".',
    );
  const trials = request.trials ?? Math.min(total ?? 30, mostTrials);
  const objectives = objectivesOf(request.objective, task);
  if (pruner.type !== 'none' && !isJudgedEachEpoch(objectives[0] as Objective))
    throw badInput(
      'pruner',
      `${pruner.title} needs an objective that is judged after each epoch, and ${objectives[0]?.metric} is not.`,
      'Take a figure of the validation rows as the first objective, or no pruner.',
    );
  if (request.folds !== undefined && request.folds > version.rows)
    throw badInput(
      'folds',
      `${request.folds} folds of ${version.rows} rows are not possible.`,
      'Take fewer folds, or none.',
    );
  return {
    method: method.type,
    pruner: pruner.type,
    trials: Math.min(trials, total ?? trials),
    repeats: request.repeats ?? 1,
    ...(request.folds !== undefined && { folds: request.folds }),
    seed: request.seed ?? config.seed,
    space: spaceSpecOf(space),
    constraints,
    objectives,
    startWithStandard: request.startWithStandard ?? method.total === undefined,
    keepModels: request.keepModels ?? false,
    ...(method.inheritsFrom && { population: populationOf(request.population, trials) }),
    ...(request.timeLimitSeconds !== undefined && { timeLimitSeconds: request.timeLimitSeconds }),
  };
}

function populationOf(given: number | undefined, trials: number): number {
  const population = given ?? standardPopulation(trials);
  if (population > trials)
    throw badInput(
      'population',
      `${trials} trials are less than one generation of ${population}.`,
      'Ask for more trials, a few generations of them, or for a smaller population.',
    );
  return population;
}

const isJudgedEachEpoch = ({ metric }: Objective): boolean => /^(val|train)[A-Z]/.test(metric);

/** What trials of this task may be judged by; the first is the standard. */
export function objectivesFor(task: TaskSpec): Objective[] {
  const judge = judgeName(task);
  const known = metricsFor(task).map(
    ({ type, better }): Objective => ({ metric: metricName('val', type), better }),
  );
  return [
    ...known.filter(({ metric }) => metric === judge),
    ...known.filter(({ metric }) => metric !== judge),
    { metric: 'valLoss', better: 'lower' },
    ...[sizeMetric, latencyMetric, secondsMetric].map((metric): Objective => ({ metric, better: 'lower' })),
  ];
}

const nameOf = (one: string | Objective): string => (typeof one === 'string' ? one : one.metric);

export function objectivesOf(given: SweepRequest['objective'], task: TaskSpec): Objective[] {
  const known = objectivesFor(task);
  if (given === undefined) return known.slice(0, 1);
  const asked = [given].flat();
  const twice = asked.find((one, at) => asked.findIndex((other) => nameOf(other) === nameOf(one)) < at);
  if (twice)
    throw badInput('objective', `"${nameOf(twice)}" is asked for twice.`, 'Name each objective once.');
  return asked.map((one) => {
    const metric = nameOf(one);
    const found = known.find((other) => other.metric === metric);
    if (!found)
      throw badInput(
        'objective',
        `Trials of this task have no "${metric}".`,
        `Use one of: ${known.map((other) => other.metric).join(', ')}. The test rows are kept for the end.`,
      );
    return typeof one === 'string' ? found : one;
  });
}
