import { expect, test } from 'vitest';
import { taskKind } from './taskKind';

const stats = (count: number, distinct: number) => ({ count, missing: 0, distinct, distinctCapped: false });

test('text and yes/no are labels, measured numbers are numbers', () => {
  expect(taskKind({ type: 'categorical' }, stats(150, 3))).toBe('classification');
  expect(taskKind({ type: 'boolean' }, stats(150, 2))).toBe('classification');
  expect(taskKind({ type: 'numeric' }, stats(150, 2))).toBe('regression');
});

test('few whole numbers seen often are labels, many are a number', () => {
  expect(taskKind({ type: 'integer' }, stats(1797, 10))).toBe('classification');
  expect(taskKind({ type: 'integer' }, stats(442, 214))).toBe('regression');
  expect(taskKind({ type: 'integer' }, stats(12, 10))).toBe('regression');
  expect(taskKind({ type: 'integer' }, { ...stats(5000, 20), distinctCapped: true })).toBe('regression');
});
