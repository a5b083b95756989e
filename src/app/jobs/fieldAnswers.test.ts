import { expect, it } from 'vitest';
import { npz } from '#/formats/arrays/npz';
import { answersNpz } from './fieldAnswers';

it('says no time of a forecast where the dataset has but one, whose step nobody knows', async () => {
  const axis = (size: number, first: number) => ({ size, first, last: first + size - 1 });
  const timesOf = async (times: number) => {
    const bytes = await answersNpz({
      version: {
        task: { type: 'forecast', target: 'future', horizon: 1, channels: ['u'] },
        input: {
          kind: 'spacetime4d',
          fitted: { channels: [{ name: 'u', mean: 0, std: 1 }], size: [1, 2, 1, 1], horizon: 1 },
        },
      },
      grid: {
        recordings: 1,
        axes: { time: axis(times, 2000), x: axis(2, 0), y: axis(1, 0), z: axis(1, 0) },
        channels: [{ name: 'u', min: 0, max: 1, mean: 0, std: 1, missing: 0 }],
        windowing: { length: 1, stride: 1, horizon: 0 },
        chunks: [],
      },
      places: { recording: Float64Array.of(0), start: Float64Array.of(times - 1), places: [[0, 0, 0]] },
      samples: Uint32Array.of(0),
      answers: Float32Array.of(1, 2),
      names: { model: 'm', dataset: 'd' },
    });
    const file = await npz.open(new File([bytes], 'a.npz'));
    return [...(await file.read('time', [0], [1]))];
  };
  expect(await timesOf(1)).toEqual([Number.NaN]);
  expect(await timesOf(3)).toEqual([2003]);
});
