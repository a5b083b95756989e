/** Trials that are networks: which is asked for next, what it trains with, and whose weights it begins with. */
import { estimateMemory } from '#/core/arch/estimateMemory';
import { draftToArch } from '#/core/arch/draft/draftToArch';
import { weightCount } from '#/core/arch/shapes';
import { draftOfGenome } from '#/core/architecture/draftOfGenome';
import { nextArchitecture, type Proposed } from '#/core/architecture/evolve';
import { type Genome, readGenome, writeGenome } from '#/core/architecture/genome';
import { inheritanceOf } from '#/core/architecture/inherit';
import { kindOf } from '#/core/kinds/registry';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { Run } from '#/core/protocol/model';
import type { ArchitecturePlan, SweepPlan, TrialParams } from '#/core/protocol/sweep';
import type { Inherit, TaskSpec, TrainConfig } from '#/core/protocol/train';
import type { SweepTrial } from '#/core/sweeps/samplers/samplerDef';
import { formMemory } from '#/core/train/formMemory';

/** Settings of the family that draws networks. */
export const networkParams = (
  { inputShape }: ArchitecturePlan,
  { network }: TrialParams,
): Record<string, unknown> => ({ ...draftOfGenome(readGenome(String(network)), inputShape).draft });

/** What a budget is asked of. */
export interface Searched {
  version: DatasetVersion;
  task: TaskSpec;
  target: string;
  features: readonly string[];
  family: string;
  config: TrainConfig;
}

export function askArchitecture(
  plan: SweepPlan,
  architecture: ArchitecturePlan,
  known: { trials: readonly SweepTrial[]; number: number },
  searched: Searched,
): TrialParams | undefined {
  const budget = budgetOf(architecture, searched);
  const proposed = nextArchitecture(
    architecture,
    { ...known, seed: plan.seed },
    architecture.inputShape.length - 1,
    (genome) => budget(genome).fits,
  );
  return proposed && toldOfNetwork(proposed, architecture, known.trials, budget(proposed.genome).weights);
}

/** As a trial's settings: the network, and what plots show of it. */
function toldOfNetwork(
  { genome, change, parent }: Proposed,
  { inputShape, inherit }: ArchitecturePlan,
  trials: readonly SweepTrial[],
  weights: number,
): TrialParams {
  const from = trials.find(({ number }) => number === parent)?.params.network;
  const inherits =
    inherit &&
    from !== undefined &&
    inheritanceOf(readGenome(String(from)), genome, inputShape) !== undefined;
  return {
    network: writeGenome(genome),
    blocks: genome.length,
    widest: Math.max(...genome.map(({ width }) => width)),
    weights,
    change: change ?? 'drawn',
    ...(parent !== undefined && { parent }),
    inherits,
  };
}

type Budget = Pick<ArchitecturePlan, 'inputShape' | 'outputWidth' | 'mostWeights' | 'mostBytes'>;

/** The weights of a network, and whether it is within all that is limited before a training. */
export function budgetOf(
  { inputShape, outputWidth, mostWeights, mostBytes = Number.POSITIVE_INFINITY }: Budget,
  { version, target, config, ...searched }: Searched,
): (genome: Genome) => { weights: number; fits: boolean } {
  const { rows, schema } = version;
  const features = kindOf(schema)
    .inputs(version, target)
    .filter(({ column }) => searched.features.includes(column.name));
  const bytesOf = (familyParams: Record<string, unknown>): number => {
    const memory = formMemory({ ...searched, features, rows, schema, familyParams, training: config });
    return memory ? estimateMemory(memory).bytes : Number.POSITIVE_INFINITY;
  };
  return (genome) => {
    const { draft } = draftOfGenome(genome, inputShape);
    const weights = weightCount(draftToArch(draft, { inputShape, outputWidth }));
    const fits =
      weights <= mostWeights &&
      (mostBytes === Number.POSITIVE_INFINITY || bytesOf({ ...draft }) <= mostBytes);
    return { weights, fits };
  };
}

/** Nothing where the child differs in more than a wider or a deeper block, or its parent has no weights. */
export function inheritFrom(
  { inherit, inputShape }: ArchitecturePlan,
  { network }: TrialParams,
  parent: Run | undefined,
): { inherit?: Inherit } {
  const [from, child] = [String(parent?.trial?.params.network ?? ''), String(network)];
  const versionId = parent?.modelVersionId;
  if (!inherit || versionId === undefined || from === '') return {};
  return inheritanceOf(readGenome(from), readGenome(child), inputShape)
    ? { inherit: { versionId, parent: from, child } }
    : {};
}
