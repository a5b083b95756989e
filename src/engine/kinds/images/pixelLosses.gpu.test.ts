/** Losses of masks, their gradients and the pixels that are counted on the device, on WebGPU beside float64 by their formulas. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Tensor } from '#/core/layers/layerDef';
import { losses } from '#/core/losses/registry';
import { uniforms } from '#/core/random/random';
import { segmentation } from '#/core/tasks/segmentation';
import { openBackend } from '../../backends/openBackend';
import type { TfBackend } from '../../backends/tfBackend';

let gpu: TfBackend;
beforeAll(async () => {
  gpu = await openBackend('webgpu');
});
afterAll(() => gpu.close());

const [rows, each, labels] = [3, 40, 4];
const logits = uniforms(5, 'logits', 0, rows * each * labels).map((u) => 6 * u - 3);
/** The last label is nowhere; the last image holds one label alone; some pixels do not count. */
const truth = Float32Array.from({ length: rows * each }, (_, i) =>
  i % 11 === 3 ? -1 : i >= 2 * each ? 1 : Math.floor(i / 7) % (labels - 1),
);

function ofImage(values: Float64Array, row: number): { nats: number; dice: number; counts: number[] } {
  const [both, shares, own] = [0, 0, 0].map(() => new Float64Array(labels)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const [right, answered] = [new Float64Array(labels), new Float64Array(labels)];
  let [nats, counted] = [0, 0];
  for (let pixel = row * each; pixel < (row + 1) * each; pixel++) {
    const code = truth[pixel] as number;
    if (code < 0) continue;
    const of = values.subarray(pixel * labels, (pixel + 1) * labels);
    const sum = of.reduce((total, value) => total + Math.exp(value), 0);
    counted++;
    nats -= Math.log(Math.exp(of[code] as number) / sum);
    for (let label = 0; label < labels; label++) shares[label]! += Math.exp(of[label]!) / sum;
    both[code]! += Math.exp(of[code]!) / sum;
    own[code]!++;
    const answer = of.indexOf(Math.max(...of));
    answered[answer]!++;
    if (answer === code) right[code]!++;
  }
  const there = [...own.keys()].filter((label) => own[label]! > 0);
  const overlap = (label: number) => (2 * both[label]! + 1) / (shares[label]! + own[label]! + 1);
  return {
    nats: nats / counted,
    dice: there.reduce((sum, label) => sum + 1 - overlap(label), 0) / there.length,
    counts: [...right, ...answered, ...own],
  };
}

const expected: Record<string, (values: Float64Array, row: number) => number> = {
  pixelCrossEntropy: (values, row) => ofImage(values, row).nats,
  dice: (values, row) => ofImage(values, row).dice,
  crossEntropyDice: (values, row) => ofImage(values, row).nats + ofImage(values, row).dice,
};
const all = Array.from({ length: rows }, (_, row) => row);

it.each(losses.all.filter(({ value }) => value === 'mask').map(({ type }) => type))('%s', async (type) => {
  const { tf } = gpu;
  const loss = losses.get(type);
  const of = expected[type]!;
  const [perRow, slopes] = tf.tidy(() => {
    const target = tf.tensor2d(truth, [rows, each]);
    const run = (output: Tensor) => loss.perRow(tf, output, target, loss.params.parse({}), 0);
    const output = tf.tensor2d(logits, [rows, each * labels]);
    return [run(output), tf.grad((x: Tensor) => tf.sum(run(x)))(output)];
  });
  const [values, gradient] = await Promise.all([perRow.data<'float32'>(), slopes.data<'float32'>()]);
  await gpu.guard.settle();
  gpu.guard.check();
  const exact = Float64Array.from(logits);
  for (const row of all) expect(values[row]).toBeCloseTo(of(exact, row), 5);
  for (const at of [0, 13, 14, 15, 16, 200, 333, rows * each * labels - 1]) {
    const [up, down] = [1e-4, -1e-4].map((by) => {
      const moved = exact.slice();
      moved[at]! += by;
      return all.reduce((sum, row) => sum + of(moved, row), 0);
    }) as [number, number];
    expect(gradient[at]).toBeCloseTo((up - down) / 2e-4, 5);
  }
  tf.dispose([perRow, slopes]);
});

it('counts pixels by label', async () => {
  const { tf } = gpu;
  const counted = tf.tidy(() =>
    segmentation.onDevice!.of(
      tf,
      tf.tensor2d(logits, [rows, each * labels]),
      tf.tensor2d(truth, [rows, each]),
      { type: segmentation.type, target: 'mask' },
    ),
  );
  const values = await counted.data<'float32'>();
  await gpu.guard.settle();
  gpu.guard.check();
  expect(Array.from(values)).toEqual(all.flatMap((row) => ofImage(Float64Array.from(logits), row).counts));
  counted.dispose();
});
