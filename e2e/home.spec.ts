/** The first screen of a person with data: what is theirs comes first, the ways in are a strip, samples come last. */
import { haveRun, haveSample, openStudio, tetrad } from './studio';
import { audit, expect, test } from './support';

test('datasets, what runs and recent runs come first', async ({ page }) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'houses');
  const { runId } = await haveRun(page, datasetId, 'price_eur', { family: 'linear', name: 'first try' });
  const { jobId } = await tetrad(page, 'training.submit', {
    datasetId,
    target: 'price_eur',
    family: 'linear',
    familyParams: { solver: 'gradient' },
    name: 'second try',
    training: { epochs: 100_000, backend: 'cpu', earlyStopping: false },
  });
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Data');
  const parts = [
    page.getByRole('button', { name: 'Choose a file' }),
    page.getByRole('grid', { name: 'Datasets' }).getByRole('link', { name: 'House prices' }),
    page.getByRole('list', { name: 'Samples' }),
  ];
  const tops = await Promise.all(parts.map(async (part) => (await part.boundingBox())?.y ?? Number.NaN));
  expect(tops).toEqual(tops.toSorted((a, b) => a - b));
  const running = page.getByRole('region', { name: 'Running' });
  await expect(running.getByRole('progressbar')).toBeVisible();
  const runs = page.getByRole('region', { name: 'Recent runs' });
  await expect(runs.getByRole('listitem')).toHaveText(/^first try.*R².*price_eur, House prices/);
  await audit(page);
  await tetrad(page, 'jobs.cancel', { id: jobId });
  await expect(running).toHaveCount(0);
  await expect(runs.getByRole('listitem')).toHaveCount(2);

  await page.setViewportSize({ width: 375, height: 720 });
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(tooWide, 'no sideways scrolling').toBeLessThanOrEqual(0);
  await runs.getByRole('link', { name: 'first try' }).click();
  await expect(page).toHaveURL(new RegExp(runId));
});
