/** Cutting, splitting, joining and adding up on WASM, of numbers that say where they stood. */
import '@tensorflow/tfjs';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import type { Ops } from '#/core/layers/layerDef';
import { openNodeWasm } from '../../train/fixtures/nodeWasm';

let tf: Ops;
beforeAll(async () => {
  ({ tf } = await openNodeWasm());
});

const shape: [number, number, number] = [3, 70, 4];
const all = Array.from({ length: 3 * 70 * 4 }, (_, i) => i);
const where = (i: number) => [Math.floor(i / 280), Math.floor(i / 4) % 70, i % 4] as [number, number, number];

it.each([0, 1, 2])('along axis %d', async (axis) => {
  for (const dtype of ['float32', 'int32'] as const) {
    const x = tf.tensor3d(all, shape, dtype);
    const sizes = [1, (shape[axis] as number) - 1];
    const parts = tf.split(x, sizes, axis);
    const expected = (from: number, to: number) =>
      all.filter((i) => (where(i)[axis] as number) >= from && (where(i)[axis] as number) < to);
    expect(Array.from(await (parts[0] as Tensor3D).data())).toEqual(expected(0, 1));
    expect(Array.from(await (parts[1] as Tensor3D).data())).toEqual(expected(1, shape[axis] as number));
    const [begin, size] = [[0, 0, 0], [...shape]] as [number[], number[]];
    begin[axis] = 1;
    size[axis] = 2;
    const cut = tf.slice(x, begin, size);
    expect(cut.shape).toEqual(size);
    expect(Array.from(await cut.data())).toEqual(expected(1, 3));
    const joined = tf.concat(parts, axis);
    expect(joined.shape).toEqual(shape);
    expect(Array.from(await joined.data())).toEqual(all);
    tf.dispose([x, ...parts, cut, joined]);
  }
});

it.each([[0], [1], [[0, 1]], [2], [[0, 2]], [undefined]])('sums and means over %j', async (axes) => {
  const values = all.map((i) => Math.sin(i) + 0.25);
  const x = tf.tensor3d(values, shape);
  const over = axes === undefined ? [0, 1, 2] : [axes].flat();
  for (const keepDims of [false, true]) {
    const sums = new Map<string, number>();
    for (const [i, value] of values.entries()) {
      const place = where(i)
        .map((at, axis) => (over.includes(axis) ? 0 : at))
        .join();
      sums.set(place, (sums.get(place) ?? 0) + value);
    }
    const [sum, mean] = [tf.sum(x, axes, keepDims), tf.mean(x, axes, keepDims)];
    const left = shape.flatMap((size, axis) => (over.includes(axis) ? (keepDims ? [1] : []) : [size]));
    expect([sum.shape, mean.shape]).toEqual([left, left]);
    const [gotSum, gotMean] = await Promise.all([sum.data(), mean.data()]);
    for (const [i, value] of [...sums.values()].entries()) {
      expect(gotSum[i]).toBeCloseTo(value, 3);
      expect(gotMean[i]).toBeCloseTo((value * sums.size) / values.length, 5);
    }
    tf.dispose([sum, mean]);
  }
  x.dispose();
});
