/** What the plots of a search show, against formulas and counting. */
import { expect, it } from 'vitest';
import type { Run } from '../protocol/model';
import type { SweepPlan } from '../protocol/sweep';
import { bestSoFar } from './bestSoFar';
import { edfOf } from './edf';
import { hypervolumeCourse } from './hypervolumeCourse';
import { growForest, marginalAt } from './importance/fanova';
import { marginalOverPair } from './importance/landscape';
import { lanesOf } from './lanes';
import { withOneObjective } from './oneObjective';
import { ranked, type Trial } from './trials';

const trial = (number: number, values: number[], state: Trial['state'] = 'complete'): Trial => ({
  number,
  params: {},
  state,
  values,
  reported: [0.5],
  epochs: 1,
  runs: [] as Run[],
});
const objectives: SweepPlan['objectives'] = [
  { metric: 'valAccuracy', better: 'higher' },
  { metric: 'modelBytes', better: 'lower' },
];

it('the hypervolume of a front grows with what it covers, against the squares counted', () => {
  const values = [
    [0.5, 100],
    [0.9, 200],
    [0.7, 150],
    [0.6, 180],
    [0.8, 120],
  ];
  const trials = values.map((one, number) => trial(number, one));
  const course = hypervolumeCourse({ objectives }, [...trials, trial(9, [0.99], 'pruned')]);
  const counted = (count: number) => {
    const cells = 120;
    let within = 0;
    for (let x = 0; x < cells; x++)
      for (let y = 0; y < cells; y++) {
        const [a, b] = [0.5 + ((x + 0.5) / cells) * 0.4, 100 + ((y + 0.5) / cells) * 100];
        if (values.slice(0, count).some(([accuracy = 0, bytes = 0]) => accuracy >= a && bytes <= b)) within++;
      }
    return within / cells ** 2;
  };
  expect(course.map(({ number }) => number)).toEqual([0, 1, 2, 3, 4]);
  for (const [at, { share }] of course.entries()) expect(share).toBeCloseTo(counted(at + 1), 1.5);
});

it('a landscape is the mean over the other parameters: its rows average to the marginal of one', () => {
  const points = Array.from({ length: 60 }, (_, i) => [((i * 7) % 60) / 60, ((i * 11) % 60) / 60, i / 60]);
  const values = points.map(([a = 0, b = 0, c = 0]) => a * a + 2 * a * b + 0.1 * c);
  const forest = growForest(points, values, 3);
  const cells = 80;
  const rows = marginalOverPair(forest, [0, 1], cells);
  for (const x of [3, 33, 79]) {
    const mean = rows.reduce((sum, row) => sum + (row[x] as number), 0) / cells;
    expect(mean).toBeCloseTo(marginalAt(forest, 0, (x + 0.5) / cells), 2);
  }
});

it('of several objectives one is shown alone; pruned trials have a figure of the first only', () => {
  const plan = { objectives, space: {} } as unknown as SweepPlan;
  const trials = [trial(0, [0.9, 50]), trial(1, [0.4], 'pruned')];
  expect(withOneObjective(plan, trials, 0).trials.map(({ values }) => values)).toEqual([[0.9], [0.4]]);
  const second = withOneObjective(plan, trials, 1);
  expect(second.plan.objectives).toEqual([objectives[1]]);
  expect(second.trials.map(({ values, reported }) => [values, reported])).toEqual([
    [[50], []],
    [undefined, []],
  ]);
});

it('the best so far is what was better than all before; pruned trials do not count', () => {
  const trials = [trial(0, [0.5]), trial(1, [0.9], 'pruned'), trial(2, [0.4]), trial(3, [0.7])];
  expect(bestSoFar({ metric: 'valAccuracy', better: 'higher' }, trials)).toEqual([
    { number: 0, value: 0.5 },
    { number: 3, value: 0.7 },
  ]);
  expect(bestSoFar({ metric: 'valLoss', better: 'lower' }, trials).map(({ number }) => number)).toEqual([
    0, 2,
  ]);
});

it('spans of time take as few rows as they overlap', () => {
  const spans = [
    { from: 0, to: 4 },
    { from: 1, to: 2 },
    { from: 2, to: 6 },
    { from: 5, to: 7 },
  ];
  expect(lanesOf(spans)).toEqual({ lane: [0, 1, 1, 0], lanes: 2 });
});

it('the distribution of trials and their ranks are what counting gives', () => {
  const values = Array.from({ length: 40 }, (_, i) => ((i * 17) % 13) / 13);
  const trials = [...values.map((value, number) => trial(number, [value])), trial(40, [0], 'pruned')];
  for (const { number, value, share } of edfOf(trials)) {
    expect(value).toBe(values[number]);
    expect(share).toBe(values.filter((one) => one <= value).length / 40);
  }
  const order = ranked({ objectives: [{ metric: 'valAccuracy', better: 'higher' }] }, trials);
  for (const [at, { number }] of order.entries()) {
    const mine = values[number] as number;
    const before = values.filter((one, other) => one > mine || (one === mine && other < number)).length;
    expect(at).toBe(before);
  }
});
