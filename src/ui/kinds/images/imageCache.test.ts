/** What is fetched while a person scrolls: what is in view, a few at a time, never what flew past. */
import { expect, it, vi } from 'vitest';
import { ImageCache, type SeenImage } from './imageCache';

const range = (start: number, count: number) => Array.from({ length: count }, (_, i) => start + i);
const image = (row: number): SeenImage => ({ width: 1, height: 1, name: `${row}`, label: null });
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

function slowCache() {
  const asked: { rows: number[]; answer: () => void; fail: (thrown: Error) => void }[] = [];
  const cache = new ImageCache(
    (rows) =>
      new Promise((resolve, reject) =>
        asked.push({ rows, answer: () => resolve(rows.map(image)), fail: reject }),
      ),
  );
  return { cache, asked };
}

it('fetches what is in view in two batches at a time, and forgets what flew past', async () => {
  const { cache, asked } = slowCache();
  const seen = vi.fn();
  cache.view(range(0, 100), seen, () => undefined);
  expect(asked.map(({ rows }) => rows[0])).toEqual([0, 32]);
  cache.view(range(5_000, 40), seen, () => undefined);
  cache.view(range(9_000, 40), seen, () => undefined);
  expect(asked).toHaveLength(2);
  for (const { answer } of asked) answer();
  await settled();
  expect(asked.slice(2).map(({ rows }) => [rows[0], rows.length])).toEqual([
    [9_000, 32],
    [9_032, 8],
  ]);
  for (const { answer } of asked.slice(2)) answer();
  await settled();
  expect(asked).toHaveLength(4);
  expect(seen).toHaveBeenCalledTimes(4);
  expect([0, 63, 64, 5_000, 9_039].map((row) => cache.at(row)?.name)).toEqual([
    '0',
    '63',
    undefined,
    undefined,
    '9039',
  ]);
});

it('fetches what is needed first, past what is there already', async () => {
  const { cache, asked } = slowCache();
  const nothing = () => undefined;
  cache.view(range(0, 32), nothing, nothing);
  asked[0]?.answer();
  await settled();
  cache.view([...range(100, 4), ...range(20, 40)], nothing, nothing);
  expect(asked[1]?.rows).toEqual([...range(100, 4), ...range(32, 28)]);
});

it('a batch that fails is told, and asked for again with the next view', async () => {
  const { cache, asked } = slowCache();
  const failed = vi.fn();
  cache.view([1, 2], () => undefined, failed);
  asked[0]?.fail(new Error('gone'));
  await settled();
  expect(failed).toHaveBeenCalledWith(new Error('gone'));
  cache.view([1, 2, 3], () => undefined, failed);
  expect(asked[1]?.rows).toEqual([1, 2, 3]);
});
