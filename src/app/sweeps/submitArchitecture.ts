/** A search over networks, as a sweep whose trials are networks: checked, with a start within the budget. */
import { type Genome, readGenome, writeGenome } from '#/core/architecture/genome';
import { changes } from '#/core/architecture/mutate';
import { customNetwork } from '#/core/families/customNetwork';
import { kindOf } from '#/core/kinds/registry';
import { TetradError } from '#/core/protocol/errors';
import type { ArchitecturePlan, SpaceSpec, SweepPlan } from '#/core/protocol/sweep';
import { sizeMetric } from '#/core/sweeps/measured';
import { taskOf } from '#/core/tasks/registry';
import { formFrame } from '#/core/train/formMemory';
import type { AppServices } from '../services';
import type { CheckedRequest } from '../training/checkRequest';
import { budgetOf, type Searched } from './architecture';
import { objectivesFor, objectivesOf, type SweepRequest } from './checkSweep';
import { submitSweep } from './submitSweep';

export interface ArchitectureRequest
  extends Omit<SweepRequest, 'family' | 'familyParams' | 'size' | 'space'> {
  method?: 'evolution' | 'random';
  population?: number;
  sample?: number;
  inherit?: boolean;
  mostWeights?: number;
  mostMemoryBytes?: number;
  mostLatencyMs?: number;
}

const standards = { trials: 60, population: 16, sample: 5, mostWeights: 100_000 };
const starts = { rows: 'c32k1 c32k1', places: 'c8k3np c16k3np' };

export const submitArchitecture = (services: AppServices, request: ArchitectureRequest) =>
  submitSweep(services, { ...request, family: customNetwork.type, space: {} }, (_, checked) =>
    planOf(request, checked),
  );

function planOf(request: ArchitectureRequest, checked: CheckedRequest): SweepPlan {
  const { config, task, version, features } = checked;
  const refused = (place: string, message: string, hint: string) =>
    new TetradError({ code: 'badInput', place, message, hint });
  if (taskOf(task).frames)
    throw refused(
      'task',
      'Networks are searched for tasks that answer a sample with labels or numbers, and this one answers with a field.',
      'Draw the network yourself, or choose another target.',
    );
  const { rows, schema } = version;
  const searched: Searched = {
    version,
    task,
    target: request.target,
    features,
    family: customNetwork.type,
    config,
  };
  const frame = formFrame({
    ...searched,
    schema,
    rows,
    features: kindOf(schema)
      .inputs(version, request.target)
      .filter(({ column }) => features.includes(column.name)),
    familyParams: {},
    training: config,
  });
  if (!frame)
    throw refused(
      'features',
      'The shape of a sample is not known before it is prepared, so no network can be made for it.',
      'Choose fewer inputs, or search the settings of a family.',
    );
  const limits = {
    inputShape: frame.inputShape,
    outputWidth: frame.outputWidth,
    mostWeights: request.mostWeights ?? standards.mostWeights,
    ...(request.mostMemoryBytes !== undefined && { mostBytes: request.mostMemoryBytes }),
  };
  const budget = budgetOf(limits, searched);
  const start = within(
    readGenome(frame.inputShape.length > 1 ? starts.places : starts.rows),
    (genome) => budget(genome).fits,
  );
  if (!start)
    throw refused(
      'mostWeights',
      'Not even the smallest network is within this budget.',
      `Allow more: the smallest has ${budget([smallestOf(frame.inputShape)]).weights} weights.`,
    );
  const population = request.population ?? standards.population;
  const architecture: ArchitecturePlan = {
    ...limits,
    method: request.method ?? 'evolution',
    start: writeGenome(start),
    population,
    sample: Math.min(request.sample ?? standards.sample, population),
    inherit: request.inherit ?? true,
    ...(request.mostLatencyMs !== undefined && { mostLatencyMs: request.mostLatencyMs }),
  };
  const trials = request.trials ?? standards.trials;
  const [judge] = objectivesFor(task);
  return {
    method: architecture.method,
    pruner: 'none',
    trials,
    repeats: request.repeats ?? 1,
    seed: request.seed ?? config.seed,
    space: toldSpace(limits.mostWeights),
    constraints: [],
    objectives: objectivesOf(request.objective ?? [judge?.metric ?? 'valLoss', sizeMetric], task),
    startWithStandard: false,
    architecture,
    ...(request.timeLimitSeconds !== undefined && { timeLimitSeconds: request.timeLimitSeconds }),
  };
}

/** What plots and tables show of a network. */
const toldSpace = (mostWeights: number): SpaceSpec => ({
  blocks: { type: 'integer', min: 1, max: 16 },
  widest: { type: 'integer', min: 2, max: 2_048, log: true },
  weights: { type: 'log', min: Math.min(10, mostWeights), max: mostWeights },
  change: { type: 'categorical', values: ['drawn', ...changes] },
});

const smallestOf = (inputShape: readonly number[]) => ({
  kind: 'plain' as const,
  width: 2,
  kernel: inputShape.length > 1 ? 3 : 1,
  pool: false,
  norm: false,
  bend: false,
});

/** Narrower, then shorter, until it fits. */
function within(start: Genome, fits: (genome: Genome) => boolean): Genome | undefined {
  let genome = start;
  while (!fits(genome)) {
    const narrower = genome.map((gene) => ({ ...gene, width: Math.max(2, Math.floor(gene.width / 2)) }));
    if (writeGenome(narrower) !== writeGenome(genome)) genome = narrower;
    else if (genome.length > 1) genome = genome.slice(0, -1);
    else return undefined;
  }
  return genome;
}
