import { expect, test } from 'vitest';
import { Extremes } from './sentinels';

const found = (...values: number[]) => {
  const extremes = new Extremes();
  extremes.add(Float32Array.from(values), 0, 1);
  const { taken, doubtful } = extremes.sentinels();
  return {
    taken: taken.map(({ value, count }) => [value, count]),
    doubtful: doubtful.map(({ value }) => value),
  };
};
const temperatures = Array.from({ length: 50 }, (_, i) => 270 + i / 2);

test.each([
  ['-9999 among temperatures', [...temperatures, -9999, -9999], [[-9999, 2]]],
  [
    'two of them',
    [...temperatures, -9999, -8888],
    [
      [-9999, 1],
      [-8888, 1],
    ],
  ],
  [
    'at both ends',
    [...temperatures, -999, 1e20],
    [
      [-999, 1],
      [Math.fround(1e20), 1],
    ],
  ],
  ['with decimals', [...temperatures, -999.9], [[Math.fround(-999.9), 1]]],
  ['999 once may be a value', [...temperatures, 999], []],
  ['999 often', [...temperatures, 999, 999], [[999, 2]]],
  ['no such number', [...temperatures, -40], []],
  ['an outlier that looks like no mark', [...temperatures, 12_345], []],
])('%s', (_, values, taken) => {
  expect(found(...values).taken).toEqual(taken);
});

test('near the values it is asked about, within them it is a value', () => {
  expect(found(0, 500, 1000, -999, -999)).toEqual({ taken: [], doubtful: [-999] });
  expect(found(-20_000, -9999, -9999, 20_000)).toEqual({ taken: [], doubtful: [] });
});
