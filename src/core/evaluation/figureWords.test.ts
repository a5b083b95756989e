import { expect, test } from 'vitest';
import { figureWords } from './figureWords';
import type { FinalFigure } from './finalFigure';

const figure: FinalFigure = {
  part: 'test',
  metric: 'accuracy',
  value: 0.84,
  rows: 50,
  free: { answer: 'always “no”', value: 0.84 },
  balanced: { value: 0.5, free: 0.5 },
};
const words = (given: Partial<FinalFigure>) => figureWords({ ...figure, ...given }, String);

test('rare labels bring the balanced accuracy, labels of about one share do not', () => {
  expect(words({}).balanced).toBe('50 %; one label for all: 50 %');
  expect(words({ free: { answer: 'always “no”', value: 0.55 } }).balanced).toBeUndefined();
});

test('one answer for all is said, with what to try', () => {
  expect(words({ always: 'no' }).notes).toEqual([expect.stringMatching(/“no” for every row.*Try balanced/)]);
});

test('copies of what was learnt from are counted, with the figure without them', () => {
  expect(words({ copies: { rows: 20, value: 0.6 } }).notes).toEqual([
    '20 of 50 test rows equal a row that was learnt from; without them the figure is 60 %.',
  ]);
  expect(words({ copies: { rows: 50 } }).notes[0]).toContain('nothing here was new');
});
