/** Every network of a family, stopped within an epoch and taken up again, becomes the very one that never stopped. */
// The union package registers gradients in the copy of tfjs-core that Node loads.
import '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { sizeOf } from '#/core/arch/sizeOf';
import { buildArch } from '#/core/families/buildArch';
import type { FamilyDef } from '#/core/families/familyDef';
import { families } from '#/core/families/registry';
import { answersTask } from '#/core/families/suits';
import { lossFor } from '#/core/losses/registry';
import { metricsFor } from '#/core/metrics/registry';
import { optimizers } from '#/core/optimizers/registry';
import { type TaskSpec, trainConfig } from '#/core/protocol/train';
import { normals, uniforms } from '#/core/random/random';
import type { Split } from '../kinds/preparedData';
import { openCpu } from '../backends/cpu';
import { collect } from './fixtures/collect';
import type { TrainSpec } from './trainSpec';

const task: TaskSpec = { type: 'classification', target: 'label', labels: ['a', 'b', 'c'] };

/** The smallest of its examples that answers for a whole sample, learning three labels of noise. */
function specOf(family: FamilyDef): TrainSpec {
  const [example] = family.examples
    .filter((one) => one.task !== 'forecast')
    .toSorted((a, b) => sizeOf(a.inputShape) - sizeOf(b.inputShape));
  if (!example) throw new Error(`${family.type} has no example`);
  const { inputShape, vocabulary, params } = example;
  const width = sizeOf(inputShape);
  const split = (seed: number, rows: number): Split => ({
    rows,
    features: vocabulary
      ? uniforms(seed, 'ids', 0, rows * width).map((x) => Math.floor(x * vocabulary))
      : normals(seed, 'x', 0, rows * width),
    target: Int32Array.from({ length: rows }, (_, i) => i % 3),
  });
  const loss = lossFor('auto', task);
  const optimizer = optimizers.get('adamw');
  const config = trainConfig.parse({ epochs: 2, batchSize: 4, earlyStopping: false });
  return {
    arch: buildArch(family, { inputShape, outputWidth: 3, vocabulary, task: task.type }, params),
    width,
    outputWidth: 3,
    train: split(1, 16),
    val: split(2, 6),
    classes: 3,
    task,
    loss,
    lossParams: loss.params.parse({}),
    optimizer,
    optimizerParams: optimizer.params.parse({}),
    metrics: metricsFor(task),
    config,
  };
}

const learners = families.all.filter((family) => family.build && answersTask(family, task.type));

it.each(learners.map((family) => [family.type, family] as const))('%s', async (_type, family) => {
  const cpu = await openCpu();
  const spec = specOf(family);
  const whole = await collect(spec, cpu);
  let steps = 0;
  const paused = await collect(spec, cpu, {
    afterStep: () => steps++,
    stopped: () => (steps >= 3 ? 'pause' : undefined),
  });
  const rest = await collect(spec, cpu, { resume: paused.checkpoints.at(-1) });
  expect([...paused.losses, ...rest.losses]).toEqual(whole.losses);
  expect(rest.outcome?.weights).toEqual(whole.outcome?.weights);
});
