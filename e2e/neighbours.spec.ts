/** Nearest neighbours from the Train page to the file: a learner that makes no network. */
import { readFileSync } from 'node:fs';
import { haveSample, openStudio, tetrad } from './studio';
import { audit, expect, test } from './support';

test('k-NN on iris is trained, asked, exported and reported', { tag: '@long' }, async ({ page }) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'iris');
  await page.goto(`/train?dataset=${datasetId}`);
  await page.getByRole('radio', { name: /Nearest neighbours/ }).check();
  await expect(page.getByRole('textbox', { name: 'Most neighbours' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Epochs' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Advanced' }).click();
  await expect(page.getByRole('textbox', { name: 'Seed' })).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Optimizer' })).toHaveCount(0);
  await audit(page);
  await page.getByRole('button', { name: 'Start training' }).click();
  const next = page.getByRole('region', { name: 'Next steps' });
  await expect(next).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('main')).toContainText('Each epoch judges one number of neighbours');
  await audit(page);
  await page.getByRole('button', { name: 'Use the dark theme' }).click();
  await audit(page);

  const [run] = await tetrad(page, 'runs.list', {});
  if (!run) throw new Error('no run');
  expect(run.summary.valAccuracy).toBeGreaterThan(0.9);
  await next.getByRole('link', { name: 'Predict' }).click();
  const iris = { sepal_length_cm: 5.1, sepal_width_cm: 3.5, petal_length_cm: 1.4, petal_width_cm: 0.2 };
  for (const [name, value] of Object.entries(iris))
    await page.getByRole('textbox', { name }).fill(String(value));
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Answer' })).toContainText('setosa');

  await page.goto(`/runs/${run.id}`);
  await page.getByRole('link', { name: 'Export ONNX' }).click();
  const dialog = page.getByRole('dialog', { name: /^Export / });
  await dialog.getByRole('button', { name: 'Export and check' }).click();
  const report = dialog.getByRole('region', { name: 'Export report' });
  await expect(report).toContainText('Answers like this studio.');
  await expect(report).toContainText(/TopK \d/);
  await audit(page);

  await page.goto(`/runs/${run.id}?tab=evaluation`);
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save report' }).click(),
  ]);
  expect(readFileSync(await saved.path(), 'utf8')).toMatch(/nearest of 1\d\d rows|the nearest of/);
});
