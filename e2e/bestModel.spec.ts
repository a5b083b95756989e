/** Several models as one, picked by hand; and the best model, found within a minute, used by one click. */
import { haveRun, haveSample, openStudio } from './studio';
import { audit, expect, test } from './support';

test('models of the same data are combined, judged beside each other, asked and exported', {
  tag: '@long',
}, async ({ page }) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'iris');
  for (const family of ['knn', 'linear', 'boostedTrees'])
    await haveRun(page, datasetId, 'species', { family, training: { epochs: 30, seed: 1 } });
  await page.goto('/models');
  await page.getByRole('link', { name: 'Combine models' }).click();
  const submit = page.getByRole('button', { name: /^(Choose at least two|Combine \d)/ });
  await expect(submit).toBeDisabled();
  for (const box of await page.getByRole('checkbox').all()) await box.check();
  await page.getByText('Voting', { exact: true }).click();
  await page.getByRole('textbox', { name: /^Weight of .*linear/i }).fill('2');
  await audit(page);
  await expect(submit).toHaveText('Combine 3 models');
  await submit.click();
  await expect(page.getByText('Combined.')).toBeVisible({ timeout: 60_000 });
  const members = page.getByRole('region', { name: 'Members' });
  await expect(members).toContainText('Together');
  await expect(members).toContainText(/linear, version 1/i);
  await expect(page.getByRole('region', { name: 'How often two of them answer differently' })).toBeVisible();
  await audit(page);
  await page.getByRole('tab', { name: 'Evaluation' }).click();
  await expect(page.getByRole('tabpanel')).toContainText('setosa');
  await page.getByRole('link', { name: 'Export ONNX' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Export and check' }).click();
  await expect(dialog).toContainText('Answers like this studio.', { timeout: 60_000 });
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: 'Members' }).click();
  await expect(page.getByRole('region', { name: 'Members' })).toContainText('Together');
  await page.getByRole('main').getByRole('link', { name: 'Predict' }).click();
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await expect(page.getByRole('main')).toContainText(/setosa|versicolor|virginica/, { timeout: 30_000 });
});

test('the best model is found on time, and any of them used by one click', { tag: '@long' }, async ({
  page,
}) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'iris');
  await page.goto(`/data/${datasetId}`);
  await page.getByRole('link', { name: 'Find the best model' }).click();
  await page.getByText('Fast', { exact: true }).click();
  await page.getByRole('textbox', { name: 'Time (minutes)' }).fill('0.75');
  await audit(page);
  await page.getByRole('button', { name: 'Find the best model' }).click();
  const board = page.getByRole('region', { name: 'Leaderboard' });
  await expect(board).toContainText('Linear model', { timeout: 30_000 });
  // A tab that is gone for a moment loses nothing.
  await page.reload();
  await expect(board).toContainText('Without a model', { timeout: 60_000 });
  await expect(page.getByText('champion', { exact: true })).toBeVisible({ timeout: 90_000 });
  await expect(board).toContainText('Ensemble of');
  await expect(page.getByRole('main')).toContainText(/models? trained in/);
  await audit(page);
  await board.getByRole('button', { name: /^Use Linear model/ }).click();
  await expect(board.getByRole('button', { name: /^Use Linear model/ })).toHaveCount(0);
  await expect(board.getByRole('button', { name: /^Use Ensemble/ })).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'Predict' }).click();
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await expect(page.getByRole('main')).toContainText(/setosa|versicolor|virginica/, { timeout: 30_000 });
});
