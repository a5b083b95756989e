// The union package registers gradients in the copy of tfjs-core that Node loads.
import '@tensorflow/tfjs';
import { beforeAll, expect, it } from 'vitest';
import { weightCount } from '#/core/arch/shapes';
import { families } from '#/core/families/registry';
import { lossFor } from '#/core/losses/registry';
import { metricsFor } from '#/core/metrics/registry';
import { optimizers } from '#/core/optimizers/registry';
import { trainConfig } from '#/core/protocol/train';
import { directions, makeMovingGaussians } from '#/data/samples/grids/movingGaussians';
import type { TfBackend } from '../backends/tfBackend';
import { collect } from './fixtures/collect';
import { openNodeWasm } from './fixtures/nodeWasm';
import type { Split, TrainSpec } from './trainSpec';

let wasm: TfBackend;
beforeAll(async () => {
  wasm = await openNodeWasm();
});
const P = JSON.parse(process.env.P ?? '{}');
it('learns', async () => {
  const made = makeMovingGaussians({ train: P.n ?? 480, validation: 120, shifted: 120 });
  const shape = [16, 8, 8, 8, 1];
  const mean = made.field.reduce((a, b) => a + b, 0) / made.field.length;
  const std = Math.sqrt(made.field.reduce((a, b) => a + (b - mean) ** 2, 0) / made.field.length);
  const features = made.field.map((v) => (v - mean) / std);
  const split = (part: number): Split => {
    const rows = [...made.part.keys()].filter((i) => made.part[i] === part);
    return {
      rows: rows.length,
      features,
      frames: Int32Array.from(rows.flatMap((r) => Array.from({ length: 16 }, (_, t) => r * 16 + t))),
      target: Int32Array.from(rows, (r) => made.direction[r] as number),
    };
  };
  const task = { kind: 'classification', target: 'direction', labels: [...directions] } as const;
  const run = async (type: string, val: number, params = {}, config = {}) => {
    const family = families.get(type);
    const cfg = trainConfig.parse({
      ...family.defaults({ rows: 600, width: 1, task: 'classification' }),
      earlyStopping: false,
      epochs: 10,
      ...config,
    });
    const loss = lossFor('auto', task as never);
    const def = optimizers.get(cfg.optimizer);
    const spec: TrainSpec = {
      arch: family.build(
        { inputShape: shape, outputWidth: 6, task: 'classification' },
        family.params.parse(params),
      ),
      width: 8192,
      outputWidth: 6,
      train: split(0),
      val: split(val),
      classes: 6,
      scale: { mean: 0, std: 1 },
      loss,
      lossParams: loss.params.parse({}),
      optimizer: def,
      optimizerParams: def.params.parse({}),
      metrics: metricsFor('classification'),
      config: cfg,
    };
    const t = performance.now();
    const { epochs, error } = await collect(spec, wasm);
    if (error) console.log(error.toInfo());
    console.log(
      type,
      val,
      weightCount(spec.arch),
      JSON.stringify(params),
      JSON.stringify(config),
      epochs.map((e) => `${e.trainAccuracy?.toFixed(3)}/${e.valAccuracy?.toFixed(3)}`).join(' '),
      ((performance.now() - t) / 1000).toFixed(1),
      's',
    );
  };
  for (const [type, val, params, config] of P.runs ?? [['cnn4d', 2, {}, {}]])
    await run(type, val, params, config);
  expect(1).toBe(1);
}, 600_000);
