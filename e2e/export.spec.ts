/** Leaving with one file: it takes raw rows outside the studio and answers as the studio does. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import * as ort from 'onnxruntime-node';
import type { RawRow } from '#/core/protocol/model';
import { haveRun, haveSample, openStudio, type Trained, tetrad } from './studio';
import { audit, expect, test } from './support';

/** From the run page, through the dialog, to the bytes on disk. */
async function exportOnnx(page: Page, { runId }: Trained, labelled = true): Promise<Buffer> {
  await page.goto(`/runs/${runId}`);
  await page.getByRole('link', { name: 'Export ONNX' }).click();
  const dialog = page.getByRole('dialog', { name: /^Export / });
  await expect(dialog.getByRole('button', { name: 'Export and check' })).toBeVisible();
  await expect(dialog.getByText('4-D convolutions')).toHaveCount(0);
  await audit(page);
  await dialog.getByRole('button', { name: 'Export and check' }).click();
  const report = dialog.getByRole('region', { name: 'Export report' });
  await expect(report).toContainText('Answers like this studio.');
  await expect(report.getByText('all labels equal')).toHaveCount(labelled ? 1 : 0);
  await expect(report).toContainText(/Gemm \d/);
  await audit(page);
  const downloading = page.waitForEvent('download');
  await dialog.getByRole('button', { name: /^Download .+\.onnx$/ }).click();
  return readFileSync(await (await downloading).path());
}

/** Raw rows as docs/onnx-file.md asks for them: text as it is, the rest as double, dates in milliseconds. */
async function feedsOf(page: Page, modelId: string, rows: RawRow[]): Promise<Record<string, ort.Tensor>> {
  const { versions } = await tetrad(page, 'models.get', { id: modelId });
  const shape = [rows.length, 1];
  return Object.fromEntries(
    (versions[0]?.inputs ?? []).map(({ name, type }) => {
      const cells = rows.map((row) => row[name] ?? null);
      const toNumber = (cell: RawRow[string]) =>
        cell === null
          ? Number.NaN
          : type === 'datetime'
            ? Date.parse(String(cell))
            : type === 'boolean'
              ? Number(['true', 'yes', '1'].includes(String(cell)))
              : Number(cell);
      return type === 'categorical'
        ? [
            name,
            new ort.Tensor(
              'string',
              cells.map((cell) => cell?.toString() ?? ''),
              shape,
            ),
          ]
        : [name, new ort.Tensor('float64', cells.map(toNumber), shape)];
    }),
  );
}

test('the file answers outside the studio as inside: iris', async ({ page }) => {
  await openStudio(page);
  const trained = await haveRun(page, await haveSample(page, 'iris'), 'species', {
    training: { epochs: 25 },
  });
  const bytes = await exportOnnx(page, trained);
  const rows: RawRow[] = [
    { sepal_length_cm: 5.1, sepal_width_cm: 3.5, petal_length_cm: 1.4, petal_width_cm: 0.2 },
    { sepal_length_cm: 6.3, sepal_width_cm: 3.3, petal_length_cm: 6, petal_width_cm: 2.5 },
    { sepal_length_cm: null, sepal_width_cm: 2.8, petal_length_cm: 4.5, petal_width_cm: 1.3 },
  ];
  const session = await ort.InferenceSession.create(bytes);
  const outputs = await session.run(await feedsOf(page, trained.modelId, rows));
  const inside = await tetrad(page, 'inference.predict', { modelId: trained.modelId, rows });
  expect([...((outputs.label?.data ?? []) as unknown as string[])]).toEqual(
    inside.predictions.map(({ value }) => value),
  );
  const probabilities = outputs.probabilities?.data as Float32Array;
  const expected = inside.predictions.flatMap((prediction) => prediction.probabilities ?? []);
  expect(probabilities.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) expect(probabilities[i]).toBeCloseTo(value, 5);
});

test('strings, dates, missing and unseen values go into the file as they are: churn @long', async ({
  page,
}) => {
  await openStudio(page);
  const trained = await haveRun(page, await haveSample(page, 'churn'), 'churned', {
    training: { epochs: 3 },
  });
  const bytes = await exportOnnx(page, trained);
  const { versions } = await tetrad(page, 'models.get', { id: trained.modelId });
  const names = versions[0]?.inputs.map(({ name }) => name) ?? [];
  const samples = versions[0]?.sampleRows ?? [];
  const rows: RawRow[] = Array.from({ length: 100 }, (_, i) => {
    const row: RawRow = { ...samples[i % samples.length] };
    const changed = names[i % names.length] as string;
    if (i % 3 === 0) row[changed] = null;
    if (i % 7 === 0) row.contract = 'never heard of';
    return row;
  });
  const session = await ort.InferenceSession.create(bytes);
  const outputs = await session.run(await feedsOf(page, trained.modelId, rows));
  const inside = await tetrad(page, 'inference.predict', { modelId: trained.modelId, rows });
  expect([...((outputs.label?.data ?? []) as unknown as string[])]).toEqual(
    inside.predictions.map(({ value }) => value),
  );
  const probabilities = outputs.probabilities?.data as Float32Array;
  const largest = Math.max(
    ...inside.predictions
      .flatMap((prediction) => prediction.probabilities ?? [])
      .map((value, i) => Math.abs(value - (probabilities[i] as number))),
  );
  expect(largest).toBeLessThanOrEqual(1e-5);
});

test('a regression leaves as ONNX, the weights as safetensors and with a PyTorch program @long', async ({
  page,
}) => {
  await openStudio(page);
  const trained = await haveRun(page, await haveSample(page, 'houses'), 'price_eur', {
    training: { epochs: 4 },
  });
  const session = await ort.InferenceSession.create(await exportOnnx(page, trained, false));
  const { versions } = await tetrad(page, 'models.get', { id: trained.modelId });
  const rows = versions[0]?.sampleRows.slice(0, 20) ?? [];
  const outputs = await session.run(await feedsOf(page, trained.modelId, rows));
  const inside = await tetrad(page, 'inference.predict', { modelId: trained.modelId, rows });
  const values = outputs.value?.data as Float64Array;
  for (const [i, { value }] of inside.predictions.entries())
    expect(Math.abs((values[i] as number) / Number(value) - 1)).toBeLessThan(1e-5);

  const dialog = page.getByRole('dialog', { name: /^Export / });
  await dialog.getByText('safetensors', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  const downloading = page.waitForEvent('download');
  await dialog.getByRole('button', { name: /^Download .+\.safetensors$/ }).click();
  const file = readFileSync(await (await downloading).path());
  const header = JSON.parse(file.subarray(8, 8 + Number(file.readBigUInt64LE(0))).toString()) as object;
  expect(Object.keys(header).length).toBeGreaterThan(3);
  await dialog.getByText('PyTorch', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  const program = page.waitForEvent('download');
  await dialog.getByRole('button', { name: /^Download .+\.py$/ }).click();
  const code = readFileSync(await (await program).path(), 'utf8');
  expect(code).toContain('class Network(nn.Module):');
  await audit(page);
});
