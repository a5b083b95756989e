/** What the form says a training on a field will hold, against the buffers that its device really made. */
import { expect, it } from 'vitest';
import { estimateMemory } from '#/core/arch/estimateMemory';
import { openBackend } from '../backends/openBackend';
import { collect } from './fixtures/collect';
import { type GridSpecOptions, gridSpec } from './fixtures/gridSpec';
import { trainingMemory } from './trainingMemory';

/** Counts the bytes of buffers that live at the same time. */
function countBuffers(device: GPUDevice): { peak: number } {
  const seen = { peak: 0 };
  let bytes = 0;
  const create = device.createBuffer.bind(device);
  device.createBuffer = (wanted) => {
    const buffer = create(wanted);
    bytes += wanted.size;
    seen.peak = Math.max(seen.peak, bytes);
    const destroy = buffer.destroy.bind(buffer);
    let alive = true;
    buffer.destroy = () => {
      if (alive) bytes -= wanted.size;
      alive = false;
      return destroy();
    };
    return buffer;
  };
  return seen;
}

const cases: [string, GridSpecOptions][] = [
  [
    'labels of 16 times of 12 x 12 x 12, 2 channels, batch 16',
    {
      task: { type: 'classification', target: 'c', labels: ['a', 'b', 'c'] },
      shape: [16, 12, 12, 12, 2],
      rows: 16,
      config: { batchSize: 16, epochs: 1 },
    },
  ],
  [
    'a forecast from 6 times of 8 x 8 x 4, batch 16',
    {
      task: { type: 'forecast', target: 'future', horizon: 1, channels: ['u'] },
      shape: [6, 8, 8, 4, 1],
      rows: 16,
      config: { batchSize: 16, epochs: 1 },
    },
  ],
];

it.each(cases)('is within 1.5 times of the peak: %s', async (name, options) => {
  const spec = gridSpec(options);
  const backend = await openBackend('webgpu', false);
  const seen = countBuffers(backend.device as GPUDevice);
  const { error } = await collect(spec, backend);
  expect(error).toBeUndefined();
  const { bytes } = estimateMemory(trainingMemory(spec, true), backend.maxTensorBytes);
  console.info(
    `${name}: estimated ${Math.round(bytes / 1e5) / 10} MB, held ${Math.round(seen.peak / 1e5) / 10} MB`,
  );
  expect(bytes / seen.peak).toBeGreaterThan(1 / 1.5);
  expect(bytes / seen.peak).toBeLessThan(1.5);
  backend.close();
});
