/** A model on fields answers whole datasets and new recordings: with places, or as arrays with axes. */
import { readFileSync } from 'node:fs';
import { haveRun, openStudio, tetrad } from './studio';
import { audit, dropFiles, expect, test } from './support';

const fixture = (name: string) =>
  readFileSync(new URL(`../src/formats/arrays/fixtures/${name}`, import.meta.url));

test('a recording dropped on the page is mapped like the training data, forecast, shown and downloaded', {
  tag: '@long',
}, async ({ page }) => {
  await openStudio(page);
  await dropFiles(page, [{ name: 'monday.nc', type: '', body: fixture('classic.nc') }]);
  await expect(page.getByRole('button', { name: 'Import', exact: true })).toBeEnabled();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Axes and channels' })).toBeVisible({ timeout: 60_000 });
  const [entry] = await tetrad(page, 'datasets.list', {});
  const { modelId } = await haveRun(page, entry?.dataset.id ?? '', 'future', {
    family: 'cnn4d',
    familyParams: { filters: [2] },
    training: { epochs: 1 },
  });

  await page.goto(`/predict?model=${modelId}&tab=many`);
  await page.getByRole('button', { name: /^Predict \d+ samples?$/ }).click();
  const answered = page.getByRole('region', { name: 'Predicted dataset' });
  await expect(answered.getByText(/samples? answered/)).toBeVisible({ timeout: 60_000 });
  await expect(answered.getByText('Truth', { exact: true })).toBeVisible();
  await audit(page);

  // Something else is refused in words that name it.
  const zone = page.locator('[data-drop-zone]');
  const picker = zone.getByLabel('File of a recording');
  await picker.setInputFiles({ name: 'strain.hdf5', mimeType: '', buffer: fixture('strain.hdf5') });
  await expect(zone.getByText(/The file has no variable “temperature”/)).toBeVisible();
  await expect(zone.getByText(/strain\.hdf5/)).toBeVisible();

  await picker.setInputFiles({ name: 'tuesday.nc', mimeType: '', buffer: fixture('classic.nc') });
  await expect(answered.getByText(/^Predict tuesday with/)).toBeVisible({ timeout: 60_000 });
  await expect(answered.getByText(/samples? answered/)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('combobox', { name: 'Dataset' })).toHaveValue('tuesday');
  // The newest window has no future in the file yet: the forecast is shown alone.
  const [tuesday] = (await tetrad(page, 'datasets.list', {})).filter(
    ({ dataset }) => dataset.name === 'tuesday',
  );
  const last = (tuesday?.version?.rows ?? 0) - 1;
  expect(last).toBeGreaterThan(0);
  await answered.getByRole('textbox', { name: /^Sample, / }).fill(String(last));
  const shown = answered.getByRole('region', { name: `Sample ${last}` });
  await expect(shown.getByLabel('Value at the crosshair')).toHaveText(/\d/);
  await expect(answered.getByText('Truth', { exact: true })).toBeHidden();
  await audit(page);
  const saved = page.waitForEvent('download');
  await answered.getByRole('button', { name: 'Download .npz' }).click();
  expect((await saved).suggestedFilename()).toBe('tuesday-forecast.npz');
});

test('samples of a dataset get labels with where and when they are, judged where the label is known', {
  tag: '@long',
}, async ({ page }) => {
  await openStudio(page);
  const { jobId, datasetId } = await tetrad(page, 'datasets.sample', { sampleId: 'movingGaussians' });
  await tetrad(page, 'jobs.wait', { id: jobId });
  const { suggestedTarget } = await tetrad(page, 'datasets.describe', { id: datasetId });
  const { modelId } = await haveRun(page, datasetId, suggestedTarget ?? '', {
    family: 'cnn4d',
    familyParams: { filters: [2] },
    training: { epochs: 1, backend: 'wasm' },
  });
  await page.goto(`/predict?model=${modelId}&tab=many`);
  await page.getByRole('textbox', { name: 'to recording' }).fill('59');
  await page.getByRole('button', { name: 'Predict these samples' }).click();
  const answered = page.getByRole('region', { name: 'Predicted dataset' });
  await expect(answered.getByText(/^60 samples answered; right in \d+ of 60 whose/)).toBeVisible({
    timeout: 60_000,
  });
  await answered.getByRole('grid', { name: 'Answers' }).getByRole('row').nth(2).click();
  await expect(answered.getByLabel('Probabilities')).toBeVisible();
  await expect(answered.getByLabel('Value at the crosshair')).toHaveText(/\d/);
  await audit(page);

  await answered.getByRole('link', { name: 'Explain' }).click();
  await expect(page.getByRole('textbox', { name: /^Sample, 0 to/ })).toHaveValue('1');
  await page.goto(`${page.url()}&method=occlusion`);
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  const found = page.getByRole('region', { name: /^Drop in the probability of / });
  await expect(found.getByText(/^Largest at time \d+, x \d+, y \d+, z \d+: /)).toBeVisible({
    timeout: 90_000,
  });
  await expect(found.getByRole('combobox', { name: 'Map' })).toHaveValue('diverging');
  await expect(found.getByLabel('Value at the crosshair')).toHaveText(/\d/);
  await audit(page);
  await found.getByText('Sample', { exact: true }).click();
  await expect(found.getByRole('combobox', { name: 'Map' })).toHaveValue('viridis');
});
