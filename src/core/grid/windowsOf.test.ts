import { expect, test } from 'vitest';
import { windowsOf } from './windowsOf';

const grid = (times: number, [x, y, z]: [number, number, number], recordings = 1) => ({
  recordings,
  axes: { time: { size: times }, x: { size: x }, y: { size: y }, z: { size: z } },
});

/** Every place by brute force: loops over all starts, kept when everything fits. */
function slow(
  { recordings, axes }: ReturnType<typeof grid>,
  windowing: Parameters<typeof windowsOf>[0]['windowing'],
) {
  const { length, stride, horizon, patch } = windowing;
  const size = patch?.size ?? [axes.x.size, axes.y.size, axes.z.size];
  const steps = patch?.stride ?? [1, 1, 1];
  const found = [];
  for (let recording = 0; recording < recordings; recording++)
    for (let start = 0; start + length - 1 + horizon <= axes.time.size - 1; start += stride)
      for (let x = 0; x + size[0] <= axes.x.size; x += steps[0])
        for (let y = 0; y + size[1] <= axes.y.size; y += steps[1])
          for (let z = 0; z + size[2] <= axes.z.size; z += steps[2])
            found.push({ recording, start, corner: [x, y, z] });
  return found;
}

test('samples are those of the loops, in their order', () => {
  const cases: [ReturnType<typeof grid>, Parameters<typeof windowsOf>[0]['windowing']][] = [
    [grid(10, [4, 4, 1]), { length: 3, stride: 1, horizon: 0 }],
    [grid(10, [4, 4, 1], 3), { length: 3, stride: 2, horizon: 2 }],
    [grid(5, [1, 1, 1], 7), { length: 5, stride: 9, horizon: 0 }],
    [
      grid(9, [7, 8, 9], 2),
      { length: 2, stride: 3, horizon: 1, patch: { size: [3, 4, 9], stride: [2, 4, 5] } },
    ],
    [grid(4, [3, 3, 3]), { length: 4, stride: 1, horizon: 1 }],
  ];
  for (const [field, windowing] of cases) {
    const windows = windowsOf({ ...field, windowing });
    const expected = slow(field, windowing);
    expect(windows.count).toBe(expected.length);
    expect(Array.from({ length: windows.count }, (_, i) => windows.at(i))).toEqual(expected);
  }
});
