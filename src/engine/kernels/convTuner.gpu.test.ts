/** Tiles are measured on a device, remembered by adapter and source, and never measured twice. */
import { afterEach, expect, it } from 'vitest';
import { convGeometry } from '#/core/arch/convGeometry';
import { requestDevice } from '../device/requestDevice';
import { bitsAfter } from './bitsAfter';
import { convTiles } from './convTiles';
import { forgetTiles, tileOf, tune } from './convTuner';

const cube = (size: number) => [size, size, size];
const geometry = convGeometry({
  batch: 1,
  inSize: [24, 24, 24],
  inChannels: 4,
  outChannels: 8,
  kernel: cube(3),
  stride: cube(1),
  dilation: cube(1),
  padBegin: cube(1),
  padEnd: cube(1),
  groups: 1,
});
const tiny = convGeometry({ ...geometry, inSize: [3, 3, 3] });

function memoryStore() {
  const values = new Map<string, unknown>();
  return {
    values,
    get: async (key: string) => structuredClone(values.get(key)),
    async set(key: string, value: unknown) {
      values.set(key, structuredClone(value));
    },
  };
}

afterEach(forgetTiles);

it('takes the first tile where nothing was measured', () => {
  expect(tileOf('forward', geometry)).toEqual(convTiles('forward', geometry)[0]);
});

it('measures what was met, once for a device and its shaders', async () => {
  const { device } = await requestDevice();
  const store = memoryStore();
  const tiles = convTiles('forward', geometry).length;
  tileOf('forward', geometry);
  tileOf('forward', tiny);
  expect(await tune(device, 'one', store, Number.POSITIVE_INFINITY)).toBe(tiles - 1);
  expect(await tune(device, 'one', store, Number.POSITIVE_INFINITY)).toBe(0);
  const chosen = tileOf('forward', geometry);

  // The next worker.
  forgetTiles();
  tileOf('forward', geometry);
  expect(await tune(device, 'one', store, Number.POSITIVE_INFINITY)).toBe(0);
  expect(tileOf('forward', geometry)).toEqual(chosen);

  // Another device.
  forgetTiles();
  tileOf('forward', geometry);
  expect(await tune(device, 'two', store, Number.POSITIVE_INFINITY)).toBe(tiles - 1);
  device.destroy();
});

it('takes the fastest that was stored, and survives what it cannot read', async () => {
  const { device } = await requestDevice();
  const store = memoryStore();
  const tiles = convTiles('forward', geometry);
  tileOf('forward', geometry);
  await tune(device, 'one', store, Number.POSITIVE_INFINITY);
  const stored = store.values.get('convTiles') as { maker: string; classes: [string, number[]][] };
  const [key] = stored.classes[0]!;
  forgetTiles();
  store.values.set('convTiles', { ...stored, classes: [[key, tiles.map((_, i) => (i === 1 ? 0.5 : 1))]] });
  await tune(device, 'one', store, 0);
  expect(tileOf('forward', geometry)).toEqual(tiles[1]);

  forgetTiles();
  store.values.set('convTiles', { ...stored, classes: [[key, 'fast'], 7] });
  await tune(device, 'one', store, 0);
  expect(tileOf('forward', geometry)).toEqual(tiles[0]);
  device.destroy();
});

it('sees which words a run wrote, and that others were left', async () => {
  const { device } = await requestDevice();
  const buffer = device.createBuffer({
    size: 16,
    usage: GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
  });
  device.queue.writeBuffer(buffer, 0, Uint32Array.of(5, 6, 7, 8));
  const bits = await bitsAfter(device, buffer, async () =>
    device.queue.writeBuffer(buffer, 4, Float32Array.of(1)),
  );
  expect([...bits]).toEqual([0, 0x3f800000, 0, 0]);
  device.destroy();
});
