/** How good a run is: matrix, curves, threshold, samples behind a number; and the report that leaves. */
import { readFileSync } from 'node:fs';
import { haveRun, haveSample, openStudio, tetrad } from './studio';
import { audit, expect, test } from './support';

test('a classifier of two classes: the threshold moves matrix and marker, cells open rows', async ({
  page,
}) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'churn');
  const { runId } = await haveRun(page, datasetId, 'churned', { training: { epochs: 6 } });
  await page.goto(`/runs/${runId}`);
  await page.getByRole('tab', { name: 'Evaluation' }).click();
  await expect(page).toHaveURL(/tab=evaluation/);
  for (const name of ['ROC', 'Precision and recall', 'Calibration'])
    await expect(
      page.getByRole('figure', { name, exact: true }).locator('path.recharts-curve'),
    ).toBeVisible();
  await expect(page.getByRole('grid', { name: /Error rate by/ }).getByRole('row')).not.toHaveCount(1);
  const segments = page.getByRole('grid', { name: 'Error rate by signup_date' });
  await expect(segments.getByRole('row').nth(1)).toContainText(/20\d\d-\d\d-\d\d to 20\d\d-\d\d-\d\d/);
  await audit(page);

  const matrix = page.getByRole('grid', { name: 'Confusion matrix' });
  const counts = async () =>
    (await matrix.locator('[data-cell]').allInnerTexts()).map((text) =>
      Number(text.split('\n')[0]?.replaceAll(',', '')),
    );
  const before = await counts();
  const run = await tetrad(page, 'runs.get', { id: runId });
  const rows = before.reduce((sum, count) => sum + count, 0);
  expect(((before[0] ?? 0) + (before[3] ?? 0)) / rows).toBeCloseTo(run.summary.testAccuracy ?? 0, 6);
  const marker = page.getByRole('figure', { name: 'ROC' }).locator('.recharts-reference-dot-dot');
  const at = await marker.boundingBox();
  await page.getByRole('slider', { name: /^Call it/ }).fill('0.05');
  await expect.poll(counts).not.toEqual(before);
  expect(await marker.boundingBox()).not.toEqual(at);

  await page.getByRole('button', { name: '0.5', exact: true }).click();
  await expect.poll(counts).toEqual(before);
  await matrix.locator('[data-cell][tabindex="0"]').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  const list = page.getByRole('grid', { name: /predicted as/ });
  await expect(list.getByRole('row').nth(1)).toBeVisible();
  expect(Number(await list.getAttribute('aria-rowcount')) - 1).toBe(Math.min(200, before[2] ?? 0));

  const figure = page.getByRole('figure', { name: 'ROC' });
  await figure.hover({ position: { x: 150, y: 120 } });
  await expect(figure.getByText('False positive rate', { exact: true }).first()).toBeVisible();
  for (const [item, start] of [
    ['Save as PNG', '\u0089PNG'],
    ['Save values as CSV', 'False positive rate,True positive rate,threshold'],
  ] as const) {
    await figure.getByRole('button', { name: 'Export ROC' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: item }).click(),
    ]);
    expect(readFileSync(await download.path(), 'latin1').startsWith(start)).toBe(true);
  }
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save report' }).click(),
  ]);
  const report = readFileSync(await saved.path(), 'utf8');
  expect(saved.suggestedFilename()).toMatch(/\.html$/);
  expect(report).toContain('Confusion matrix');
  expect(report).toContain(run.artifacts[0]?.blob.hash ?? 'no artifact');
  const opened = await page.context().newPage();
  await opened.setContent(report);
  await expect(opened.getByRole('img', { name: 'ROC' })).toBeVisible();
  await audit(opened);
  await opened.close();

  await page.getByRole('button', { name: 'Use the dark theme' }).click();
  await audit(page);
});

test('three classes: one against the rest has a matrix of its own', { tag: '@long' }, async ({ page }) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'iris');
  const { runId } = await haveRun(page, datasetId, 'species');
  await page.goto(`/runs/${runId}?tab=evaluation`);
  const matrix = page.getByRole('grid', { name: 'Confusion matrix' });
  await expect(matrix.locator('[data-cell]')).toHaveCount(9);

  await matrix.locator('[data-cell][tabindex="0"]').focus();
  await page.keyboard.press('Enter');
  const rows = page.getByRole('region', { name: 'setosa, predicted as setosa' });
  const count = Number(await rows.getByRole('grid').getAttribute('aria-rowcount')) - 1;
  await rows.getByRole('button', { name: `Explain these ${count}` }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText(`On ${count} chosen rows of Iris, beside the mean of `)).toBeVisible();
  await expect(page.getByRole('checkbox', { name: `Only the ${count} chosen rows` })).toBeChecked();
  await expect(page.getByRole('figure', { name: /^Probability of setosa/ })).toBeVisible();
  await audit(page);
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/cell.png`, fullPage: true });
  await page.goBack();
  await page.getByRole('combobox', { name: 'Class', exact: true }).click();
  await page.getByRole('option', { name: 'virginica' }).click();
  await page.getByRole('slider', { name: /^Call it/ }).fill('1');
  const side = page.getByRole('grid', { name: 'virginica against the rest' });
  await expect(side.locator('[data-cell]').first()).toContainText('0');
  await side.locator('[data-cell]').nth(3).click();
  await expect(page.getByRole('grid', { name: /the rest, predicted as the rest/ })).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await audit(page);
});

test('a regression: residuals, tolerance, the rows with the largest errors', { tag: '@long' }, async ({
  page,
}) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'houses');
  const { runId } = await haveRun(page, datasetId, 'price_eur');
  await page.goto(`/runs/${runId}?tab=evaluation`);
  await expect(
    page.getByRole('figure', { name: 'Predicted over true' }).locator('circle').first(),
  ).toBeVisible();
  await expect(page.getByRole('figure', { name: 'Residuals' })).toBeVisible();
  const share = page.getByRole('region', { name: 'Within a tolerance' }).getByRole('status');
  await expect(share).toHaveText(/7\d\.\d % of the rows/);
  await page.getByRole('textbox', { name: 'Off by at most' }).fill('1000000000');
  await expect(share).toHaveText('100.0 % of the rows');
  await page.getByRole('combobox', { name: 'Feature' }).click();
  await page.getByRole('option').nth(1).click();
  const segments = page.getByRole('grid', { name: /Mean error by/ });
  await segments.getByRole('row').nth(1).click();
  await expect(page.getByRole('region', { name: /^Worst where/ })).toBeVisible();
  await audit(page);
});

test('a run that is not there to evaluate says so', async ({ page }) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'iris');
  const { jobId, runId } = await tetrad(page, 'training.submit', {
    datasetId,
    target: 'species',
    family: 'mlp',
    training: { epochs: 100_000, earlyStopping: false, backend: 'cpu' },
  });
  await page.goto(`/runs/${runId}?tab=evaluation`);
  await expect(page.getByText('Not finished yet')).toBeVisible();
  await audit(page);
  await tetrad(page, 'jobs.cancel', { id: jobId });
});
