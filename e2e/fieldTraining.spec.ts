/** A field from its samples to a judged forecast, beside its ablation, to an answer and a checked file. */
import { readFileSync } from 'node:fs';
import * as ort from 'onnxruntime-node';
import { openStudio, tetrad } from './studio';
import { audit, dropFiles, expect, test } from './support';

const body = readFileSync(new URL('../src/formats/arrays/fixtures/classic.nc', import.meta.url));

test('the future of a field is learnt, judged against persistence and the ablation, and exported', async ({
  page,
}) => {
  await openStudio(page);
  await dropFiles(page, [{ name: 'classic.nc', type: '', body }]);
  await expect(page).toHaveURL(/\/map$/);
  await expect(page.getByRole('button', { name: 'Import', exact: true })).toBeEnabled();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Axes and channels' })).toBeVisible({ timeout: 60_000 });
  const [entry] = await tetrad(page, 'datasets.list', {});
  const datasetId = entry?.dataset.id ?? '';

  await page.goto(`/train?dataset=${datasetId}`);
  await expect(page.getByText('Forecast: the whole field, 1 step ahead')).toBeVisible();
  await expect(page.getByRole('checkbox', { name: 'wind' })).toBeChecked();
  await page.getByRole('textbox', { name: 'Epochs' }).fill('2');
  await page.getByRole('textbox', { name: 'Filters' }).fill('2');
  await page.getByRole('button', { name: 'Advanced' }).click();
  await page.getByRole('combobox', { name: 'Backend' }).click();
  await page.getByRole('option', { name: 'wasm' }).click();
  await page.getByRole('checkbox', { name: 'Also train the 3-D ablation' }).check();
  await audit(page);
  await page.getByRole('button', { name: 'Start training' }).click();
  await expect(page.getByText('Trained.')).toBeVisible({ timeout: 60_000 });
  for (const run of await tetrad(page, 'runs.list', { datasetId }))
    expect((await tetrad(page, 'jobs.wait', { id: run.jobId })).status).toBe('completed');

  await page.getByRole('tab', { name: 'Evaluation' }).click();
  const pays = page.getByRole('region', { name: 'Does 4-D pay?' });
  await expect(pays.getByRole('link', { name: '3-D, time as channels' })).toBeVisible();
  // Windows of one time: on one backend both networks are the same, to the bit.
  await expect(pays.getByText('both networks answer every sample alike')).toBeVisible();
  const leads = page.getByRole('region', { name: 'Forecast of wind' });
  await expect(leads.getByRole('row')).toHaveCount(2);
  await expect(leads.getByText(/^One step ahead/)).toBeVisible();
  await audit(page);

  await page.getByRole('link', { name: 'Predict' }).last().click();
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await expect(page.getByText(/^30 values from/)).toBeVisible();
  const forecast = page.getByRole('region', { name: 'Forecast field' });
  await expect(forecast.getByLabel('Value at the crosshair')).toHaveText(/\d/);
  await forecast.getByText('Error', { exact: true }).click();
  await expect(forecast.getByRole('combobox', { name: 'Map' })).toHaveValue('diverging');
  await audit(page);

  const runs = await tetrad(page, 'runs.list', { datasetId });
  const modelId = runs.find(({ params }) => params.family === 'cnn4d')?.modelId ?? '';
  const frame = Array.from({ length: 5 }, () => Array.from({ length: 3 }, () => [[280, null]]));
  const { predictions } = await tetrad(page, 'inference.predict', { modelId, inputs: [[frame]] });
  const inside = Object.values(predictions[0]?.field ?? {});
  expect(inside).toHaveLength(30);

  const { versions } = await tetrad(page, 'models.get', { id: modelId });
  await page.goto(`/models/${modelId}?export=${versions[0]?.id}`);
  const dialog = page.getByRole('dialog', { name: /^Export / });
  await dialog.getByRole('combobox', { name: '4-D convolutions' }).click();
  await page.getByRole('option', { name: 'native' }).click();
  await audit(page);
  await dialog.getByRole('button', { name: 'Export and check' }).click();
  const report = dialog.getByRole('region', { name: 'Export report' });
  await expect(report).toContainText('Answers like this studio.');
  await expect(report).toContainText('Not compared on WebGPU: its Conv stops at 3-D');
  await audit(page);
  const downloading = page.waitForEvent('download');
  await dialog.getByRole('button', { name: /^Download .+\.onnx$/ }).click();
  const session = await ort.InferenceSession.create(await (await downloading).path());
  const raw = Float32Array.from(frame.flat(3), (value) => value ?? Number.NaN);
  const outside = await session.run({ field: new ort.Tensor('float32', raw, [1, 1, 5, 3, 1, 2]) });
  const values = Array.from((outside.forecast?.data ?? []) as Float32Array);
  expect(values).toHaveLength(30);
  for (const [i, value] of values.entries()) expect(value).toBeCloseTo(Number(inside[i]), 3);
});

test('a separable forecast has its ablation too, and the page says so when that one is trained', {
  tag: '@long',
}, async ({ page }) => {
  await openStudio(page);
  const { jobId: importJob, datasetId } = await tetrad(page, 'datasets.sample', {
    sampleId: 'advectedField',
  });
  await tetrad(page, 'jobs.wait', { id: importJob });
  const { jobId, runId } = await tetrad(page, 'training.submit', {
    datasetId,
    target: 'future',
    family: 'cnn4d',
    familyParams: { filters: [2], convolution: 'separable', spaceKernel: 1 },
    training: { epochs: 1, backend: 'wasm' },
  });
  expect((await tetrad(page, 'jobs.wait', { id: jobId })).status).toBe('completed');
  await page.goto(`/runs/${runId}?tab=evaluation`);
  const pays = page.getByRole('region', { name: 'Does 4-D pay?' });
  await pays.getByRole('button', { name: 'Train the 3-D ablation' }).click();
  await expect(page).not.toHaveURL(new RegExp(runId));
  await page.goBack();
  // The ablation may still be in training: the page follows.
  await expect(pays.getByRole('link', { name: '3-D, time as channels' })).toBeVisible({ timeout: 90_000 });
  await expect(pays.getByText(/over 1\d\d forecasts .* tested over 8 stretches of time/)).toBeVisible();
  await audit(page);
});

test('a detector looks for the event that the file names; another choice stays with the run', {
  tag: '@long',
}, async ({ page }) => {
  await openStudio(page);
  const { jobId: importJob, datasetId } = await tetrad(page, 'datasets.sample', {
    sampleId: 'chirpDetector',
  });
  await tetrad(page, 'jobs.wait', { id: importJob });
  const { jobId, runId } = await tetrad(page, 'training.submit', {
    datasetId,
    target: 'event',
    family: 'cnn4d',
    familyParams: { filters: [2] },
    training: { epochs: 1, backend: 'wasm' },
  });
  expect((await tetrad(page, 'jobs.wait', { id: jobId })).status).toBe('completed');
  await page.goto(`/runs/${runId}?tab=evaluation`);
  const detecting = (event: string) => page.getByRole('region', { name: `Detecting ${event}` });
  await expect(detecting('chirp').getByText('as the data say')).toBeVisible();
  await page.getByRole('combobox', { name: 'Event' }).click();
  await page.getByRole('option', { name: 'noise' }).click();
  await expect(detecting('noise')).toBeVisible();
  await page.reload();
  await expect(detecting('noise').getByText('as you chose')).toBeVisible();
  const { html } = await tetrad(page, 'runs.report', { runId });
  expect(html).toContain('Detecting noise');
  await audit(page);
});
