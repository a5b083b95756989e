/** Gradient-boosted trees from the Train page to the file, and the list of models behind those that are shown. */
import { readFileSync } from 'node:fs';
import { haveSample, openStudio, tetrad } from './studio';
import { audit, expect, test } from './support';

test('boosted trees on customers are chosen, trained, asked, exported and reported', {
  tag: '@long',
}, async ({ page }) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'churn');
  await page.goto(`/train?dataset=${datasetId}&target=churned`);
  await page.getByRole('radio', { name: /Gradient-boosted trees/ }).check();
  await expect(page.getByRole('textbox', { name: 'Leaves' })).toHaveValue('0');
  await expect(page.getByRole('textbox', { name: 'Batch size' })).toHaveCount(0);
  await audit(page);
  await page.getByRole('button', { name: 'Start training' }).click();
  const next = page.getByRole('region', { name: 'Next steps' });
  await expect(next).toBeVisible({ timeout: 120_000 });
  await audit(page);

  const [run] = await tetrad(page, 'runs.list', {});
  if (!run) throw new Error('no run');
  expect(run.summary.valAccuracy).toBeGreaterThan(0.75);
  await next.getByRole('link', { name: 'Predict' }).click();
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Answer' })).toContainText(/yes|no|true|false/i);

  await page.goto(`/runs/${run.id}`);
  await page.getByRole('link', { name: 'Export ONNX' }).click();
  const dialog = page.getByRole('dialog', { name: /^Export / });
  await dialog.getByRole('button', { name: 'Export and check' }).click();
  const report = dialog.getByRole('region', { name: 'Export report' });
  await expect(report).toContainText('Answers like this studio.');
  await expect(report).toContainText(/TreeEnsembleRegressor \d/);
  await audit(page);

  await page.goto(`/runs/${run.id}?tab=evaluation`);
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save report' }).click(),
  ]);
  expect(readFileSync(await saved.path(), 'utf8')).toMatch(/boosted trees? of [\d,]+ leaves/);
});

test('the models that fit are shown, the others found by what they are for, each explained', async ({
  page,
}) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'activity');
  await page.goto(`/train?dataset=${datasetId}`);
  const models = page.getByRole('group', { name: 'Model' });
  await expect(models.getByRole('radio')).toHaveCount(3);
  await models.getByRole('button', { name: /more models$/ }).click();
  await expect(models.getByText(/weights, .* products a sample/).first()).toBeVisible();
  await audit(page);
  await models.getByRole('textbox', { name: 'Search models' }).fill('nearest neigh');
  await models.getByRole('radio', { name: /Nearest neighbours/ }).check();
  await expect(models.getByRole('radio', { name: /Nearest neighbours/ })).toBeChecked();
  await expect(models.getByRole('radio')).toHaveCount(3);

  await models.getByRole('link', { name: 'When to use which' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Nearest neighbours/);
  await expect(page.getByText('What it cannot do')).toBeVisible();
  await audit(page);
  await page.getByRole('link', { name: 'All model families' }).click();
  await page.getByRole('textbox', { name: 'Search model families' }).fill('convolution');
  await expect(page.getByRole('listitem')).not.toHaveCount(0);
  await page.getByRole('link', { name: /^4-D convolution/ }).click();
  await expect(page.getByRole('table').last()).toContainText('conv1');
  await audit(page);
});
