/** Losses and optimisers written as expressions train as built-in ones do, and go on from a checkpoint to the bit. */
import '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { valueLossLanguage, classLossLanguage, updateLanguage } from '#/core/expression/language';
import type { Ops, Tensor } from '#/core/layers/layerDef';
import { slotsOf } from '#/core/optimizers/optimizerDef';
import { optimizers } from '#/core/optimizers/registry';
import type { TrainConfig } from '#/core/protocol/train';
import { parseSettings } from '#/core/registry/parseSettings';
import { openCpu } from '../backends/cpu';
import type { TfBackend } from '../backends/tfBackend';
import { checkLossGradient } from './checkLossGradient';
import { decodeCheckpoint, encodeCheckpoint, parseStoredState } from './record/checkpointCodec';
import { collect } from './fixtures/collect';
import { irisSpec } from './fixtures/irisSpec';

let cpu: TfBackend;
let tf: Ops;
beforeAll(async () => {
  cpu = await openCpu();
  tf = cpu.tf;
});

const preset = (presets: readonly { title: string; text: string }[], title: string): string =>
  presets.find((entry) => entry.title === title)?.text ?? '';

const update = (title: string): string => preset(updateLanguage.presets, title);

/** Weights after each of 50 steps down a curved bowl. */
async function trajectory(type: string, settings: Record<string, unknown>): Promise<number[]> {
  const optimizer = optimizers.get(type);
  const params = optimizer.params.parse(settings);
  const names = slotsOf(optimizer, params);
  let weight = Float32Array.from([2, -1.5, 0.5, 3]);
  let slots = names.map(() => new Float32Array(4));
  const path: number[] = [];
  for (let step = 1; step <= 50; step++) {
    const gradient = weight.map((w, i) => (i + 1) * (w - 0.3) + 0.9 * Math.cos(3 * w));
    const next = tf.tidy((): Tensor[] => {
      const result = optimizer.update(
        tf,
        {
          weight: tf.tensor1d(weight),
          gradient: tf.tensor1d(gradient),
          slots: Object.fromEntries(names.map((name, i) => [name, tf.tensor1d(slots[i] ?? [])])),
          learningRate: 0.05 / Math.sqrt(step),
          step,
          decay: true,
        },
        params,
      );
      return [result.weight, ...names.map((name) => result.slots[name] as Tensor)];
    });
    const [moved, ...state] = await Promise.all(next.map((tensor) => tensor.data<'float32'>()));
    weight = Float32Array.from(moved ?? []);
    slots = state.map((values) => Float32Array.from(values));
    path.push(...weight);
    tf.dispose(next);
  }
  return path;
}

describe('a custom optimiser', () => {
  const adamw = update('Adam').replace(
    '(sqrt(v) + epsilon * fix)',
    '(sqrt(v) + epsilon * fix) - lr * 0.2 * decay * w',
  );
  it.each([
    ['momentum', {}, update('Momentum')],
    ['adam', {}, update('Adam')],
    ['adamw', { weightDecay: 0.2 }, adamw],
    ['lion', {}, update('Lion')],
    ['sgd', {}, 'update = -lr * g'],
    ['adagrad', {}, 'sum2 = sum2 + g ^ 2\nupdate = -lr * g / (sqrt(sum2) + 1e-10)'],
  ])('equals %s over 50 steps', async (type, settings, expression) => {
    const [expected, got] = [await trajectory(type, settings), await trajectory('custom', { expression })];
    expect(new Set(expected).size).toBeGreaterThan(100);
    for (const [i, value] of expected.entries())
      expect(Math.abs((got[i] ?? Number.NaN) - value)).toBeLessThan(1e-6 * Math.max(1, Math.abs(value)));
  });

  it('takes values for its params', async () => {
    const expression = update('Momentum');
    expect(await trajectory('custom', { expression, beta: 0.5 })).toEqual(
      await trajectory('custom', { expression: expression.replace('0.9', '0.5') }),
    );
  });

  it('goes on from a checkpoint to the bit', async () => {
    // State that is remembered under several names, one of them read only by another.
    const expression = [
      'param beta = 0.9',
      'ahead = m - last',
      'm = beta * m + (1 - beta) * g',
      'last = g',
      's = max(0.99 * s, abs(g))',
      'update = -lr * where(t < 3, g, (m + 0.1 * ahead) / (s + 1e-6))',
    ].join('\n');
    const spec = irisSpec({
      optimizer: 'custom',
      epochs: 6,
      config: { optimizerParams: { expression }, averaging: 0.9 },
    });
    const whole = await collect(spec, cpu, { checkpointEveryMs: 0 });
    expect(whole.error).toBeUndefined();
    const middle = whole.checkpoints.find(({ step }) => step >= 9);
    if (!middle) throw new Error('no checkpoint');
    expect([...middle.slots.keys()]).toEqual(['m', 'last', 's', 'average']);
    const { state, bytes } = encodeCheckpoint(middle, 'cpu', 'f');
    const stored = parseStoredState(JSON.parse(JSON.stringify(state)), 'f');
    if (!stored) throw new Error('not read back');
    const resumed = await collect(spec, cpu, { resume: decodeCheckpoint(stored, bytes) });
    expect(resumed.losses).toEqual(whole.losses.slice(middle.step));
    expect(resumed.outcome?.weights).toEqual(whole.outcome?.weights);
  });
});

describe('a custom loss', () => {
  const curve = async (config: Partial<TrainConfig>) => {
    const { losses, error, outcome } = await collect(irisSpec({ epochs: 3, config }), cpu);
    expect(error).toBeUndefined();
    return { losses, accuracy: outcome?.metrics.valAccuracy };
  };

  it('written as cross-entropy is cross-entropy, with class weights and smoothing', async () => {
    const options: Partial<TrainConfig> = { classWeights: 'balanced', labelSmoothing: 0.1 };
    const custom = await curve({ ...options, loss: 'customClassification' });
    expect(custom).toEqual(await curve({ ...options, loss: 'crossEntropy' }));
    expect(custom).not.toEqual(await curve({ loss: 'customClassification' }));
  });

  it.each(classLossLanguage.presets)('$title learns iris', async ({ text }) => {
    const config: Partial<TrainConfig> = { loss: 'customClassification', lossParams: { expression: text } };
    const { outcome, error } = await collect(irisSpec({ epochs: 25, config }), cpu);
    expect(error).toBeUndefined();
    expect(outcome?.metrics.valAccuracy).toBeGreaterThanOrEqual(0.9);
  });

  it('that does not parse is told with the setting and the place', () => {
    const { params } = irisSpec({ config: { loss: 'customClassification' } }).loss;
    expect(() => parseSettings(params, { expression: '\nsum(logit)' }, 'config.lossParams')).toThrow(
      'config.lossParams.expression: line 2, column 5: There is no name "logit". Did you mean "logits"?',
    );
    expect(() => parseSettings(params, { beta: 1 }, 'config.lossParams')).toThrow(
      /no param of this name.*param beta/,
    );
  });
});

describe('the gradient check', () => {
  const ofClasses = (expression: string) =>
    checkLossGradient(tf, { value: 'class', classes: 3, lossParams: { expression } });
  const ofValues = (expression: string) =>
    checkLossGradient(tf, { value: 'number', classes: 0, lossParams: { expression } });

  it.each([
    ...classLossLanguage.presets.map(({ title, text }) => [title, () => ofClasses(text), 24 * 3] as const),
    ...valueLossLanguage.presets.map(({ title, text }) => [title, () => ofValues(text), 24] as const),
  ])('passes %s', async (_title, check, slopes) => {
    const result = await check();
    expect(result).toMatchObject({ passed: true });
    expect(result.worst).toBeLessThan(1e-4);
    expect(result.compared).toBeGreaterThan(slopes * 0.8);
  });

  it('says nothing more of what is smooth', async () => {
    for (const text of ['Cross-entropy', 'Poly-1', 'Brier score'])
      expect((await ofClasses(preset(classLossLanguage.presets, text))).notes).toEqual([]);
    for (const text of ['Huber', 'Cauchy', 'Asymmetric squares'])
      expect((await ofValues(preset(valueLossLanguage.presets, text))).notes).toEqual([]);
  });

  it.each([
    ['a kink in a small loss', '1e-6 * abs(prediction - target)', /slope changes at once near \[-1\.3\]/],
    ['a kink', 'abs(prediction - target)', /slope changes at once near \[-1\.3\]/],
    [
      'a kink away from the target',
      'max(prediction - target, 0.7) + 0.1 * prediction',
      /slope changes at once near \[-0\.6\]/,
    ],
    ['a jump', 'square(prediction) + where(prediction > 0.6, 1, 0)', /jumps near \[0\.6\]/],
    ['no gradient', 'sign(prediction - target)', /gradient is 0 wherever/],
    [
      'an infinite slope',
      'sqrt(square(prediction - target))',
      /gradient is not finite where the prediction is exact/,
    ],
    ['an overflow', 'exp(prediction ^ 2)', /loss is not finite for outputs as large as 100/],
    ['what is undefined', 'log(prediction)', /loss is not finite at \[/],
    [
      'a branch that is not taken',
      'where(prediction > 0, sqrt(max(prediction, 0)), 0)',
      /gradient is not finite at \[/,
    ],
  ])('finds %s', async (_name, expression, note) => {
    expect((await ofValues(expression)).notes.join('\n')).toMatch(note);
  });

  it('fails where the gradient is not the slope', async () => {
    expect(await ofValues('log(prediction)')).toMatchObject({ passed: false });
    expect((await ofClasses('-sum(target * log(softmax(logits)))')).notes).toEqual([
      'The gradient is not finite for outputs as large as 100.',
    ]);
  });
});
