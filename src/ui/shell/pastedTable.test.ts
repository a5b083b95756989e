import { expect, test } from 'vitest';
import { pastedTable } from './pastedTable';

const now = new Date(2026, 10, 21, 9, 5);

test('tab-separated text from a spreadsheet becomes a tsv file with the same bytes', async () => {
  const file = pastedTable('a\tb\r\n1\t2\r\n', now);
  expect(file?.name).toBe('Pasted 2026-11-21 09.05.tsv');
  expect(await file?.text()).toBe('a\tb\r\n1\t2\r\n');
});

test('prose and single lines are not tables', () => {
  expect(pastedTable('Hello there', now)).toBeUndefined();
  expect(pastedTable('one, two', now)).toBeUndefined();
  expect(pastedTable('Dear all,\nplease read on', now)).toBeUndefined();
});
