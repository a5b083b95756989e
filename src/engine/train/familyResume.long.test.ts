/** A training of any family that is interrupted goes on from its checkpoint to the bit. */
// The union package registers gradients in the copy of tfjs-core that Node loads.
import '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { sizeOf } from '#/core/arch/sizeOf';
import { buildArch } from '#/core/families/buildArch';
import type { FamilyDef } from '#/core/families/familyDef';
import { families } from '#/core/families/registry';
import { lossFor } from '#/core/losses/registry';
import { metricsFor } from '#/core/metrics/registry';
import { optimizers } from '#/core/optimizers/registry';
import { type TaskSpec, trainConfig } from '#/core/protocol/train';
import { normals, uniforms } from '#/core/random/random';
import { openCpu } from '../backends/cpu';
import { taskOf } from '#/core/tasks/registry';
import type { Split } from '../kinds/preparedData';
import { collect } from './fixtures/collect';
import type { TrainSpec } from './trainSpec';

const isOfTokens = (task?: string) => task !== undefined && taskOf({ type: task }).value === 'tokens';

const isMasked = (task?: string) => task !== undefined && taskOf({ type: task }).value === 'mask';

const makesAgain = (task?: string) => task !== undefined && taskOf({ type: task }).value === 'pixels';

/** The smallest example that answers with a class, a number, tokens, a mask or itself. */
const exampleOf = ({ examples }: FamilyDef) =>
  examples
    .filter(({ task }) => task === undefined || isOfTokens(task) || isMasked(task) || makesAgain(task))
    .toSorted((a, b) => sizeOf(a.inputShape) - sizeOf(b.inputShape))[0];

/** Labels of pixels lie behind each sample. */
function masked(features: Float32Array, rows: number, pixels: number, labels: number): Float32Array {
  const width = features.length / rows;
  return Float32Array.from({ length: rows * (width + pixels) }, (_, i) => {
    const at = i % (width + pixels);
    return at < width
      ? (features[Math.floor(i / (width + pixels)) * width + at] as number)
      : (i % 7) % labels;
  });
}

function specOf(family: FamilyDef, example: NonNullable<ReturnType<typeof exampleOf>>): TrainSpec {
  const { inputShape, outputWidth, vocabulary, params } = example;
  const width = sizeOf(inputShape);
  const ofTokens = isOfTokens(example.task);
  const itself = makesAgain(example.task);
  const pixels = isMasked(example.task) ? sizeOf(inputShape.slice(0, -1)) : 0;
  const labels = pixels > 0 ? outputWidth / pixels : outputWidth;
  const task: TaskSpec = ofTokens
    ? {
        type: example.task ?? '',
        target: 'text',
        tokens: Array.from({ length: vocabulary ?? 0 }, (_, id) => `${id}`),
        characters: Array.from({ length: vocabulary ?? 0 }, () => 1),
      }
    : itself
      ? { type: example.task ?? '', target: 'itself', scales: [{ mean: 120, std: 60 }] }
      : outputWidth > 1
        ? {
            type: (pixels > 0 && example.task) || 'classification',
            target: 'class',
            labels: Array.from({ length: labels }, (_, i) => `${i}`),
          }
        : { type: 'regression', target: 'number' };
  const featuresOf = (rows: number, name: string) =>
    vocabulary
      ? uniforms(1, name, 0, rows * width).map((u) => Math.floor(u * vocabulary))
      : normals(1, name, 0, rows * width);
  const split = (rows: number, name: string): Split => ({
    rows,
    features: pixels > 0 ? masked(featuresOf(rows, name), rows, pixels, labels) : featuresOf(rows, name),
    ...(pixels > 0 && { answers: pixels }),
    ...(itself && { itself }),
    target:
      outputWidth > 1
        ? Int32Array.from({ length: rows }, (_, i) => i % outputWidth)
        : normals(2, name, 0, rows),
    ...(ofTokens && {
      frames: Int32Array.from({ length: rows * width }, (_, i) => i),
      targetFrames: Int32Array.from({ length: rows * width }, (_, i) => (i + 1) % (rows * width)),
    }),
  });
  const config = trainConfig.parse({ epochs: 4, batchSize: 8, seed: 7, earlyStopping: false });
  const optimizer = optimizers.get(config.optimizer);
  const loss = lossFor(config.loss, task);
  return {
    arch: buildArch(family, example, params),
    width,
    outputWidth,
    train: split(24, 'train'),
    val: split(8, 'val'),
    classes: ofTokens || itself || outputWidth === 1 ? 0 : labels,
    task,
    loss,
    augment: family.augment?.(family.params.parse(params), task.type),
    lossParams: loss.params.parse(config.lossParams),
    optimizer,
    optimizerParams: optimizer.params.parse(config.optimizerParams),
    metrics: metricsFor(task),
    config,
  };
}

it.each(families.all.filter(({ build }) => build).map((family) => ({ family, type: family.type })))(
  '$type',
  async ({ family }) => {
    const example = exampleOf(family);
    if (!example) throw new Error('no example');
    const cpu = await openCpu();
    const spec = specOf(family, example);
    const whole = await collect(spec, cpu);
    let steps = 0;
    const paused = await collect(spec, cpu, {
      afterStep: () => steps++,
      stopped: () => (steps >= 5 ? 'pause' : undefined),
    });
    const state = paused.checkpoints.at(-1);
    expect(state?.step).toBe(5);
    const rest = await collect(spec, cpu, { resume: state });
    expect(whole.losses).toHaveLength(12);
    expect([...paused.losses, ...rest.losses]).toEqual(whole.losses);
    expect(rest.outcome?.weights).toEqual(whole.outcome?.weights);
  },
);
