/**
 * Expected improvement under a Gaussian process. The values are taken on the scale, from logarithms of what is above the
 * best to the values themselves, under which the process tells them best; several objectives by one, weighed anew for each trial (ParEGO, Knowles 2006).
 */
import type { TrialParams } from '../../protocol/sweep';
import { normals, uniforms } from '../../random/random';
import { keepingConstraints, paramsFrom } from '../drawParams';
import { type Features, GaussianProcess } from '../gp/process';
import { normalCdf, normalDensity } from '../normal';
import { keepsConstraints, type Space, toUnit } from '../space';
import { halton } from './halton';
import type { Asked, SamplerDef, SweepTrial } from './samplerDef';

/** Time grows with their cube: of more the best and the newest speak. */
const mostTold = 60;
const evenly = 300;
const nearby = 40;
const rounds = 4;
/** From logarithms of what is above the best to what is almost the values themselves. */
const shares = [0.1, 10, 1000];
const [stepsToChoose, stepsToFit] = [8, 16];

const featuresOf = (space: Space, params: TrialParams): Features =>
  space.params.map(({ name, spec }) => toUnit(spec, params[name]));

/** One number for each judged trial: less is better. */
function scored({ trials, seed, number }: Asked): { trial: SweepTrial; score: number }[] {
  const judged = trials.filter(
    ({ state, values }) => (state === 'complete' || state === 'pruned') && values?.every(Number.isFinite),
  );
  const complete = judged.filter(({ state }) => state === 'complete');
  const count = complete[0]?.values?.length ?? 1;
  const draws = uniforms(seed, 'sweep/gp/weights', number, count).map((u) => -Math.log(1 - u));
  const total = draws.reduce((a, b) => a + b, 0) || 1;
  const spans = Array.from({ length: count }, (_, k) => {
    const all = complete.map(({ values }) => values?.[k] as number);
    const low = Math.min(...all);
    return { low, span: Math.max(...all) - low || 1 };
  });
  const scalar = (values: readonly number[]): number => {
    if (count === 1) return values[0] as number;
    const parts = spans.map(
      ({ low, span }, k) => (((values[k] as number) - low) / span) * ((draws[k] as number) / total),
    );
    return Math.max(...parts) + 0.05 * parts.reduce((a, b) => a + b);
  };
  const scores = complete.map((trial) => ({ trial, score: scalar(trial.values as readonly number[]) }));
  // A pruned one would hardly have been better than most.
  const middle = scores.map(({ score }) => score).sort((a, b) => a - b)[
    Math.floor(scores.length / 2)
  ] as number;
  const worst = scores.reduce((high, { score }) => Math.max(high, score), Number.NEGATIVE_INFINITY);
  const told = (trial: SweepTrial): number =>
    trial.state === 'failed'
      ? worst
      : trial.state === 'pruned' && count === 1
        ? Math.max(trial.values?.[0] ?? middle, middle)
        : middle;
  const known = new Set(complete);
  const others = trials.filter((trial) => !known.has(trial));
  return [...scores, ...others.map((trial) => ({ trial, score: told(trial) }))];
}

/**
 * Logarithms of what each is above the best, from a share of what the middle one is (the larger, the straighter); then
 * mean 0, deviation 1. `change`: the logarithm of how densely the values lie, for evidences to be compared.
 */
function evened(scores: readonly number[], share: number): { values: number[]; change: number } {
  const sorted = scores.toSorted((a, b) => a - b);
  const lowest = sorted[0] as number;
  const middle = (sorted[Math.floor(sorted.length / 2)] as number) - lowest;
  const unit = share * (middle || (sorted.at(-1) as number) - lowest || 1);
  const logs = scores.map((score) => Math.log1p((score - lowest) / unit));
  const mean = logs.reduce((a, b) => a + b, 0) / logs.length;
  const deviation = Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / logs.length) || 1;
  return {
    values: logs.map((log) => (log - mean) / deviation),
    change: scores.reduce((sum, score) => sum - Math.log(deviation * (unit + score - lowest)), 0),
  };
}

/** Of the scales that values may be taken on the one under which the process tells them best. */
function modelOf(
  points: readonly Features[],
  scores: readonly number[],
  classes: readonly boolean[],
  /** 2: the scale and the lengths are chosen by every second point. */
  every: number,
): { process: GaussianProcess; values: number[] } {
  const some = <T>(all: readonly T[]): T[] => all.filter((_, at) => at % every === 0);
  const [fewPoints, fewScores] = [some(points), some(scores)];
  let best: { fit: GaussianProcess; share: number; evidence: number } | undefined;
  for (const share of shares) {
    const { values, change } = evened(fewScores, share);
    const fit = new GaussianProcess(fewPoints, values, classes, stepsToChoose);
    const evidence = fit.evidence + change;
    if (!best || evidence > best.evidence) best = { fit, share, evidence };
  }
  const { fit, share } = best as { fit: GaussianProcess; share: number };
  const { values } = evened(scores, share);
  if (every === 1) return { process: new GaussianProcess(points, values, classes, stepsToFit, fit), values };
  const few = new GaussianProcess(fewPoints, some(values), classes, stepsToFit, fit);
  return { process: new GaussianProcess(points, values, classes, 0, few), values };
}

export const gaussianProcess: SamplerDef = {
  type: 'gp',
  title: 'Gaussian process',
  summary:
    'Models what lies between the trials and goes where most is to be gained. Best for few, slow trials of a few numbers.',
  source: 'Jones, Schonlau and Welch 1998, Efficient global optimization; Snoek, Larochelle and Adams 2012',
  ask(asked) {
    const { space, trials, seed, number } = asked;
    const start = Math.min(Math.max(2 * space.params.length, 6), 12);
    const complete = trials.filter(({ state }) => state === 'complete').length;
    const judged = complete + trials.filter(({ state }) => state === 'pruned').length;
    if (complete === 0 || judged < start) return halton.ask(asked);
    let told = scored(asked);
    // A search of many, quick trials is not to wait for this one.
    const every = told.length > mostTold ? 2 : 1;
    if (told.length > mostTold) {
      const best = new Set(told.toSorted((a, b) => a.score - b.score).slice(0, mostTold / 2));
      const newest = told.filter((one) => !best.has(one)).sort((a, b) => b.trial.number - a.trial.number);
      told = [...best, ...newest.slice(0, mostTold / 2)];
    }
    const points = told.map(({ trial }) => featuresOf(space, trial.params));
    const { process, values } = modelOf(
      points,
      told.map(({ score }) => score),
      space.params.map(({ spec }) => spec.type === 'categorical'),
      every,
    );
    const goal = Math.min(...values);
    const tried = new Set(trials.map(({ params }) => JSON.stringify(params)));
    let best: { params: TrialParams; units: number[]; gain: number } | undefined;
    const consider = (units: number[]): void => {
      const params = paramsFrom(space, (_, index) => units[index] as number);
      if (!keepsConstraints(space, params)) return;
      const { mean, deviation } = process.predict(featuresOf(space, params));
      const z = (goal - mean) / deviation;
      const again = tried.has(JSON.stringify(params)) ? 1 : 0;
      const gain = deviation * (z * normalCdf(z) + normalDensity(z)) - again;
      if (!best || gain > best.gain) best = { params, units, gain };
    };
    const width = space.params.length;
    const us = uniforms(seed, 'sweep/gp/even', number, evenly * width);
    for (let i = 0; i < evenly; i++) consider([...us.subarray(i * width, (i + 1) * width)]);
    const incumbent = points[values.indexOf(goal)] ?? [];
    const moves = normals(seed, 'sweep/gp/near', number, rounds * nearby * width);
    for (let round = 0; round < rounds; round++) {
      const centres = [best?.units ?? [], incumbent.map((at) => at ?? 0.5)];
      for (let i = 0; i < nearby; i++) {
        const centre = centres[i % 2] as number[];
        const from = (round * nearby + i) * width;
        // Ever closer; a class changes where the move leaves its part.
        const spread = 0.2 * 0.35 ** round;
        consider(centre.map((at, p) => reflected(at + spread * (moves[from + p] as number))));
      }
    }
    return best?.params ?? keepingConstraints(space, () => halton.ask(asked) ?? {});
  },
};

/** Into the unit interval, as by a mirror at its ends. */
const reflected = (at: number): number => {
  const within = Math.abs(at) % 2;
  return within > 1 ? 2 - within : within;
};
