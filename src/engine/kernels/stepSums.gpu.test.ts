import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tensor } from '#/core/layers/layerDef';
import { uniforms } from '#/core/random/random';
import { openBackend } from '../backends/openBackend';
import type { TfBackend } from '../backends/tfBackend';
import { collect } from '../train/fixtures/collect';
import { irisSpec } from '../train/fixtures/irisSpec';
import { histogramBins, histogramOf, readHistograms } from '../train/step/weightHistograms';
import { stepSums } from './stepSums';

let gpu: TfBackend;
beforeAll(async () => {
  gpu = await openBackend('webgpu');
});
afterAll(() => gpu.close());

const drawn = (stream: string, size: number) => uniforms(7, stream, 0, size).map((u) => u * 2 - 0.9);

describe('step sums', () => {
  // One element, one workgroup, several parts; then two groups that are added.
  it.each([[[1]], [[1000]], [[40_000]], [[1000, 40_000]]])('of groups of %j weights', async (sizes) => {
    const { tf } = gpu;
    const expected = [3, 0, 0, 0];
    const sums = tf.tidy(() => {
      const groups = sizes.map((size, i) => {
        // A slot behind the weights that must not be counted.
        const [gradient, before, after] = [
          drawn(`g${i}`, size),
          drawn(`b${i}`, size * 2),
          drawn(`a${i}`, size * 2),
        ];
        for (let k = 0; k < size; k++) {
          expected[1]! += gradient[k]! ** 2;
          expected[2]! += (after[k]! - before[k]!) ** 2;
          expected[3]! += before[k]! ** 2;
        }
        return {
          gradient: tf.tensor1d(gradient),
          before: tf.tensor1d(before),
          after: tf.tensor1d(after),
          size,
        };
      });
      return stepSums(tf, tf.scalar(3), groups);
    });
    const found = await sums.data<'float32'>();
    sums.dispose();
    await gpu.guard.settle();
    gpu.guard.check();
    expect(found).toHaveLength(4);
    expected.forEach((value, i) => expect(found[i]! / value).toBeCloseTo(1, 5));
  });
});

it('histograms are those counted on the host', async () => {
  const { tf } = gpu;
  // Several parts; a constant; one element.
  const sizes = [150_000, 300, 1];
  const values = new Float32Array(150_301);
  values.set(drawn('values', 150_000));
  values.fill(0.25, 150_000, 150_300);
  values[150_300] = -3;
  let offset = 0;
  const weights = sizes.map((size, i) => {
    offset += size;
    return { name: `w${i}`, shape: [size], offset: offset - size, size };
  });
  const packed = tf.tensor1d(values);
  const layout = { decay: true, size: values.length, weights };
  const found = await readHistograms(tf, [{ layout, packed }], []);
  packed.dispose();
  await gpu.guard.settle();
  gpu.guard.check();
  expect(found).toHaveLength(3);
  for (const [i, { offset, size }] of weights.entries()) {
    const expected = histogramOf(values.slice(offset, offset + size));
    const { lowest, highest, counts } = found[i]!;
    expect([lowest, highest]).toEqual([expected.lowest, expected.highest]);
    expect(counts.reduce((sum, count) => sum + count)).toBe(size);
    // A value on the border of two bins may be rounded into either.
    for (let bin = 0; bin < histogramBins; bin++)
      expect(Math.abs(counts[bin]! - expected.counts[bin]!)).toBeLessThan(4);
  }
});

it('a training on WebGPU tells what one on the CPU tells', async () => {
  const spec = irisSpec({ epochs: 2, hiddenLayers: [8], dropout: 0 });
  const onGpu = await collect(spec, gpu);
  const cpu = await openBackend('cpu');
  const onCpu = await collect(spec, cpu);
  await gpu.activate();
  const figuresOf = ({ events }: typeof onGpu, name: string) =>
    events.flatMap((event) =>
      event.kind === 'steps' ? (event.figures ?? []).filter((figure) => figure.name === name) : [],
    );
  for (const name of ['gradientNorm', 'updateRatio']) {
    const expected = figuresOf(onCpu, name);
    expect(expected).toHaveLength(onCpu.losses.length);
    for (const [i, { step, value }] of figuresOf(onGpu, name).entries()) {
      expect(step).toBe(expected[i]?.step);
      expect(value / (expected[i]?.value ?? 0)).toBeCloseTo(1, 2);
    }
  }
  const timed = figuresOf(onGpu, 'gpuStepMs');
  console.info(
    `timestamp-query ${gpu.device?.features.has('timestamp-query') ? 'offered' : 'not offered'}; GPU time of a step: ${timed.map(({ value }) => value.toFixed(3)).join(', ') || 'none'} ms; memory ${figuresOf(onGpu, 'memoryBytes').at(-1)?.value} bytes`,
  );
  if (gpu.device?.features.has('timestamp-query')) expect(timed.length).toBeGreaterThan(0);
  else expect(timed).toEqual([]);
});

it('costs one dispatch for each group of weights, at measured steps', async () => {
  const { tf, device } = gpu as { tf: typeof gpu.tf; device: GPUDevice };
  const createBindGroup = device.createBindGroup.bind(device);
  let dispatches = 0;
  device.createBindGroup = (descriptor) => {
    dispatches++;
    return createBindGroup(descriptor);
  };
  const group = () => ({
    gradient: tf.ones([10]) as Tensor,
    before: tf.ones([20]) as Tensor,
    after: tf.ones([20]) as Tensor,
    size: 10,
  });
  const groups = [group(), group()];
  const loss = tf.scalar(1);
  await Promise.all([...groups.flatMap((g) => [g.gradient, g.before, g.after]), loss].map((t) => t.data()));
  dispatches = 0;
  tf.tidy(() => stepSums(tf, loss, groups));
  expect(dispatches).toBe(2);
  device.createBindGroup = createBindGroup;
});
