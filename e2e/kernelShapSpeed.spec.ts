/** Shapley values of a 30-column mlp in the browser: seconds a row, told, not judged. */
import { haveRun, openStudio, tetrad } from './studio';
import { expect, importTables, test } from './support';

test('seconds a row', { tag: '@long' }, async ({ page }) => {
  await openStudio(page);
  let state = 7;
  const random = () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32 - 0.5;
  };
  const lines = Array.from({ length: 600 }, () => {
    const x = Array.from({ length: 30 }, random);
    const [a = 0, b = 0, c = 0, d = 0] = x;
    return [...x.map((value) => value.toFixed(4)), a * b + (c - d) / 4 > 0 ? 'yes' : 'no'].join(',');
  });
  const body = [[...Array.from({ length: 30 }, (_, i) => `c${i}`), 'y'].join(','), ...lines].join('\n');
  await importTables(page, [{ name: 'wide.csv', body }]);
  await expect.poll(async () => (await tetrad(page, 'datasets.list', {}))[0]?.version?.rows).toBe(600);
  const [listed] = await tetrad(page, 'datasets.list', {});
  const { modelId } = await haveRun(page, listed?.dataset.id ?? '', 'y', {
    training: { epochs: 15, seed: 1 },
  });
  const ask = async (rows: number) => {
    const params = { rows, background: 100, coalitions: 2048 };
    const { jobId } = await tetrad(page, 'explain.run', { modelId, method: 'shapleySummary', params });
    const { result } = await tetrad(page, 'jobs.wait', { id: jobId });
    return result as { ms: number; backend: string; additivityError: number };
  };
  await ask(1);
  for (let i = 0; i < 3; i++) {
    const [one, many] = [await ask(1), await ask(41)];
    console.log(
      JSON.stringify({
        secondsARow: (many.ms - one.ms) / 40_000,
        one: one.ms,
        backend: many.backend,
        off: many.additivityError,
      }),
    );
  }
});
