import { expect, test } from 'vitest';
import type { TrainEvent } from '#/core/protocol/train';
import { summarizeInput } from '../commandLog';
import { metricSeries } from '../metricSeries';
import { nameOfFile } from '../jobs/submitImport';
import { countRequest, leavesOrigin, privacyStore } from './privacy';
import { seriesOfPoints } from '#/core/logged/series';
import { applyEvent, createTrainBus, emptyStream, runStream, streamOfSeries } from './runStreams';
import { thinLosses } from './thinLosses';

const origin = 'https://studio.example';

test('only requests to another origin count as leaving', () => {
  for (const url of ['/a.js', `${origin}/b.wasm`, 'blob:https://studio.example/1', 'data:text/plain,x', ''])
    expect(leavesOrigin(url, origin), url).toBe(false);
  expect(leavesOrigin('wss://studio.example/socket', origin)).toBe(false);
  for (const url of ['https://elsewhere.example/x', 'http://studio.example/', 'wss://elsewhere.example/'])
    expect(leavesOrigin(url, origin), url).toBe(true);
});

test('what the policy stopped is counted apart: nothing was sent', () => {
  privacyStore.setState(privacyStore.getInitialState(), true);
  countRequest('https://elsewhere.example/x', origin, true, 1);
  countRequest(`${origin}/own.js`, origin, false, 2);
  expect(privacyStore.getState()).toMatchObject({ outbound: 0, blocked: 1 });
  countRequest('https://elsewhere.example/y', origin, false, 3);
  expect(privacyStore.getState()).toMatchObject({ outbound: 1, blocked: 1 });
  expect(privacyStore.getState().recent.map(({ url }) => url)).toEqual([
    'https://elsewhere.example/y',
    'https://elsewhere.example/x',
  ]);
});

const steps = (firstStep: number, losses: number[]): TrainEvent => ({
  kind: 'steps',
  epoch: 1,
  epochs: 2,
  step: firstStep + losses.length - 1,
  totalSteps: 100,
  losses,
  firstStep,
  learningRate: 0.1,
  samplesPerSecond: 10,
});

test('a resumed run says some steps again: each step is kept once, as said last', () => {
  let stream = applyEvent(emptyStream, steps(1, [5, 4, 3]));
  stream = applyEvent(stream, steps(3, [2, 1]));
  expect(stream.losses).toEqual([
    { step: 1, value: 5 },
    { step: 2, value: 4 },
    { step: 3, value: 2 },
    { step: 4, value: 1 },
  ]);
});

const histogram = { name: 'a/kernel', of: 'weights' as const, lowest: -1, highest: 1, counts: [1, 2] };

test('figures and histograms follow the same rule, and stored ones make the same stream', () => {
  const withFigures = (firstStep: number, ...values: number[]): TrainEvent => ({
    ...(steps(firstStep, values) as Extract<TrainEvent, { kind: 'steps' }>),
    figures: values.map((value, i) => ({ name: 'gradientNorm', step: firstStep + i, value })),
  });
  const epoch = (number: number, lowest: number): TrainEvent => ({
    kind: 'epoch',
    epoch: number,
    epochs: 2,
    step: 2 * number,
    metrics: {},
    best: false,
    histograms: [{ ...histogram, lowest }],
  });
  const events = [
    withFigures(1, 5, 4),
    epoch(1, -1),
    withFigures(3, 9, 9),
    epoch(2, -9),
    withFigures(3, 3, 2),
    epoch(2, -2),
  ];
  const stream = events.reduce(applyEvent, emptyStream);
  expect(stream.figures.gradientNorm?.map(({ value }) => value)).toEqual([5, 4, 3, 2]);
  expect(stream.histograms.map(({ lowest, epoch, step }) => [lowest, epoch, step])).toEqual([
    [-1, 1, 2],
    [-2, 2, 4],
  ]);
  const points = [point('gradientNorm', 2, 1, 4), point('gradientNorm', 1, 1, 5), point('valLoss', 2, 1, 7)];
  const stored = streamOfSeries(seriesOfPoints(points));
  expect(stored.figures).toEqual({
    gradientNorm: [
      { step: 1, value: 5 },
      { step: 2, value: 4 },
    ],
  });
  expect(stored.epochs).toEqual([{ epoch: 1, step: 2, metrics: { valLoss: 7 } }]);
});

test('a long curve stays short, keeps its ends and its spikes, early ones too', () => {
  const curve = Array.from({ length: 50_000 }, (_, i) => ({
    step: i + 1,
    value: i === 700 ? 99 : 1 / (i + 1),
  }));
  const maxLosses = 2000;
  let thin: typeof curve = [];
  for (let i = 0; i < curve.length; i += 500)
    thin = thinLosses([...thin, ...curve.slice(i, i + 500)], maxLosses);
  expect(thin.length).toBeLessThanOrEqual(maxLosses);
  expect(thin[0]).toEqual(curve[0]);
  expect(thin.at(-1)).toEqual(curve.at(-1));
  expect(thin.some(({ value }) => value === 99)).toBe(true);
  expect(thin.filter(({ step }) => step < 25_000).length).toBeGreaterThan(maxLosses / 4);
  expect(thin.every(({ step }, i) => i === 0 || step > (thin[i - 1]?.step ?? 0))).toBe(true);
});

const point = (name: string, step: number, epoch: number, value: number) => ({
  runId: 'r',
  name,
  step,
  epoch,
  timestamp: step,
  value,
});

test('stored metrics make the same stream and the arrays of runs.metrics', () => {
  const points = [
    point('batchLoss', 1, 1, 3),
    point('batchLoss', 2, 1, 2),
    point('trainLoss', 2, 1, 2.5),
    point('valLoss', 2, 1, 2.6),
    point('valLoss', 4, 2, 1.6),
    point('trainLoss', 4, 2, 1.5),
  ];
  const stream = streamOfSeries(seriesOfPoints(points));
  expect(stream.losses).toEqual([
    { step: 1, value: 3 },
    { step: 2, value: 2 },
  ]);
  expect(stream.epochs[1]).toEqual({ epoch: 2, step: 4, metrics: { valLoss: 1.6, trainLoss: 1.5 } });
  expect(metricSeries(seriesOfPoints(points))).toMatchObject({
    epochs: [1, 2],
    trainLoss: [2.5, 1.5],
    valLoss: [2.6, 1.6],
  });
});

test('the log never holds cells', () => {
  const summary = summarizeInput({
    files: [new File(['secret'], 'a.csv')],
    rows: [{ name: 'secret' }],
    note: 'x'.repeat(500),
  });
  expect(summary).toEqual({
    files: [{ name: 'a.csv', size: 6 }],
    rows: '1 rows',
    note: `${'x'.repeat(200)}…`,
  });
  expect(JSON.stringify(summary)).not.toContain('secret');
});

test('datasets are named after their file', () => {
  expect(nameOfFile('iris.csv')).toBe('iris');
  expect(nameOfFile('my.data.jsonl.gz')).toBe('my.data');
  expect(nameOfFile('sub-01.nii.gz')).toBe('sub-01');
  expect(nameOfFile('era.v2.nc')).toBe('era.v2');
  expect(nameOfFile('.csv')).toBe('.csv');
});

test('draws the epochs of a quick training together, and all of them', () => {
  const bus = createTrainBus('quick');
  const store = runStream('quick run');
  let drawn = 0;
  store.subscribe(() => drawn++);
  for (let epoch = 1; epoch <= 500; epoch++)
    bus.publish('quick run', {
      kind: 'epoch',
      epoch,
      epochs: 500,
      step: epoch * 4,
      metrics: { valLoss: 1 / epoch },
      best: true,
    });
  expect(drawn).toBe(0);
  bus.publish('quick run', {
    kind: 'done',
    modelVersionId: 'v',
    metrics: {},
    stoppedEarly: false,
    bestEpoch: 500,
  });
  expect(drawn).toBe(1);
  expect(store.getState().epochs.map(({ epoch }) => epoch)).toEqual(
    Array.from({ length: 500 }, (_, i) => i + 1),
  );
  bus.close();
});

test('streams nobody looks at are forgotten but the last few; what is watched stays', () => {
  const bus = createTrainBus('many');
  const say = (run: string) => bus.publish(run, steps(1, [3, 2, 1]));
  const watched = runStream('watched');
  const unwatch = watched.subscribe(() => {});
  const early = runStream('early');
  say('watched');
  say('early');
  const sweep = (from: number) => {
    for (let i = from; i < from + 20; i++) say(`trial ${i}`);
  };
  sweep(0);
  expect(runStream('watched')).toBe(watched);
  expect(runStream('trial 19').getState().losses).toHaveLength(3);
  expect(runStream('early')).not.toBe(early);
  // Forgotten, then watched: taken back as it was, and told of what happens.
  const late = runStream('late');
  sweep(20);
  let heard = 0;
  const unheard = late.subscribe(() => heard++);
  say('late');
  expect(heard).toBe(1);
  expect(runStream('late')).toBe(late);
  unheard();
  unwatch();
  unwatch();
  sweep(40);
  expect(runStream('watched')).not.toBe(watched);
  bus.close();
});
