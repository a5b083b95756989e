/** TPE and the Gaussian process against random search, 60 trials, 20 seeds, on three functions whose lowest values are known. */
import { expect, it } from 'vitest';
import type { SpaceSpec, TrialParams } from '../../protocol/sweep';
import { parseSpace } from '../space';
import { samplers } from './registry';
import type { SweepTrial } from './samplerDef';

type Numbers = Record<string, number>;

const unit = { type: 'continuous', min: 0, max: 1 } as const;
const alpha = [1, 1.2, 3, 3.2];
const a = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
];
const p = [
  [1312, 1696, 5569, 124, 8283, 5886],
  [2329, 4135, 8307, 3736, 1004, 9991],
  [2348, 1451, 3522, 2883, 3047, 6650],
  [4047, 8828, 8732, 5743, 1091, 381],
];

const functions: Record<string, { space: SpaceSpec; lowest: number; value(x: Numbers): number }> = {
  branin: {
    space: { x: { type: 'continuous', min: -5, max: 10 }, y: { type: 'continuous', min: 0, max: 15 } },
    lowest: 0.397887,
    value: ({ x = 0, y = 0 }) =>
      (y - (5.1 / (4 * Math.PI ** 2)) * x * x + (5 / Math.PI) * x - 6) ** 2 +
      10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) +
      10,
  },
  hartmann6: {
    space: Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [name, unit])),
    lowest: -3.32237,
    value: (x) => {
      const values = Object.values(x);
      return -alpha.reduce(
        (sum, weight, i) =>
          sum +
          weight *
            Math.exp(
              -values.reduce(
                (far, value, j) => far + (a[i]?.[j] as number) * (value - 1e-4 * (p[i]?.[j] as number)) ** 2,
                0,
              ),
            ),
        0,
      );
    },
  },
  // Over the logarithms of four: lowest where all are 10.
  logRosenbrock: {
    space: Object.fromEntries(
      ['a', 'b', 'c', 'd'].map((name) => [name, { type: 'log' as const, min: 0.01, max: 100 }]),
    ),
    lowest: 0,
    value: (x) => {
      const u = Object.values(x).map(Math.log10);
      return u.slice(1).reduce((sum, next, i) => {
        const here = u[i] as number;
        return sum + (1 - here) ** 2 + 100 * (next - here * here) ** 2;
      }, 0);
    },
  },
};

/** Over the logarithms of two: a bent valley, hard for kernels along the axes. */
functions.logRosenbrock2 = {
  ...(functions.logRosenbrock as (typeof functions)[string]),
  space: Object.fromEntries(['a', 'b'].map((name) => [name, { type: 'log' as const, min: 0.01, max: 100 }])),
};

function search(method: string, name: string, seed: number, count = 60): number {
  const { space: spec, value } = functions[name] as (typeof functions)[string];
  const space = parseSpace(spec);
  const trials: SweepTrial[] = [];
  for (let number = 0; number < count; number++) {
    const params = samplers.get(method).ask({ space, trials, seed, number }) as TrialParams;
    trials.push({ number, params, state: 'complete', values: [value(params as Numbers)] });
  }
  return Math.min(...trials.map(({ values }) => values?.[0] as number));
}

const middle = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] as number;

it.each(['tpe', 'gp'].flatMap((method) => Object.keys(functions).map((name) => [method, name] as const)))(
  '%s beats random search on %s in at least 16 of 20 seeds',
  (method, name) => {
    const seeds = Array.from({ length: 20 }, (_, i) => 100 + i);
    const began = performance.now();
    const found = seeds.map((seed) => search(method, name, seed));
    const ms = (performance.now() - began) / seeds.length / 60;
    const random = seeds.map((seed) => search('random', name, seed));
    const wins = found.filter((value, i) => value < (random[i] as number)).length;
    const { lowest = 0 } = functions[name] ?? {};
    console.log(
      `${method} ${name}: ${wins} of 20; above the lowest value: ${(middle(found) - lowest).toPrecision(3)} (worst ${(Math.max(...found) - lowest).toPrecision(3)}), random ${(middle(random) - lowest).toPrecision(3)}; ${ms.toFixed(2)} ms a trial`,
    );
    expect(wins).toBeGreaterThanOrEqual(16);
  },
  120_000,
);
