/** A training as a link: in another profile, with the same file, the same figure. */
import { haveRun, haveSample, irisCsv, openStudio, tetrad } from './studio';
import { audit, dropFiles, expect, takeAsShown, test } from './support';

test('a link repeats a training elsewhere to the same figure @long', async ({ page, browser }) => {
  test.setTimeout(240_000);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await openStudio(page);
  const datasetId = await haveSample(page, 'iris');
  const { runId } = await haveRun(page, datasetId, 'species', {
    name: 'shared',
    familyParams: { hiddenLayers: [9] },
    training: { seed: 7, learningRate: 0.02, epochs: 6, backend: 'wasm' },
  });
  await page.goto(`/runs/${runId}`);
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Copy link to repeat' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('/share?of=');
  const link = new URL(await page.evaluate(() => navigator.clipboard.readText()));
  const there = await tetrad(page, 'runs.get', { id: runId });

  const context = await browser.newContext({ baseURL: new URL(page.url()).origin });
  const other = await context.newPage();
  await other.goto(`${link.pathname}${link.search}`);
  await expect(other.getByRole('status').filter({ hasText: 'iris.csv' })).toBeVisible();
  await expect(other.getByRole('button', { name: 'Train the same' })).toBeDisabled();
  await audit(other);
  await dropFiles(other, [{ name: 'iris.csv', body: irisCsv }]);
  await takeAsShown(other);
  await expect(other.getByText('150 rows × 5 columns')).toBeVisible();
  await other.goto(`${link.pathname}${link.search}`);
  await expect(other.getByText('the same to the bit')).toBeVisible();
  await audit(other);
  await other.getByRole('button', { name: 'Train the same' }).click();
  await expect(other.getByRole('region', { name: 'Next steps' })).toBeVisible({ timeout: 60_000 });
  const again = await tetrad(other, 'runs.get', { id: other.url().split('/').at(-1) ?? '' });
  for (const name of ['valLoss', 'trainLoss', 'valAccuracy'])
    expect(again.summary[name]).toBeCloseTo(there.summary[name] ?? Number.NaN, 6);

  await other.goto(`/share?of=${(link.searchParams.get('of') ?? '').slice(0, 80)}`);
  await expect(other.getByText('This link does not say a whole training.')).toBeVisible();
  await context.close();
});
