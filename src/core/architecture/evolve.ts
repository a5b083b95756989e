/**
 * Which network is tried next, pure in what is known: aging evolution (Real, Aggarwal, Huang and Le 2018, Regularized
 * evolution for image classifier architecture search, arXiv:1802.01548) changes the best of a sample of the youngest;
 * random search draws each anew.
 */
import type { ArchitecturePlan } from '../protocol/sweep';
import { uniforms } from '../random/random';
import { paretoFront } from '../sweeps/pareto';
import type { SweepTrial } from '../sweeps/samplers/samplerDef';
import { type Genome, readGenome, writeGenome } from './genome';
import { type Change, type Draw, mutate } from './mutate';

export interface Proposed {
  genome: Genome;
  change?: Change;
  /** The trial that it is a child of. */
  parent?: number;
}

/** Changes of the first network that one drawn at random has at most. */
const mostDrawn = 8;
const drawsEach = 4_096;

const networkOf = ({ params }: Pick<SweepTrial, 'params'>): Genome => readGenome(String(params.network));

/** Undefined: no network within the budget is left that is not tried yet. */
export function nextArchitecture(
  plan: ArchitecturePlan,
  { trials, seed, number }: { trials: readonly SweepTrial[]; seed: number; number: number },
  axes: number,
  fits: (genome: Genome) => boolean,
): Proposed | undefined {
  const start = readGenome(plan.start);
  const tried = new Set(trials.map(({ params }) => params.network));
  if (number === 0) return { genome: start };
  const draw = drawsOf(seed, number);
  const isNew = (genome: Genome) => !tried.has(writeGenome(genome)) && fits(genome);
  const grown = trials.filter(({ state }) => state === 'complete');
  if (plan.method === 'random' || trials.length < plan.population || grown.length === 0)
    return drawnAnew(start, axes, draw, isNew, fits);
  // Who is too old takes no part, however good.
  const living = grown.slice(-plan.population);
  const sample = Array.from(
    { length: Math.min(plan.sample, living.length) },
    () => living[Math.floor(draw() * living.length)] as SweepTrial,
  );
  // Of several objectives any that none of the sample beats; of equals any.
  const front = paretoFront(sample.map(({ values }) => values ?? []));
  const parent = sample[front[Math.floor(draw() * front.length)] ?? 0];
  const child = parent && mutate(networkOf(parent), axes, draw, isNew);
  return child && parent ? { ...child, parent: parent.number } : drawnAnew(start, axes, draw, isNew, fits);
}

/** The first network changed a few times: each change within the budget, the last one not tried yet. */
function drawnAnew(
  start: Genome,
  axes: number,
  draw: Draw,
  isNew: (genome: Genome) => boolean,
  fits: (genome: Genome) => boolean,
): Proposed | undefined {
  const times = 1 + Math.floor(draw() * mostDrawn);
  let genome = start;
  for (let i = 1; i < times; i++) genome = mutate(genome, axes, draw, fits)?.genome ?? genome;
  const last = mutate(genome, axes, draw, isNew);
  return last && { genome: last.genome };
}

function drawsOf(seed: number, number: number): Draw {
  let [at, block] = [0, 0];
  let numbers = uniforms(seed, `architecture/${block}`, number, drawsEach);
  return () => {
    if (at === numbers.length) {
      at = 0;
      numbers = uniforms(seed, `architecture/${++block}`, number, drawsEach);
    }
    return numbers[at++] as number;
  };
}
