import { expect, it } from 'vitest';
import { readAnswers } from './readAnswers';

it('keeps labels as they are written, numbers as numbers, and what is missing empty', async () => {
  const csv = 'sample,code,code (predicted),probability 007\n4,,007,0.25\n5,012,012,1e-7\n';
  expect((await readAnswers(new Blob([csv]))).map(({ sample, cells }) => [sample, ...cells])).toEqual([
    [4, ['sample', 4], ['code', ''], ['code (predicted)', '007'], ['probability 007', 0.25]],
    [5, ['sample', 5], ['code', '012'], ['code (predicted)', '012'], ['probability 007', 1e-7]],
  ]);
});
