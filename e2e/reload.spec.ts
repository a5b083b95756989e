/** A reload loses nothing that was acknowledged: neither a run in the middle nor anything finished. */
import type { Page } from '@playwright/test';
import { curveOf, haveRun, haveSample, openStudio, tetrad } from './studio';
import { audit, expect, takeAsShown, test } from './support';

const training = { epochs: 16, backend: 'cpu', earlyStopping: false, seed: 11 } as const;

/** Starts the same training and waits until it is well under way. */
async function startHalfway(page: Page, datasetId: string): Promise<string> {
  const { runId } = await tetrad(page, 'training.submit', {
    datasetId,
    target: 'churned',
    family: 'mlp',
    training,
  });
  await page.goto(`/runs/${runId}`);
  await expect.poll(() => epochShown(page), { timeout: 60_000 }).toBeGreaterThan(4);
  return runId;
}

async function epochShown(page: Page): Promise<number> {
  const text = await page.getByRole('main').innerText();
  return Number(/Epoch\s+(\d+)/.exec(text)?.[1] ?? 0);
}

test('a training goes on after a reload, and after a pause, on the same curve', async ({ page }) => {
  // Two trainings, however slow the machine.
  test.setTimeout(300_000);
  await openStudio(page);
  const datasetId = await haveSample(page, 'churn');
  const whole = await haveRun(page, datasetId, 'churned', { training });
  const expected = await curveOf(page, whole.runId);

  const runId = await startHalfway(page, datasetId);
  const next = page.getByRole('region', { name: 'Next steps' });
  await expect(next, 'still in the middle').toBeHidden();
  const reloadedAt = Date.now();
  await page.reload();
  await expect(page.getByRole('progressbar', { name: 'Training' })).toBeVisible();
  const reloadedIn = await epochShown(page);
  await expect.poll(() => epochShown(page), { timeout: 60_000 }).toBeGreaterThan(reloadedIn + 2);

  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('paused');
  await audit(page);
  await page.reload();
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(next).toBeVisible({ timeout: 240_000 });
  expect(await curveOf(page, runId)).toEqual(expected);
  const { series } = await tetrad(page, 'runs.metrics', { runId });
  const losses = series.find(({ name }) => name === 'batchLoss')?.points ?? [];
  expect(losses[0]?.timestamp, 'the first steps are of before').toBeLessThan(reloadedAt);
  expect(losses.at(-1)?.timestamp).toBeGreaterThan(reloadedAt);
});

test('after a reload everything finished is still there', async ({ page }) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'iris');
  const { runId, modelId } = await haveRun(page, datasetId, 'species', { training: { epochs: 30 } });
  const rows = [{ sepal_length_cm: 5.9, sepal_width_cm: 3, petal_length_cm: 4.2, petal_width_cm: 1.5 }];
  const before = await tetrad(page, 'inference.predict', { modelId, rows });
  const curve = await curveOf(page, runId);

  await page.goto('/');
  await page.reload();
  await page.getByRole('grid', { name: 'Datasets' }).getByRole('link', { name: /iris/i }).click();
  await expect(page.getByText('150 rows × 5 columns')).toBeVisible();
  await page.goto(`/runs/${runId}`);
  await expect(page.getByRole('region', { name: 'Next steps' })).toBeVisible();
  await expect(page.getByRole('figure', { name: 'Loss', exact: true })).toBeVisible();
  await audit(page);
  expect(await curveOf(page, runId)).toEqual(curve);
  const after = await tetrad(page, 'inference.predict', { modelId, rows });
  expect(after.predictions).toEqual(before.predictions);
  await page.goto('/models');
  await expect(page.getByRole('grid', { name: 'Models' }).getByRole('row')).toHaveCount(2);
  await audit(page);
});

test('an import cut by a reload leaves nothing partial and says what to do', async ({ page }) => {
  await openStudio(page);
  // Made in the page: sending it there would take longer than reading it.
  await page.evaluate(() => {
    const columns = Array.from({ length: 20 }, (_, i) => i);
    const head = `${columns.map((i) => `c${i}`).join(',')}\n`;
    const line = `${columns.map((i) => i * 1.5).join(',')}\n`;
    const dropped = new DataTransfer();
    dropped.items.add(new File([head, line.repeat(400_000)], 'large.csv', { type: 'text/csv' }));
    for (const kind of ['dragenter', 'dragover', 'drop'])
      document.body.dispatchEvent(
        new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: dropped }),
      );
  });
  await takeAsShown(page);
  await expect(page.getByRole('progressbar', { name: 'Import progress' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('main')).toContainText(/interrupted|no dataset|not here|There is no/i);
  await page.goto('/monitor');
  const jobs = page.getByRole('grid', { name: 'Jobs' });
  await expect(jobs).toContainText('interrupted');
  await expect(jobs).toContainText('The page was closed or reloaded');
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(await tetrad(page, 'datasets.list', {})).toEqual([]);
});
