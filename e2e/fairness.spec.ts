/** A model is compared between groups of people, a threshold is tried for each, and the figures are taken away. */
import { readFileSync } from 'node:fs';
import { makeCensus } from '../test/support/makeCensus';
import { haveRun, haveSample, openStudio, tetrad } from './studio';
import { audit, expect, importTables, test } from './support';

test('groups of a census: gaps, a threshold for each group, small groups named, CSV', {
  tag: '@long',
}, async ({ page }) => {
  await openStudio(page);
  await importTables(page, [
    { name: 'census.csv', body: makeCensus().csv.split('\n').slice(0, 8001).join('\n') },
  ]);
  const known = async () => tetrad(page, 'datasets.list', {});
  await expect.poll(async () => (await known())[0]?.version?.rows, { timeout: 60_000 }).toBe(8000);
  const [listed] = await known();
  const { runId } = await haveRun(page, listed?.dataset.id as string, 'income', { family: 'boostedTrees' });
  await page.goto(`/runs/${runId}?tab=evaluation`);
  const panel = page.getByRole('region', { name: 'Fairness between groups' });
  await panel.getByRole('combobox', { name: 'Column of the groups' }).click();
  await page.getByRole('option', { name: 'race', exact: true }).click();
  const gaps = panel.getByRole('table', { name: 'How far apart the groups are' });
  await expect(gaps.getByRole('row')).toHaveCount(6);
  const rates = panel.getByRole('table', { name: 'Rates by group' });
  await expect(rates.getByRole('row', { name: /^White/ })).toBeVisible();
  await expect(panel.getByText(/^Fewer than 10 rows that are /)).toBeVisible();
  await panel.scrollIntoViewIfNeeded();
  await audit(page);
  const shots = process.env.SHOTS;
  const shoot = async (name: string) => {
    if (shots) await panel.screenshot({ path: `${shots}/fairness-${name}.png` });
  };
  await shoot('race');

  await panel.getByRole('combobox', { name: 'Column of the groups' }).click();
  await page.getByRole('option', { name: 'sex', exact: true }).click();
  const parity = gaps.getByRole('row', { name: /^Demographic parity/ });
  const gapOf = async () => Number.parseFloat((await parity.locator('td strong').innerText()) || 'x');
  const slider = rates.getByRole('slider', { name: 'Threshold of Male' });
  await expect(slider).toHaveValue('0.5');
  const before = await gapOf();
  await panel.getByRole('button', { name: 'Equal positive rates' }).click();
  await expect.poll(gapOf).toBeLessThan(before / 3);
  await expect(gaps.getByRole('columnheader', { name: 'All at 0.5' })).toBeVisible();
  const equal = await slider.inputValue();
  await slider.focus();
  await page.keyboard.press('ArrowLeft');
  expect(Number(await slider.inputValue())).toBeLessThan(Number(equal));
  await shoot('sex');
  await panel.getByText('Calibration curves of the groups').click();
  await expect(panel.getByRole('figure', { name: 'Calibration of Female' })).toBeVisible();
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    panel.getByRole('button', { name: 'Save as CSV' }).click(),
  ]);
  const lines = readFileSync(await saved.path(), 'utf8').split('\r\n');
  expect(lines[0]).toMatch(/^group,rows,threshold,rate of positive answers/);
  expect(lines).toHaveLength(4);
  const [report] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save report' }).click(),
  ]);
  const html = readFileSync(await report.path(), 'utf8');
  expect(html).toContain('Groups of sex');
  expect(html).toContain('Demographic parity');
  await page.getByRole('button', { name: 'Use the dark theme' }).click();
  await shoot('sex-dark');
  await audit(page);
  await page.setViewportSize({ width: 400, height: 860 });
  await shoot('sex-narrow');
  await audit(page);
});

test('errors of numbers by group', { tag: '@long' }, async ({ page }) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'houses');
  const { runId } = await haveRun(page, datasetId, 'price_eur');
  await page.goto(`/runs/${runId}?tab=evaluation`);
  const panel = page.getByRole('region', { name: 'Fairness between groups' });
  await expect(panel.getByRole('table', { name: 'Errors by group' }).getByRole('row')).not.toHaveCount(0);
  await audit(page);
  if (process.env.SHOTS) await panel.screenshot({ path: `${process.env.SHOTS}/fairness-houses.png` });
});
