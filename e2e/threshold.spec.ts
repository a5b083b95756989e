/** Rare positives: the run says what a threshold would find, and a kept one makes a version that answers by it. */
import { haveRun, openStudio, tetrad } from './studio';
import { audit, expect, importTables, test } from './support';

/** About one row in sixteen is ill, and its sign is never sure. */
function rareCsv(): string {
  const lines = Array.from({ length: 800 }, (_, i) => {
    const sign = Math.sin(i * 12.9898) * 2;
    const hidden = Math.sin(i * 78.233) * 2;
    return `${sign.toFixed(4)},${sign + hidden > 3.2 ? 'ill' : 'well'}`;
  });
  return `sign,state\n${lines.join('\n')}\n`;
}

test('a threshold is proposed, moved and kept', { tag: '@long' }, async ({ page }) => {
  await openStudio(page);
  await importTables(page, [{ name: 'rare.csv', body: rareCsv() }]);
  await expect(page.getByText('800 rows × 2 columns')).toBeVisible();
  const [found] = await tetrad(page, 'datasets.list', {});
  const { runId, modelId } = await haveRun(page, found?.dataset.id ?? '', 'state', { family: 'linear' });
  await page.goto(`/runs/${runId}`);
  await expect(page.getByText(/of the validation rows are “ill”/)).toBeVisible();
  await audit(page);
  await page.screenshot({ path: '.cache/threshold-run.png', fullPage: true });
  await page.getByRole('link', { name: 'Choose a threshold' }).click();
  await expect(page.getByRole('button', { name: 'Least cost' })).toBeVisible();
  await page.getByRole('button', { name: 'Best F1' }).click();
  await audit(page);
  await page.getByRole('button', { name: 'Use the dark theme' }).click();
  await audit(page);
  await page.screenshot({ path: '.cache/threshold-dark.png', fullPage: true });
  await page.setViewportSize({ width: 400, height: 900 });
  await page.screenshot({ path: '.cache/threshold-narrow.png', fullPage: true });
  await page.setViewportSize({ width: 1360, height: 900 });
  await page.getByRole('button', { name: 'Keep in a new version' }).click();
  await expect(page.getByText('Version 2 made')).toBeVisible();
  const { versions } = await tetrad(page, 'models.get', { id: modelId });
  expect(versions[0]?.task.threshold).toMatchObject({ label: 'ill' });
  const rows = [{ sign: 1.9 }, { sign: -1.9 }];
  const { predictions } = await tetrad(page, 'inference.predict', { modelId, version: 2, rows });
  expect(predictions.map(({ value }) => value)).toEqual(['ill', 'well']);
  await page.goto(`/predict?model=${modelId}&version=2`);
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await expect(page.getByText(/This version calls “ill” from [\d.]+ % on/)).toBeVisible();
  await audit(page);
});
