import { expect, it } from 'vitest';
import type { FittedGrid } from './fittedGrid';
import type { GridSchema } from './gridSchema';
import { pickSamples } from './pickSamples';
import { requireFittingGrid } from './requireFittingGrid';

const fitted: FittedGrid = {
  channels: [
    { name: 'u', unit: 'm/s', mean: 0, std: 1 },
    { name: 'v', mean: 0, std: 1 },
  ],
  size: [4, 8, 8, 1],
  horizon: 1,
};
const channel = (name: string, unit?: string) => ({
  name,
  unit,
  min: 0,
  max: 1,
  mean: 0,
  std: 1,
  missing: 0,
});
const gridOf = (changed: Partial<GridSchema> = {}): GridSchema => ({
  recordings: 2,
  axes: { time: { size: 20 }, x: { size: 8 }, y: { size: 8 }, z: { size: 1 } },
  channels: [channel('v', 'm'), channel('w'), channel('u', 'm/s')],
  chunks: [],
  windowing: { length: 4, stride: 1, horizon: 0 },
  ...changed,
});
const names = { model: 'Flow v2', dataset: 'Tuesday' };
const refused = (grid: GridSchema | undefined) => {
  try {
    requireFittingGrid(fitted, grid, names);
  } catch (thrown) {
    return thrown as { message: string; code: string; hint: string };
  }
  return undefined;
};

it('takes other channels beside, another order and an unknown unit', () => {
  expect(refused(gridOf())).toBeUndefined();
});

it('names what the model takes and what the dataset has', () => {
  expect(refused(undefined)?.message).toBe('Flow v2 takes fields over time and space; Tuesday is a table.');
  expect(refused(gridOf({ channels: [channel('u', 'm/s'), channel('q')] }))).toMatchObject({
    code: 'badInput',
    message: 'Flow v2 takes the channels “u”, “v”; Tuesday has “u”, “q”.',
  });
  expect(refused(gridOf({ channels: [channel('u', 'km/h'), channel('v')] }))?.message).toBe(
    'Flow v2 takes u in m/s; Tuesday has it in km/h.',
  );
  const longer = { length: 6, stride: 1, horizon: 0, patch: { size: [4, 8, 1], stride: [4, 8, 1] } } as const;
  expect(
    refused(gridOf({ windowing: { ...longer, patch: { size: [4, 8, 1], stride: [4, 8, 1] } } })),
  ).toMatchObject({
    message: 'Flow v2 takes samples of 4 times of 8 × 8 × 1; those of Tuesday are 6 times of 4 × 8 × 1.',
    hint: expect.stringContaining('Change samples'),
  });
});

it('picks the samples whose whole window lies in the part', () => {
  const places = { recording: Float64Array.of(0, 0, 0, 1, 1, 1), start: Float64Array.of(0, 2, 4, 0, 2, 4) };
  expect([...pickSamples(places, 3, {})]).toEqual([0, 1, 2, 3, 4, 5]);
  expect([...pickSamples(places, 3, { recordings: [1, 1] })]).toEqual([3, 4, 5]);
  expect([...pickSamples(places, 3, { times: [1, 5] })]).toEqual([1, 4]);
  expect([...pickSamples(places, 3, { recordings: [0, 1], times: [2, 2] })]).toEqual([]);
});
