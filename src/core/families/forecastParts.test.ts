/** What a forecast by N-BEATS sums from, as tfjs-core computes it with weights drawn at random. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, expect, it } from 'vitest';
import { compileForward } from '../arch/compileForward';
import { weightSpecs } from '../arch/shapes';
import { sizeOf } from '../arch/sizeOf';
import { normals } from '../random/random';
import { buildArch } from './buildArch';
import { partedForecast } from './forecastParts';
import { families } from './registry';

beforeAll(async () => void (await tf.setBackend('cpu')));

const rows = 3;

async function partsOf(
  inputShape: number[],
  outputWidth: number,
  params: Record<string, unknown>,
  levels?: number,
) {
  const task = levels ? 'quantileForecast' : 'forecast';
  const arch = buildArch(families.get('nbeats'), { inputShape, outputWidth, task, levels }, params);
  const parted = partedForecast(arch);
  if (!parted) throw new Error('no parts');
  const weights = new Map(
    weightSpecs(arch).map(({ name, shape }) => {
      const values = normals(1, name, 0, sizeOf(shape)).map((value) => 0.3 * value);
      return [name, tf.tensor(values, shape)];
    }),
  );
  const input = tf.tensor(normals(2, 'input', 0, rows * sizeOf(inputShape)), [rows, ...inputShape]);
  const seen = new Map<string, Float32Array>();
  const values = (tensor: tf.Tensor) => tensor.data() as Promise<Float32Array>;
  const waiting: Promise<unknown>[] = [];
  const kept = new Set([parted.start, parted.output, ...parted.parts.map(({ node }) => node)]);
  const observe = (id: string, output: tf.Tensor) => {
    if (kept.has(id)) waiting.push(values(output).then((found) => seen.set(id, found)));
  };
  const [output] = compileForward(parted.arch, tf)([input], weights, { training: false, observe });
  const [whole] = compileForward(arch, tf)([input], weights, { training: false });
  await Promise.all(waiting);
  expect(await values(output as tf.Tensor)).toEqual(await values(whole as tf.Tensor));
  return {
    output: seen.get(parted.output) as Float32Array,
    start: seen.get(parted.start) as Float32Array,
    parts: Object.fromEntries(parted.parts.map(({ part, node }) => [part, seen.get(node) as Float32Array])),
  };
}

it.each([
  [[24, 1], 12, {}, undefined, ['trend', 'seasonality', 'rest']],
  [
    [8, 2],
    6,
    { blocks: 2, stacks: ['generic', 'trend'], scaled: true, units: 8 },
    undefined,
    ['trend', 'rest'],
  ],
  [[9, 2], 30, { units: 8, blocks: 2, scaled: true }, 3, ['trend', 'seasonality', 'rest']],
] as const)('of %j to %i, %j: the parts sum to the forecast', async (shape, width, params, levels, names) => {
  const { output, start, parts } = await partsOf([...shape], width, { ...params }, levels);
  expect(Object.keys(parts)).toEqual(names);
  expect(output).toHaveLength(rows * width);
  const each = width / (levels ?? 1);
  for (const [i, value] of output.entries()) {
    // Quantiles in their order are made of that sum; it is their median.
    if (levels && Math.floor((i % width) / each) !== (levels - 1) / 2) continue;
    const sum = Object.values(parts).reduce((all, part) => all + (part[i] as number), start[i] as number);
    expect(sum).toBeCloseTo(value, 4);
  }
});

it('a trend is a curve of its degree, and a season sums to nothing over whole waves', async () => {
  const [horizon, degree] = [12, 2];
  const { parts } = await partsOf([24, 1], horizon, { degree });
  const { trend = new Float32Array(), seasonality = new Float32Array() } = parts;
  for (let row = 0; row < rows; row++) {
    let differences = [...trend.subarray(row * horizon, (row + 1) * horizon)];
    for (let order = 0; order <= degree; order++)
      differences = differences.slice(1).map((value, i) => value - (differences[i] as number));
    for (const value of differences) expect(value).toBeCloseTo(0, 4);
    const season = seasonality.subarray(row * horizon, (row + 1) * horizon);
    expect(season.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 4);
    expect(Math.max(...season.map(Math.abs))).toBeGreaterThan(0.01);
  }
});

it('other networks and other answers have no parts', () => {
  const input = { inputShape: [24, 1], outputWidth: 12, task: 'forecast' } as const;
  expect(
    partedForecast(buildArch(families.get('mlp'), { ...input, inputShape: [24, 1] }, {})),
  ).toBeUndefined();
  const number = { inputShape: [24, 1], outputWidth: 1, task: 'regression' as const };
  expect(partedForecast(buildArch(families.get('nbeats'), number, {}))).toBeUndefined();
});
