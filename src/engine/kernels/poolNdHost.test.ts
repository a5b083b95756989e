/** The pool of two by two on the host, which has a way of its own, against the general one over the same places. */
import { expect, it } from 'vitest';
import { poolGeometry } from '#/core/arch/convGeometry';
import { normals } from '#/core/random/random';
import { hostPool, hostPoolBackward } from './poolNdHost';

const [batch, channels] = [3, 5];
const spec = { kernel: [2, 2], stride: [2, 2], batch, channels };
const tiled = poolGeometry({ ...spec, inSize: [6, 8] });
// One row more than the windows reach.
const general = poolGeometry({ ...spec, inSize: [7, 8] });

/** [batch, 6, 8, channels] with a row of zeros below. */
const withRow = (values: Float32Array) => {
  const each = 6 * 8 * channels;
  const more = new Float32Array(batch * 7 * 8 * channels);
  for (let i = 0; i < batch; i++) more.set(values.subarray(i * each, (i + 1) * each), i * 7 * 8 * channels);
  return more;
};

it('finds the same maxima, and gives slopes to the same places', () => {
  // Rounded: many are equal.
  const x = normals(1, 'x', 0, batch * 6 * 8 * channels).map((value) => Math.round(value));
  const dy = normals(1, 'dy', 0, batch * 3 * 4 * channels);
  expect(hostPool(tiled, 'max', x)).toEqual(hostPool(general, 'max', withRow(x)));
  expect(withRow(hostPoolBackward(tiled, 'max', x, dy))).toEqual(
    hostPoolBackward(general, 'max', withRow(x), dy),
  );
  expect(hostPool(tiled, 'average', x)).toEqual(hostPool(general, 'average', withRow(x)));
});

it('hands NaN on', () => {
  const x = new Float32Array(batch * 6 * 8 * channels).fill(1);
  x[0] = Number.NaN;
  expect(hostPool(tiled, 'max', x)).toEqual(hostPool(general, 'max', withRow(x)));
});
