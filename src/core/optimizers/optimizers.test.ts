import '@tensorflow/tfjs'; // registers every gradient and the CPU backend
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import fixture from '../../../test/fixtures/torchOptimizers.json';
import { type OptimizerDef, slotsOf } from './optimizerDef';
import { optimizers } from './registry';

interface State {
  weight: Float32Array;
  slots: Map<string, Float32Array>;
}
interface Setting {
  optimizer: OptimizerDef;
  params: unknown;
  learningRate?: number;
  decay?: boolean;
  shape?: number[];
  gradient(weight: ArrayLike<number>): Float32Array;
}

const fresh = ({ optimizer, params }: Setting, start: readonly number[]): State => ({
  weight: Float32Array.from(start),
  slots: new Map(slotsOf(optimizer, params).map((name) => [name, new Float32Array(start.length)])),
});

async function advance(setting: Setting, state: State, step: number): Promise<State> {
  const { optimizer, params, learningRate = 0.05, decay = true, shape } = setting;
  const result = tf.tidy(() =>
    optimizer.update(
      tf,
      {
        weight: tf.tensor(state.weight),
        gradient: tf.tensor(setting.gradient(state.weight)),
        slots: Object.fromEntries([...state.slots].map(([name, data]) => [name, tf.tensor(data)])),
        learningRate,
        step,
        decay,
        shape,
      },
      params,
    ),
  );
  expect(Object.keys(result.slots).sort()).toEqual([...state.slots.keys()].sort());
  const slots = new Map<string, Float32Array>();
  for (const [name, tensor] of Object.entries(result.slots)) {
    expect(tensor.shape).toEqual([state.weight.length]);
    slots.set(name, (await tensor.data()) as Float32Array);
  }
  return { weight: (await result.weight.data()) as Float32Array, slots };
}

async function run(setting: Setting, state: State, from: number, to: number): Promise<State> {
  let current = state;
  for (let step = from; step <= to; step++) current = await advance(setting, current, step);
  return current;
}

const bowl = [2, -0.5, 0.5, 1];
const bowlGradient = (weight: ArrayLike<number>) =>
  Float32Array.from(bowl, (t, i) => ((weight[i] ?? 0) - t) * (i + 1));
const bowlLoss = (weight: ArrayLike<number>) =>
  bowl.reduce((sum, t, i) => sum + ((i + 1) * ((weight[i] ?? 0) - t) ** 2) / 2, 0);
const rates: Record<string, number> = { adagrad: 0.5, adadelta: 10, lion: 0.02, muon: 0.2 };

for (const optimizer of optimizers.all) {
  const setting: Setting = {
    optimizer,
    params: optimizer.params.parse({}),
    learningRate: rates[optimizer.type],
    decay: false,
    shape: optimizer.alone ? [2, 2] : undefined,
    gradient: bowlGradient,
  };
  describe(optimizer.title, () => {
    it('goes down a bowl', async () => {
      const end = await run(setting, fresh(setting, [1, 1, 1, -1]), 1, 100);
      expect(bowlLoss(end.weight)).toBeLessThan(bowlLoss([1, 1, 1, -1]) / 10);
    });

    it('goes on to the bit from saved state', async () => {
      const start = fresh(setting, [1, 1, 1, -1]);
      const middle = await run(setting, start, 1, 7);
      // Another run in between: nothing may be remembered outside the state.
      await run(setting, start, 1, 3);
      const saved: State = {
        weight: middle.weight.slice(),
        slots: new Map([...middle.slots].map(([name, data]) => [name, data.slice()])),
      };
      expect(await run(setting, saved, 8, 20)).toEqual(await run(setting, start, 1, 20));
    });

    it('has an oracle', () => {
      const known = new Set([...fixture.cases.map((entry) => entry.optimizer), 'lion', 'muon', 'custom']);
      expect(known.has(optimizer.type), 'add it to makeTorchOptimizers.py, or write a reference').toBe(true);
    });
  });
}

/** Curved gradients, in float64 from the very weights that are held. */
const curved = (weight: ArrayLike<number>): number[] =>
  fixture.target.map((t, i) => {
    const w = weight[i] ?? Number.NaN;
    return (i + 1) * (w - t) + 0.9 * Math.cos(3 * w);
  });

const worstOf = (got: ArrayLike<number>, expected: readonly number[]): number =>
  Math.max(...expected.map((value, i) => Math.abs(value - (got[i] ?? Number.NaN))));

async function gapTo(setting: Setting, expected: (step: number) => readonly number[]): Promise<number> {
  let state = fresh(setting, fixture.start);
  let gap = 0;
  for (let step = 1; step <= 50; step++) {
    state = await advance(setting, state, step);
    gap = Math.max(gap, worstOf(state.weight, expected(step)));
  }
  return gap;
}

describe('50 steps', () => {
  it.each(fixture.cases)('equal PyTorch: $optimizer $params', async (entry) => {
    const optimizer = optimizers.get(entry.optimizer);
    const gap = await gapTo(
      {
        optimizer,
        params: optimizer.params.parse(entry.params),
        learningRate: entry.learningRate,
        gradient: (weight) => Float32Array.from(curved(weight)),
      },
      (step) => entry.trajectory[step - 1] ?? [],
    );
    expect(gap).toBeLessThan(1e-5);
  });

  it.each([true, false])('equal float64: lion, decay %s', async (decay) => {
    const optimizer = optimizers.get('lion');
    let w = [...fixture.start];
    let m = w.map(() => 0);
    const gap = await gapTo(
      {
        optimizer,
        params: optimizer.params.parse({}),
        learningRate: 0.02,
        decay,
        gradient: (weight) => Float32Array.from(curved(weight)),
      },
      () => {
        const g = curved(w);
        w = w.map((x, i) => {
          const direction = Math.sign(0.9 * (m[i] ?? 0) + 0.1 * (g[i] ?? 0));
          return x * (decay ? 1 - 0.02 * 0.2 : 1) - 0.02 * direction;
        });
        m = m.map((x, i) => 0.99 * x + 0.01 * (g[i] ?? 0));
        return w;
      },
    );
    expect(gap).toBeLessThan(1e-5);
  });

  it.each([
    [2, 3],
    [3, 2],
    [1, 6],
    [6, 1],
    [1, 2, 3],
  ])('equal float64: muon on a kernel of %j', async (...shape) => {
    const optimizer = optimizers.get('muon');
    let w = [...fixture.start];
    let m = w.map(() => 0);
    const columns = shape.at(-1) ?? 1;
    const gap = await gapTo(
      {
        optimizer,
        params: optimizer.params.parse({}),
        learningRate: 0.05,
        shape,
        gradient: (weight) => Float32Array.from(curved(weight)),
      },
      () => {
        const g = curved(w);
        m = m.map((x, i) => 0.95 * x + 0.05 * (g[i] ?? 0));
        const ahead = m.map((x, i) => 0.95 * x + 0.05 * (g[i] ?? 0));
        const longer = Math.max(columns, 6 / columns);
        const turned = orthogonal(ahead, columns);
        w = w.map((x, i) => x * (1 - 0.05 * 0.2) - 0.05 * 0.2 * Math.sqrt(longer) * (turned[i] ?? 0));
        return w;
      },
    );
    expect(gap).toBeLessThan(1e-5);
  });

  it('equal AdamW where muon meets no matrix', async () => {
    const setting = (type: string): Setting => ({
      optimizer: optimizers.get(type),
      params: optimizers.get(type).params.parse({ beta2: 0.95 }),
      decay: false,
      gradient: (weight) => Float32Array.from(curved(weight)),
    });
    const muon = await run(setting('muon'), fresh(setting('muon'), fixture.start), 1, 50);
    const adamw = await run(setting('adamw'), fresh(setting('adamw'), fixture.start), 1, 50);
    expect(muon.weight).toEqual(adamw.weight);
  });
});

/** Five Newton-Schulz steps on the matrix, written with loops: X (a + b XXᵀ + c (XXᵀ)²), never transposed. */
function orthogonal(flat: number[], columns: number): number[] {
  const norm = Math.sqrt(flat.reduce((sum, x) => sum + x * x, 0)) + 1e-7;
  let x = flat.map((value) => value / norm);
  const rows = flat.length / columns;
  const product = (p: number[], q: number[], inner: number, width: number) =>
    Array.from({ length: (p.length / inner) * width }, (_, at) => {
      let sum = 0;
      for (let k = 0; k < inner; k++)
        sum += (p[Math.floor(at / width) * inner + k] ?? 0) * (q[k * width + (at % width)] ?? 0);
      return sum;
    });
  for (let i = 0; i < 5; i++) {
    const transposed = x.map((_, at) => x[(at % rows) * columns + Math.floor(at / rows)] ?? 0);
    const gram = product(x, transposed, columns, rows);
    const squared = product(gram, gram, rows, rows);
    const polynomial = gram.map((value, at) => -4.775 * value + 2.0315 * (squared[at] ?? 0));
    const turned = product(polynomial, x, rows, columns);
    x = x.map((value, at) => 3.4445 * value + (turned[at] ?? 0));
  }
  return x;
}
