/**
 * Tree-structured Parzen estimator over all parameters together: two mixtures of kernels, one around the best trials,
 * one around all others; of some points drawn from the first the one that is likeliest under it and unlikeliest under
 * the second. A parameter that a trial did not have is drawn, and weighed, evenly.
 */
import type { TrialParams } from '../../protocol/sweep';
import { uniforms } from '../../random/random';
import { bestFirst } from '../bestFirst';
import { drawAtRandom, keepingConstraints, paramsFrom } from '../drawParams';
import { normalCdf, normalQuantile } from '../normal';
import { type Space, toUnit } from '../space';
import type { SamplerDef, SweepTrial } from './samplerDef';

const startTrials = 8;
const candidates = 64;
/** Of the trials the best so many are what the others are compared with. */
const goodShare = 0.1;
const mostGood = 25;
/** Of all others, so many say where they lie: time does not grow with a long search. */
const mostOthers = 250;
/** Of a kernel, as shares of the range. */
const spread = 0.1;
const leastSpread = 0.01;
/** Around each good trial there are two: one that looks around, one that looks closely. */
const goodWidths = [2, 0.5];
/** The best trial counts so often, the next once less, and so on. */
const bestCounts = 3;

/** A kernel at a place of the unit interval, cut off at its ends; without a place: even. */
interface Kernel {
  mean: number;
  deviation: number;
  /** Probability below 0, and between 0 and 1. */
  below: number;
  within: number;
  /** Of the deviation times what is within. */
  logScale: number;
}

const kernelAt = (mean: number, deviation: number): Kernel => {
  const below = normalCdf(-mean / deviation);
  const within = normalCdf((1 - mean) / deviation) - below;
  return { mean, deviation, below, within, logScale: Math.log(deviation * within) };
};
const prior = kernelAt(0.5, 1);

const logDensity = ({ mean, deviation, logScale }: Kernel, at: number): number => {
  const z = (at - mean) / deviation;
  return -0.5 * z * z - logScale;
};

const drawFrom = ({ mean, deviation, below, within }: Kernel, u: number): number =>
  Math.min(Math.max(mean + deviation * normalQuantile(below + u * within), 0), 1);

/** How a component speaks of each parameter: a kernel, the shares of each value, or (undefined) evenly. */
type Part = Kernel | Float64Array | undefined;
type Component = Part[];

const componentOf = ({ params: searched }: Space, { params }: SweepTrial, deviation: number): Component =>
  searched.map(({ name, spec }): Part => {
    const at = toUnit(spec, params[name]);
    if (at === undefined) return undefined;
    if (spec.type !== 'categorical') return kernelAt(at, deviation);
    const values = spec.values.length;
    const shares = new Float64Array(values).fill(1 / values / 2);
    const index = Math.floor(at * values);
    shares[index] = (shares[index] as number) + 0.5;
    return shares;
  });

class Mixture {
  readonly components: Component[];

  constructor(
    readonly space: Space,
    trials: readonly SweepTrial[],
    /** Of each trial so many components, each so wide beside the rule. */
    { widths = [1], countOf = () => 1 }: { widths?: readonly number[]; countOf?(rank: number): number } = {},
  ) {
    const count = Math.max(trials.length, 1);
    // Scott's rule, but never so narrow that a mixture of many sees only itself.
    const deviation = Math.max(spread * count ** (-1 / (space.params.length + 4)), leastSpread);
    this.components = widths.flatMap((width) =>
      trials.flatMap((trial, rank) =>
        new Array<Component>(countOf(rank)).fill(componentOf(space, trial, deviation * width)),
      ),
    );
    this.components.push(space.params.map(({ spec }) => (spec.type === 'categorical' ? undefined : prior)));
  }

  /** A place for each parameter, by as many numbers of the unit interval and one more. */
  draw(us: ArrayLike<number>): number[] {
    const chosen =
      this.components[
        Math.min(Math.floor((us[0] as number) * this.components.length), this.components.length - 1)
      ];
    return this.space.params.map((_, index) => {
      const [part, u] = [chosen?.[index], us[index + 1] as number];
      if (part === undefined) return u;
      if (!(part instanceof Float64Array)) return drawFrom(part, u);
      let left = u;
      const index_ = part.findIndex((share) => (left -= share) < 0);
      return ((index_ < 0 ? part.length - 1 : index_) + 0.5) / part.length;
    });
  }

  /** Of the parameters that these settings have. */
  logDensity(params: TrialParams): number {
    const units = this.space.params.map(({ name, spec }) => toUnit(spec, params[name]));
    const logs = new Float64Array(this.components.length);
    // Loops without iterators: this is most of what a trial costs.
    for (let c = 0; c < logs.length; c++) {
      const component = this.components[c] as Component;
      let log = 0;
      for (let index = 0; index < units.length; index++) {
        const at = units[index];
        const part = component[index];
        if (at === undefined || part === undefined) continue;
        log +=
          part instanceof Float64Array
            ? Math.log((part[Math.floor(at * part.length)] as number) * part.length)
            : logDensity(part, at);
      }
      logs[c] = log;
    }
    let [highest, sum] = [Number.NEGATIVE_INFINITY, 0];
    for (let c = 0; c < logs.length; c++) highest = Math.max(highest, logs[c] as number);
    for (let c = 0; c < logs.length; c++) sum += Math.exp((logs[c] as number) - highest);
    return highest + Math.log(sum / logs.length);
  }
}

/** Of those that were judged the best first; what was pruned behind all that ended, the later it was the better. */
const inOrder = (trials: readonly SweepTrial[]): SweepTrial[] => [
  ...bestFirst(trials.filter(({ state }) => state === 'complete')),
  ...trials
    .filter(({ state }) => state === 'pruned')
    .sort((a, b) => (b.epochs ?? 0) - (a.epochs ?? 0) || (a.values?.[0] ?? 0) - (b.values?.[0] ?? 0)),
];

/** Taken evenly from all. */
function evenlySome<T>(all: readonly T[]): readonly T[] {
  if (all.length <= mostOthers) return all;
  return Array.from({ length: mostOthers }, (_, i) => all[Math.floor((i * all.length) / mostOthers)] as T);
}

export const tpe: SamplerDef = {
  type: 'tpe',
  title: 'TPE',
  summary:
    'Looks where good trials lie close together. Takes every kind of space and is quick: the one to begin with.',
  source:
    'Bergstra et al. 2011, Algorithms for hyper-parameter optimization; kernels of all parameters together as Falkner et al. 2018, BOHB',
  ask({ space, trials, seed, number }) {
    const told = inOrder(trials);
    if (told.length < startTrials) return drawAtRandom(space, seed, number);
    const good = Math.min(Math.ceil(goodShare * told.length), mostGood);
    const chosen = new Set(told.slice(0, good));
    const below = new Mixture(space, [...chosen], {
      widths: goodWidths,
      countOf: (rank) => Math.max(1, bestCounts - rank),
    });
    const above = new Mixture(space, evenlySome(trials.filter((trial) => !chosen.has(trial))));
    let best: { params: TrialParams; score: number } | undefined;
    for (let candidate = 0; candidate < candidates; candidate++) {
      const params = keepingConstraints(space, (attempt) => {
        const us = uniforms(seed, `sweep/tpe/${candidate}/${attempt}`, number, space.params.length + 1);
        const units = below.draw(us);
        return paramsFrom(space, (_, index) => units[index] as number);
      });
      const score = below.logDensity(params) - above.logDensity(params);
      if (!best || score > best.score) best = { params, score };
    }
    return best?.params;
  },
};
