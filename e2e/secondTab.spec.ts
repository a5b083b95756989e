/** Two tabs are one studio: the second sees and steers what the first runs, and takes over when it closes. */
import type { Page } from '@playwright/test';
import { haveSample, openStudio, tetrad } from './studio';
import { audit, expect, test } from './support';

const engines = (page: Page) => page.workers().filter((worker) => /engine/.test(worker.url())).length;

test('the second tab sees, controls and inherits the job of the first', async ({ page, context }) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'churn');
  const { runId } = await tetrad(page, 'training.submit', {
    datasetId,
    target: 'churned',
    family: 'mlp',
    training: { epochs: 2000, backend: 'cpu', earlyStopping: false },
  });
  await page.goto(`/runs/${runId}`);
  await expect(page.getByRole('progressbar', { name: 'Training' })).toBeVisible();

  const second = await context.newPage();
  await openStudio(second, '/runs');
  await second.getByRole('grid', { name: 'Runs' }).getByRole('link').first().click();
  const step = async () =>
    Number(/Step\s+([\d,]+)/.exec(await second.getByRole('main').innerText())?.[1]?.replaceAll(',', '') ?? 0);
  await expect.poll(step).toBeGreaterThan(0);
  const seen = await step();
  await expect.poll(step, 'the curve is alive here too').toBeGreaterThan(seen);
  await expect.poll(() => engines(page)).toBe(1);
  expect(engines(second), 'nothing runs twice').toBe(0);
  await audit(second);

  await second.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible();
  await second.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await second.waitForTimeout(2500);
  expect(engines(second)).toBe(0);

  await page.close();
  await expect.poll(() => engines(second), 'it is taken over').toBe(1);
  const takenAt = await step();
  await expect.poll(step, { timeout: 60_000 }).toBeGreaterThan(takenAt + 100);
  await second.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(second.getByRole('button', { name: 'Cancel', exact: true })).toBeHidden();
  const { series } = await tetrad(second, 'runs.metrics', { runId });
  const steps = series.find(({ name }) => name === 'batchLoss')?.points.map((point) => point.step) ?? [];
  expect(steps.length).toBeGreaterThan(takenAt);
  expect(steps, 'every step once').toEqual(steps.map((_, i) => i + 1));
});
