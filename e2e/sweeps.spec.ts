/**
 * Settings are searched from the Train page; the tab dies twice, and memory is short once: no trial is lost, none is
 * trained twice, the best is as good as the training without a search or better.
 */
import type { BrowserContext } from '@playwright/test';
import type { SweepResult } from '#/core/protocol/sweep';
import { haveSample, openStudio, tetrad } from './studio';
import { audit, expect, test } from './support';

test('a search of twenty trials survives two deaths of its tab and a lack of memory; its best is registered in one click', {
  tag: '@long',
}, async ({ page: first, context }) => {
  test.setTimeout(900_000);
  await shortOfMemory(context, '-5-0', 32);
  await openStudio(first);
  const datasetId = await haveSample(first, 'iris');
  await first.goto(`/train?dataset=${datasetId}&family=mlp`);
  await first.getByRole('textbox', { name: 'Epochs' }).fill('27');
  await first.getByRole('button', { name: 'Advanced' }).click();
  await first.getByRole('combobox', { name: 'Backend' }).click();
  await first.getByRole('option', { name: 'cpu' }).click();
  await first.getByRole('button', { name: 'Search settings' }).click();
  await expect(first.getByText('30 trials of at most 27 epochs')).toBeVisible();
  await audit(first);
  await first.getByRole('textbox', { name: 'Lowest Learning rate' }).fill('0');
  await expect(first.getByText('0 has no logarithm')).toBeVisible();
  await expect(first.getByRole('button', { name: 'Start search' })).toBeDisabled();
  await first.getByRole('textbox', { name: 'Lowest Learning rate' }).fill('0.0001');
  await first.getByRole('checkbox', { name: 'Hidden layers' }).uncheck();
  await first.getByRole('checkbox', { name: 'Batch size' }).uncheck();
  await first.getByRole('textbox', { name: 'Trials' }).fill('20');
  await first.getByRole('button', { name: 'Start search' }).click();
  await expect(first).toHaveURL(/\/runs\//);
  const url = first.url();
  const runId = url.split('/').at(-1)?.split('?')[0] ?? '';

  let page = first;
  const closed = async () => {
    const runs = await tetrad(page, 'runs.list', {});
    return runs.filter(({ parentId, trial }) => parentId === runId && trial?.reported);
  };
  const before = new Map<string, number | undefined>();
  for (const ended of [3, 9]) {
    await expect
      .poll(async () => (await closed()).length, { timeout: 240_000 })
      .toBeGreaterThanOrEqual(ended);
    for (const { id, finishedAt } of await closed()) before.set(id, finishedAt);
    await page.close();
    page = await context.newPage();
    await page.goto(url);
  }
  const whole = await tetrad(page, 'runs.get', { id: runId });
  const job = await tetrad(page, 'jobs.wait', { id: whole.jobId });
  expect(job.status, job.error?.message).toBe('completed');
  const result = job.result as SweepResult;
  const { trials, best } = await tetrad(page, 'sweeps.describe', { runId });
  expect(trials.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, number) => number));
  expect(new Set(trials.map(({ params }) => JSON.stringify(params))).size).toBe(20);
  expect(trials.some(({ state }) => state === 'pruned')).toBe(true);
  // The sixth found no memory, and was trained with half the batch.
  expect(trials.map(({ batch }) => batch)).toEqual(
    trials.map(({ number }) => (number === 5 ? { asked: 32, taken: 16 } : undefined)),
  );
  expect(trials.filter(({ state }) => state === 'failed')).toEqual([]);
  await expect(page.getByText('Trial 6 ran out of memory with batches of 32')).toBeVisible();
  expect((await tetrad(page, 'jobs.list', {})).filter(({ parentId }) => parentId === job.id)).toHaveLength(
    21,
  );
  // What had ended before a death has neither run again nor changed.
  const after = new Map((await closed()).map((run) => [run.id, run.finishedAt]));
  expect(after.size).toBe(20);
  for (const [id, finishedAt] of before) expect(after.get(id)).toBe(finishedAt);
  // The first is the training without a search.
  expect(result.best.values[0]).toBeGreaterThanOrEqual(trials[0]?.values?.[0] ?? 0);

  for (const name of ['History', 'Course of the trials', 'Settings side by side', 'What matters'])
    await expect(page.getByRole('figure', { name })).toBeVisible();
  const table = page.getByRole('grid', { name: 'Trials' });
  await page.getByRole('radiogroup', { name: 'Trials shown' }).getByText('pruned').click();
  await expect(table.getByRole('row')).toHaveCount(result.pruned + 1);
  // The state is that of all plots.
  await page.getByRole('radiogroup', { name: 'Trials shown' }).getByText('All 20').click();
  const history = page.getByRole('figure', { name: 'History' }).getByRole('slider');
  await history.focus();
  await page.keyboard.press('Home');
  await expect(history).toHaveAttribute('aria-valuetext', /^trial 1:/);
  await audit(page);
  await page.getByRole('button', { name: 'Register the best' }).click();
  await expect(page.getByRole('link', { name: 'Predict' }).last()).toBeVisible();
  const { model, versions } = await tetrad(page, 'models.get', { id: whole.modelId });
  expect(versions.find(({ id }) => id === model.aliases.champion)?.runId).toBe(trials[best ?? -1]?.runIds[0]);
});

/** In the engine an allocation fails, as a browser says it, in the midst of the training of that run with such batches. */
async function shortOfMemory(context: BrowserContext, runIdEnd: string, batchSize: number): Promise<void> {
  const shim = `
    addEventListener('message', ({ data }) => {
      const text = JSON.stringify(data) ?? '';
      if (!text.includes('${runIdEnd}"') || !text.includes('"batchSize":${batchSize},')) return;
      const Real = Float32Array;
      let left = 1500;
      globalThis.Float32Array = new Proxy(Real, {
        construct(target, given) {
          if (--left > 0) return Reflect.construct(target, given);
          globalThis.Float32Array = Real;
          throw new RangeError('Array buffer allocation failed');
        },
      });
    });`;
  await context.route(/\/engine\.worker-[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${await response.text()}\n;${shim}` });
  });
}
