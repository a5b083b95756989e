/** Every convolution kernel against the float64 reference, over a grid of parameter sets, in a few submissions. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outputCount } from '#/core/arch/convGeometry';
import { convForward } from '#/core/reference/convNd';
import { DeviceGuard } from '../device/guard';
import { type GpuHandle, requestDevice } from '../device/requestDevice';
import { planConvNd } from './convNdPlan';
import type { ConvPass } from './convTiles';
import { caseOf, chosen, differingTiles, grid, operands, references } from './fixtures/convCases';
import { describeConv } from './fixtures/convGrid';
import { type GuardedResult, guardedRun } from './fixtures/guardedRun';

const tolerance = 1e-5;
const magnitude = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
/** The largest difference, relative to the largest expected value. */
const difference = (got: ArrayLike<number>, expected: ArrayLike<number>): number =>
  magnitude(Array.from(expected, (value, i) => (got[i] ?? Number.NaN) - value)) / (magnitude(expected) || 1);

let gpu: GpuHandle;
let guard: DeviceGuard;
const results = new Map<string, GuardedResult[]>();
const passes: ConvPass[] = ['forward', 'backwardInput', 'backwardWeights', 'backwardBias'];
const runs = passes.flatMap((pass) =>
  (pass === 'backwardBias' ? (['fast'] as const) : (['naive', 'fast', 'quad'] as const)).map((variant) => ({
    pass,
    variant,
  })),
);

beforeAll(async () => {
  gpu = await requestDevice();
  guard = new DeviceGuard(gpu.device);
  for (const { pass, variant } of runs) {
    results.set(
      `${pass} ${variant}`,
      await guardedRun(
        gpu.device,
        operands.map((o) => caseOf(pass, variant, o)),
      ),
    );
  }
  await guard.settle();
  guard.check();
  // Hundreds of pipelines are compiled.
}, 240_000);

afterAll(() => {
  guard.release();
  gpu.device.destroy();
});

const resultsOf = (pass: ConvPass, variant: 'naive' | 'fast' | 'quad'): GuardedResult[] =>
  results.get(`${pass} ${variant}`) ?? [];

it('covers at least 500 parameter sets of every rank', () => {
  expect(grid.length).toBeGreaterThanOrEqual(500);
  expect(new Set(grid.map((g) => g.inSize.length))).toEqual(new Set([1, 2, 3, 4]));
  expect(new Set(grid.map(describeConv)).size).toBe(grid.length);
});

describe.each(runs)('$pass, $variant', ({ pass, variant }) => {
  it('writes every element and none beyond', () => {
    const wrong = resultsOf(pass, variant).flatMap(({ unwritten, overrun }, i) =>
      unwritten + overrun > 0
        ? [`${unwritten} unwritten, ${overrun} overrun: ${describeConv(grid[i]!)}`]
        : [],
    );
    expect(wrong.slice(0, 10)).toEqual([]);
    expect(resultsOf(pass, variant)).toHaveLength(grid.length);
  });

  it('agrees with the float64 reference', () => {
    const errors = resultsOf(pass, variant).map(({ values }, i) =>
      difference(values, references[pass](operands[i]!)),
    );
    console.log(
      `${pass} ${variant}: worst error ${Math.max(...errors).toExponential(1)} of ${errors.length}`,
    );
    const wrong = errors.flatMap((error, i) =>
      error < tolerance ? [] : [`${error.toExponential(1)}: ${describeConv(grid[i]!)}`],
    );
    expect(wrong.slice(0, 10)).toEqual([]);
  });
});

it.each(['forward', 'backwardInput', 'backwardWeights'] as const)('%s: fast equals naive', (pass) => {
  const naive = resultsOf(pass, 'naive');
  const gaps = resultsOf(pass, 'fast').map(({ values }, i) =>
    difference(values, Float64Array.from(naive[i]!.values)),
  );
  expect(gaps).toHaveLength(grid.length);
  expect(Math.max(...gaps)).toBeLessThan(tolerance);
});

it.each(['naive', 'fast'] as const)('the %s passes are adjoint', (variant) => {
  const gaps = operands.map(({ g, x, w, dy, bias }, i) => {
    const linear = resultsOf('forward', variant)[i]!.values.map(
      (value, j) => value - bias[j % g.outChannels]!,
    );
    const forward = dot(linear, dy);
    const scale = Math.sqrt(dot(linear, linear) * dot(dy, dy)) || 1;
    const dx = resultsOf('backwardInput', variant)[i]!.values;
    const dw = resultsOf('backwardWeights', variant)[i]!.values;
    return Math.max(Math.abs(dot(x, dx) - forward), Math.abs(dot(w, dw) - forward)) / scale;
  });
  console.log(`adjoint ${variant}: worst gap ${Math.max(...gaps).toExponential(1)}`);
  expect(Math.max(...gaps)).toBeLessThan(tolerance);
});

it('fuses the activation', async () => {
  const some = operands.filter((_, i) => i % 12 === 0);
  for (const variant of ['naive', 'fast'] as const) {
    const answers = await guardedRun(
      gpu.device,
      some.map(({ g, x, w, bias }) => ({
        plan: planConvNd('forward', g, chosen('forward', variant, g), { hasBias: true, relu: true }),
        inputs: { x, w, bias },
        output: { name: 'y', elements: outputCount(g) },
      })),
    );
    some.forEach(({ g, x, w, bias }, i) => {
      const expected = convForward(g, x, w, bias).map((value) => Math.max(0, value));
      expect(difference(answers[i]!.values, expected), describeConv(g)).toBeLessThan(tolerance);
    });
  }
});

// All of them: convTiles.long.gpu.test.ts.
it.each(['forward', 'backwardInput', 'backwardWeights'] as const)(
  '%s: every tile gives the same bits',
  async (pass) => {
    const fast = resultsOf(pass, 'fast');
    const differing = await differingTiles(gpu.device, pass, (at) => fast[at]!.values, { mostOfTile: 2 });
    await guard.settle();
    guard.check();
    expect(differing.slice(0, 10)).toEqual([]);
  },
);
