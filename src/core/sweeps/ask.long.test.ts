/** What deciding on a trial costs when a thousand are known: the processor, without storage and queue. */
import { expect, it } from 'vitest';
import type { Run } from '../protocol/model';
import type { SweepPlan } from '../protocol/sweep';
import { uniforms } from '../random/random';
import { drawAtRandom } from './drawParams';
import { samplers } from './samplers/registry';
import { parseSpace } from './space';
import { toldOf, trialsOf } from './trials';

const plan: SweepPlan = {
  method: 'tpe',
  pruner: 'none',
  trials: 1000,
  repeats: 1,
  seed: 1,
  space: {
    learningRate: { type: 'log', min: 1e-4, max: 0.1 },
    batchSize: { type: 'categorical', values: [16, 32, 64, 128] },
    'mlp.dropout': { type: 'continuous', min: 0, max: 0.6 },
    'mlp.normalization': { type: 'categorical', values: ['none', 'batchNorm', 'layerNorm'] },
  },
  constraints: [],
  objectives: [{ metric: 'valAccuracy', better: 'higher' }],
  startWithStandard: true,
};

it.each(['tpe', 'gp'])('%s', (method) => {
  const space = parseSpace(plan.space);
  const values = uniforms(1, 'values', 0, 1000);
  const runs = Array.from(values, (value, number): Run => {
    const trial = { number, repeat: 0, params: drawAtRandom(space, 1, number), reported: [value] };
    return {
      id: String(number),
      status: 'finished',
      startedAt: 0,
      finishedAt: 1,
      summary: { valAccuracy: value },
      trial,
    } as unknown as Run;
  });
  const cpu = process.cpuUsage();
  const asks = 20;
  for (let number = 1000; number < 1000 + asks; number++)
    samplers.get(method).ask({ space, trials: toldOf(plan, trialsOf(plan, runs)), seed: 1, number });
  const { user, system } = process.cpuUsage(cpu);
  const ms = (user + system) / 1000 / asks;
  console.log(`${method}: ${ms.toFixed(1)} ms of the processor to decide on a trial, a thousand known`);
  expect(ms).toBeGreaterThan(0);
});
