/** Spaces, samplers, pruners and what is learnt of a sweep, against formulas and brute force. */
import { describe, expect, it } from 'vitest';
import { families } from '../families/registry';
import type { SpaceSpec, TrialParams } from '../protocol/sweep';
import { trainConfig } from '../protocol/train';
import { uniforms } from '../random/random';
import { growForest, importances, marginalAt } from './importance/fanova';
import { hypervolume, paretoFront, paretoRanks } from './pareto';
import { normalCdf, normalQuantile } from './normal';
import { rungsOf } from './pruners/asha';
import { bracketOf } from './pruners/hyperband';
import { pruners } from './pruners/registry';
import { proposeSpace } from './proposeSpace';
import { countPoints, pointsOf } from './samplers/grid';
import { nthPrime, radicalInverse } from './samplers/halton';
import { samplers } from './samplers/registry';
import type { SweepTrial } from './samplers/samplerDef';
import { checkSearched } from './searchedSettings';
import { fromUnit, isActive, keepsConstraints, parseSpace, toUnit } from './space';

const mlp = families.get('mlp');

const mixed: SpaceSpec = {
  rate: { type: 'log', min: 1e-4, max: 0.1 },
  width: { type: 'integer', min: 1, max: 256, log: true },
  layers: { type: 'integer', min: 2, max: 10, step: 4 },
  kernels: {
    type: 'categorical',
    values: [
      [3, 3],
      [5, 5],
    ],
  },
  optimizer: { type: 'categorical', values: ['sgd', 'adam'] },
  beta: { type: 'continuous', min: 0.5, max: 0.9, when: { optimizer: ['adam'] } },
};

describe('spaces', () => {
  it.each([
    [{}, 'space', 'empty'],
    [{ rate: { type: 'log', min: 0, max: 1 } }, 'space.rate', '0 has no logarithm'],
    [{ rate: { type: 'continuous', min: 2, max: 1 } }, 'space.rate', 'above its highest'],
    [{ rate: { type: 'continuous', min: Number.NaN, max: 1 } }, 'space.rate', 'min'],
    [{ rate: { type: 'normal' } }, 'space.rate', 'type'],
    [{ a: { type: 'categorical', values: [1, 1] } }, 'space.a', 'listed twice'],
    [{ a: { type: 'continuous', min: 0, max: 1, when: { b: [1] } } }, 'space.a', '"b"'],
  ])('%o is refused by name', (space, place, message) => {
    expect(() => parseSpace(space)).toThrowError(
      expect.objectContaining({ code: 'badInput', place, message: expect.stringContaining(message) }),
    );
  });

  it('refuses what is no setting of the family, what it cannot be, and what may not be searched', () => {
    const ends = { type: 'continuous', min: 0, max: 2 } as const;
    const refusal = (name: string) =>
      expect.objectContaining({ place: `space.${name}`, hint: expect.any(String) });
    expect(() => checkSearched(mlp, { droput: ends })).toThrowError(
      expect.objectContaining({ place: 'space.droput', hint: 'Did you mean dropout?' }),
    );
    expect(() => checkSearched(mlp, { dropout: ends })).toThrowError(refusal('dropout'));
    expect(() => checkSearched(mlp, { validationSplit: ends })).toThrowError(refusal('validationSplit'));
    expect(() => checkSearched(families.get('knn'), { learningRate: ends })).toThrowError(
      refusal('learningRate'),
    );
    expect(Object.keys(checkSearched(mlp, { dropout: { ...ends, max: 0.5 } }))).toEqual(['mlp.dropout']);
  });

  it('gives every value its place, and takes it back from there', () => {
    for (const { name, spec } of parseSpace(mixed).params)
      for (let i = 0; i <= 20; i++) {
        const value = fromUnit(spec, i / 20);
        const again = fromUnit(spec, toUnit(spec, value) as number);
        if (typeof value === 'number') expect(again, name).toBeCloseTo(value, 10);
        else expect(again, name).toEqual(value);
      }
    expect(pointsOf(parseSpace({ layers: mixed.layers as never })).map(({ layers }) => layers)).toEqual([
      2, 6, 10,
    ]);
  });

  it('knows constraints, and names what is wrong in one', () => {
    const space = {
      a: { type: 'integer', min: 1, max: 3 },
      'mlp.b': { type: 'integer', min: 1, max: 3 },
    } as const;
    const { constraints } = parseSpace(space, ['a * mlp.b <= 4']);
    expect(constraints[0]?.holds({ a: 2, 'mlp.b': 2 })).toBe(true);
    expect(constraints[0]?.holds({ a: 2, 'mlp.b': 3 })).toBe(false);
    expect(pointsOf(parseSpace(space, ['a * mlp.b <= 4']))).toHaveLength(3 + 2 + 1);
    for (const text of ['a + ', 'a + 1', 'c < 1', 'max(a, 1) < 2'])
      expect(() => parseSpace(space, [text])).toThrowError(expect.objectContaining({ place: 'constraints' }));
  });

  it('proposes a space for every family whose standard settings lie in it, or none', () => {
    for (const family of families.all) {
      const config = trainConfig.parse(family.defaults({ rows: 1000, width: 4, task: 'classification' }));
      const space = proposeSpace(family, config, {});
      if (Object.keys(space).length > 0)
        expect(Object.keys(checkSearched(family, space, config)).length).toBeGreaterThan(0);
    }
    expect(Object.keys(proposeSpace(mlp, trainConfig.parse({}), {}))).toEqual([
      'learningRate',
      'batchSize',
      'mlp.hiddenLayers',
      'mlp.normalization',
      'mlp.dropout',
    ]);
  });
});

describe('samplers', () => {
  const space = parseSpace(mixed, ['width * layers <= 512']);
  const trialsOf = (method: string, count: number, seed = 3): SweepTrial[] => {
    const trials: SweepTrial[] = [];
    for (let number = 0; number < count; number++) {
      const params = samplers.get(method).ask({ space, trials, seed, number }) as TrialParams;
      const rate = Math.log10(params.rate as number);
      trials.push(
        number % 7 === 3
          ? { number, params, state: 'failed' }
          : {
              number,
              params,
              state: 'complete',
              values: [(rate + 2) ** 2 + (params.optimizer === 'adam' ? 0 : 1)],
            },
      );
    }
    return trials;
  };

  it.each(samplers.all.filter(({ total }) => !total).map(({ type }) => type))(
    '%s: asks within the space, for the same again, for others with another seed',
    (method) => {
      const trials = trialsOf(method, 16);
      for (const { params } of trials) {
        expect(keepsConstraints(space, params)).toBe(true);
        for (const param of space.params)
          expect(toUnit(param.spec, params[param.name]) !== undefined).toBe(isActive(param, params));
      }
      // As after a reload: of the same past the same is asked.
      const { number, params } = trials[13] as SweepTrial;
      expect(samplers.get(method).ask({ space, trials: trials.slice(0, 13), seed: 3, number })).toEqual(
        params,
      );
      expect(trialsOf(method, 3, 4)).not.toEqual(trials.slice(0, 3));
    },
  );

  it('takes every point of a grid once, counts without listing, and refuses what cannot be listed', () => {
    const small = parseSpace({
      optimizer: mixed.optimizer as never,
      kernels: mixed.kernels as never,
      beta: { ...mixed.beta, levels: 3 } as never,
    });
    expect(countPoints(small)).toBe(2 * 1 + 2 * 3);
    const points = Array.from({ length: 8 }, (_, number) =>
      samplers.get('grid').ask({ space: small, trials: [], seed: 0, number }),
    );
    expect(new Set(points.map((point) => JSON.stringify(point))).size).toBe(8);
    expect(samplers.get('grid').ask({ space: small, trials: [], seed: 0, number: 8 })).toBeUndefined();
    const huge = parseSpace(
      Object.fromEntries(
        Array.from({ length: 9 }, (_, i) => [`p${i}`, { type: 'continuous', min: 0, max: 1, levels: 10 }]),
      ),
    );
    expect(countPoints(huge)).toBe(1e9);
    expect(() => samplers.get('grid').total?.(huge)).toThrowError(
      expect.objectContaining({ code: 'badInput', hint: expect.stringContaining('TPE') }),
    );
  });

  it('mirrors digits at the point', () => {
    expect([1, 2, 3, 4, 5].map((n) => radicalInverse(n, 2))).toEqual([1 / 2, 1 / 4, 3 / 4, 1 / 8, 5 / 8]);
    expect(radicalInverse(11, 3)).toBeCloseTo(2 / 3 + 0 / 9 + 1 / 27, 14);
    expect([0, 1, 2, 3, 9].map(nthPrime)).toEqual([2, 3, 5, 7, 29]);
  });

  it('knows the normal distribution', () => {
    // Abramowitz and Stegun, table 26.1.
    expect(normalCdf(1)).toBeCloseTo(0.841344746068543, 14);
    expect(normalCdf(-3.5)).toBeCloseTo(2.32629079035525e-4, 16);
    for (const p of [1e-8, 0.01, 0.3, 0.5, 0.97]) expect(normalCdf(normalQuantile(p)) / p).toBeCloseTo(1, 8);
  });
});

describe('several objectives', () => {
  const points = [
    [1, 5],
    [2, 3],
    [4, 1],
    [3, 4],
    [5, 5],
  ];

  it('finds who is beaten by none', () => {
    expect(paretoFront(points)).toEqual([0, 1, 2]);
    expect(paretoRanks(points)).toEqual([0, 0, 0, 1, 2]);
  });

  it('measures what a front covers as counting does', () => {
    // Of the plane by hand: 1 x 1 + 2 x 3 + 2 x 5.
    expect(hypervolume(points, [6, 6])).toBe(1 + 6 + 2 * 5);
    const cloud = Array.from({ length: 8 }, (_, i) =>
      [...uniforms(1, 'cloud', i, 3)].map((u) => Math.floor(u * 6)),
    );
    let cells = 0;
    for (let x = 0; x < 6; x++)
      for (let y = 0; y < 6; y++)
        for (let z = 0; z < 6; z++)
          if (cloud.some(([a = 0, b = 0, c = 0]) => a <= x && b <= y && c <= z)) cells++;
    expect(hypervolume(cloud, [6, 6, 6])).toBeCloseTo(cells, 10);
  });
});

describe('pruners', () => {
  const asked = (reported: number[], others: number[][], epochs = 27) => ({
    trial: { number: 0, reported },
    others: others.map((course, at) => ({ number: at + 1, reported: course })),
    epochs,
    trials: 20,
    seed: 1,
  });

  it('lets the best third of a rung go on', () => {
    expect(rungsOf(81)).toEqual([3, 9, 27]);
    const { prune } = pruners.get('asha');
    const others = [1, 2, 3, 4, 5].map((value) => [value]);
    expect(prune(asked([2], others))).toBeUndefined();
    expect(prune(asked([2.5], others))).toContain('best 2 of 6 at epoch 1');
    expect(
      prune(
        asked(
          [9, 9],
          others.map((course) => [...course, 1]),
        ),
      ),
    ).toBeUndefined();
  });

  it('stops what is worse than half of the others', () => {
    const { prune } = pruners.get('median');
    const others = [1, 2, 3, 4, 5].map((value) => [9, 9, value]);
    expect(prune(asked([9, 9, 3], others))).toBeUndefined();
    expect(prune(asked([9, 9, 3.1], others))).toContain('half of 5');
    expect(prune(asked([9, 2, 3.1], others))).toBeUndefined();
    expect(prune(asked([9, 9, 9], others.slice(1)))).toBeUndefined();
  });

  it('deals trials to brackets, most to the strictest', () => {
    const counts = [0, 0, 0, 0];
    for (let number = 0; number < 400; number++) counts[bracketOf(number, 81, 5)]!++;
    expect(counts[0]).toBeGreaterThan(counts[2] as number);
    expect(counts[2]).toBeGreaterThan(10);
  });
});

it('fANOVA is what averaging over a whole small space gives', () => {
  // Places in the middle of cells, so that splits fall on their ends: a lattice of 8 x 8 x 4.
  const cells = [8, 8, 4];
  const at = (i: number, d: number) => (i + 0.5) / (cells[d] as number);
  const points: number[][] = [];
  for (let i = 0; i < 8; i++)
    for (let j = 0; j < 8; j++) for (let k = 0; k < 4; k++) points.push([at(i, 0), at(j, 1), at(k, 2)]);
  const values = points.map(([x = 0, y = 0, z = 0]) => 3 * x + Math.sin(5 * y) + x * y + 0.2 * z);
  const forest = growForest(points, values, 2).slice(0, 3);
  const shares = importances(forest, 3);
  const brute = [0, 0, 0];
  for (const leaves of forest) {
    // Splits of a bootstrap may lie between cells: a lattice of all ends is exact.
    const ends = [0, 1, 2].map((d) =>
      [...new Set(leaves.flatMap(({ low, high }) => [low[d] as number, high[d] as number]))].sort(
        (a, b) => a - b,
      ),
    );
    const boxes: { middle: number[]; weight: number; part: number[] }[] = [];
    const [xs, ys, zs] = ends as [number[], number[], number[]];
    for (let i = 1; i < xs.length; i++)
      for (let j = 1; j < ys.length; j++)
        for (let k = 1; k < zs.length; k++) {
          const sides = [
            [xs, i],
            [ys, j],
            [zs, k],
          ] as const;
          boxes.push({
            middle: sides.map(([list, n]) => ((list[n] as number) + (list[n - 1] as number)) / 2),
            weight: sides.reduce(
              (product, [list, n]) => product * ((list[n] as number) - (list[n - 1] as number)),
              1,
            ),
            part: [i, j, k],
          });
        }
    const predict = (middle: number[]) =>
      leaves.find(({ low, high }) =>
        middle.every((m, d) => m >= (low[d] as number) && m < (high[d] as number)),
      )?.value as number;
    const predicted = boxes.map(({ middle }) => predict(middle));
    const mean = boxes.reduce((sum, { weight }, b) => sum + weight * (predicted[b] as number), 0);
    const whole = boxes.reduce(
      (sum, { weight }, b) => sum + weight * ((predicted[b] as number) - mean) ** 2,
      0,
    );
    for (let d = 0; d < 3; d++) {
      const byPart = new Map<number, [number, number]>();
      for (const [b, { weight, part }] of boxes.entries()) {
        const [sum, total] = byPart.get(part[d] as number) ?? [0, 0];
        byPart.set(part[d] as number, [sum + weight * (predicted[b] as number), total + weight]);
      }
      const own = [...byPart.values()].reduce(
        (sum, [total, weight]) => sum + weight * (total / weight - mean) ** 2,
        0,
      );
      brute[d] = (brute[d] as number) + own / whole / forest.length;
    }
  }
  for (let d = 0; d < 3; d++) expect(shares[d]).toBeCloseTo(brute[d] as number, 10);
  expect(shares[0]).toBeGreaterThan(shares[2] as number);
  expect(marginalAt(forest, 0, 0.95)).toBeGreaterThan(marginalAt(forest, 0, 0.05));
});
