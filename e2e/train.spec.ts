/** From rows to a trained model: guessed target, good defaults, a page that is alive. */
import { curveOf, haveRun, haveSample, openStudio, tetrad } from './studio';
import { audit, expect, test } from './support';

test('iris trains on WebGPU with the defaults, in under a minute, to 95 %', async ({ page }) => {
  await openStudio(page);
  await page.getByRole('button', { name: /^Iris/ }).click();
  await expect(page.getByText('150 rows × 5 columns')).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Predict' })).toHaveValue('species');
  await page.getByRole('link', { name: 'Train on this' }).click();

  await expect(page.getByText('Classification: 3 labels (setosa, versicolor, virginica)')).toBeVisible();
  await expect(page.getByRole('radio', { name: /Multilayer perceptron|MLP/i })).toBeChecked();
  await audit(page);
  await page.getByRole('button', { name: 'Advanced' }).click();
  await page.getByRole('combobox', { name: 'Backend' }).click();
  await page.getByRole('option', { name: 'webgpu' }).click();
  await audit(page);

  const startedMs = Date.now();
  await page.getByRole('button', { name: 'Start training' }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/runs\//);
  await expect(page.getByRole('progressbar', { name: 'Training' })).toBeVisible();
  await expect(page.getByRole('figure', { name: 'Loss', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Cancel', exact: true })).toBeVisible();
  await audit(page);

  const next = page.getByRole('region', { name: 'Next steps' });
  await expect(next).toBeVisible({ timeout: 60_000 });
  const tookMs = Date.now() - startedMs;
  expect(tookMs, 'time to a trained model').toBeLessThan(60_000);
  const said = /Validation accuracy ([\d.]+) %/.exec(await next.innerText());
  expect(Number(said?.[1]), 'validation accuracy').toBeGreaterThanOrEqual(95);
  await expect(page.getByRole('main')).toContainText('WebGPU');
  for (const step of ['Train again', 'Compare', 'Export ONNX', 'Predict'])
    await expect(next.getByRole('link', { name: step })).toBeVisible();
  await audit(page);
  await page.getByRole('button', { name: 'Use the dark theme' }).click();
  await audit(page);
  test.info().annotations.push({ type: 'measured', description: `WebGPU iris ${tookMs} ms, ${said?.[1]} %` });

  await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Runs' }).click();
  await expect(page.getByRole('grid', { name: 'Runs' }).getByRole('row')).toHaveCount(2);
  await audit(page);
});

test('Enter starts without touching anything, and the fastest backend is taken', async ({ page }) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'iris');
  await page.goto(`/train?dataset=${datasetId}`);
  await expect(page.getByRole('button', { name: 'Start training' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Next steps' })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('main')).toContainText('ms a step');
});

test('a setting out of range is said where it is', async ({ page }) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'iris');
  await page.goto(`/train?dataset=${datasetId}`);
  await page.getByRole('textbox', { name: 'Epochs' }).fill('0');
  await expect(page.getByText('1 setting to correct')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Start training' })).toBeDisabled();
  await audit(page);
  await page.getByRole('button', { name: /^Reset Epochs/ }).click();
  await expect(page.getByRole('button', { name: 'Start training' })).toBeEnabled();
});

test('a regression trains and shows its error on the test, beside that of the mean', {
  tag: '@long',
}, async ({ page }) => {
  await openStudio(page);
  await page.getByRole('button', { name: /^House prices/ }).click();
  await page.getByRole('link', { name: 'Train on this' }).click();
  await expect(page.getByText('Regression: a number')).toBeVisible();
  await page.getByRole('textbox', { name: 'Epochs' }).fill('15');
  await page.keyboard.press('Enter');
  const next = page.getByRole('region', { name: 'Next steps' });
  await expect(next).toContainText('Test RMSE', { timeout: 60_000 });
  const [found] = await tetrad(page, 'runs.list', {});
  expect(found?.summary.testR2).toBeGreaterThan(0.8);
  const final = page.getByRole('region', { name: 'Final figure' });
  await expect(final).toContainText(/95 % interval\s*[\d,]+ to [\d,]+/);
  await expect(final).toContainText(/the mean: [\d,]+/);
  await expect(final).toContainText('225 test rows, which training never saw');
  await expect(page.getByRole('figure', { name: /R²|error/i }).first()).toBeVisible();
  await audit(page);

  await next.getByRole('link', { name: 'Predict' }).click();
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Answer' })).toContainText(/\d{2,}/);
  await audit(page);
});

for (const backend of ['webgpu', 'wasm', 'cpu'] as const)
  test(`the same seed repeats its curve to the bit on ${backend}, another does not`, {
    tag: backend === 'wasm' ? [] : '@long',
  }, async ({ page }) => {
    await openStudio(page);
    const datasetId = await haveSample(page, 'iris');
    const train = async (seed: number) => {
      const { runId } = await haveRun(page, datasetId, 'species', { training: { epochs: 6, backend, seed } });
      expect((await tetrad(page, 'runs.get', { id: runId })).backend).toBe(backend);
      return await curveOf(page, runId);
    };
    const first = await train(7);
    expect(first.batchLoss?.length).toBeGreaterThan(20);
    expect(await train(7)).toEqual(first);
    expect(await train(8)).not.toEqual(first);
  });
