/** A model that others made, dropped on the page: registered, asked by its own form, and given back as it came. */
import { readFileSync } from 'node:fs';
import { openStudio, tetrad } from './studio';
import { audit, dropFiles, expect, test } from './support';

const fixture = (name: string) => ({
  name,
  type: 'application/octet-stream',
  body: readFileSync(new URL(`../test/fixtures/onnx/${name}`, import.meta.url)),
});

test('a dropped ONNX is asked, exported byte for byte, and survives a reload @long', async ({ page }) => {
  await openStudio(page);
  await dropFiles(page, [fixture('twoInputs.onnx')]);
  await expect(page).toHaveURL(/\/models\/[\w-]+$/);
  await expect(page.getByText('imported').first()).toBeVisible();
  await audit(page);

  await page.getByRole('link', { name: 'Predict' }).last().click();
  await page.getByRole('textbox', { name: 'x', exact: true }).fill('1, 2, 3\n0, 0, 0');
  await page.getByRole('textbox', { name: 'shift' }).fill('[0, 0, 9, 0]');
  await page.getByRole('button', { name: 'Predict' }).click();
  const answer = page.getByRole('region', { name: 'Answer' });
  await expect(answer.getByRole('heading', { name: 'shares' })).toBeVisible();
  await expect(answer.getByText('int64 [2]')).toBeVisible();
  await audit(page);
  await page.getByRole('textbox', { name: 'shift' }).fill('1, 2');
  await page.getByRole('button', { name: 'Predict' }).click();
  await expect(
    answer.getByText('"shift" is [2]').or(answer.getByText('do not fill its shape')),
  ).toBeVisible();

  await page.reload();
  const [entry] = await tetrad(page, 'models.list', {});
  const modelId = entry?.model.id ?? '';
  await page.goto(`/models/${modelId}`);
  await page.getByRole('button', { name: 'Export' }).click();
  const dialog = page.getByRole('dialog', { name: /^Export / });
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  const downloading = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Download twoInputs.onnx' }).click();
  const bytes = readFileSync(await (await downloading).path());
  expect(bytes.equals(fixture('twoInputs.onnx').body)).toBe(true);
  await audit(page);
});

test('a picture is asked as a picture, and a damaged model is refused in words @long', async ({ page }) => {
  await openStudio(page);
  await dropFiles(page, [
    { ...fixture('picture.onnx'), body: fixture('picture.onnx').body.subarray(0, 300) },
  ]);
  await expect(page.getByText('This is no whole ONNX file').first()).toBeVisible();
  expect(await tetrad(page, 'models.list', {})).toEqual([]);
  await page.keyboard.press('Escape');

  await dropFiles(page, [fixture('picture.onnx')]);
  await expect(page).toHaveURL(/\/models\/[\w-]+$/);
  await page.getByRole('link', { name: 'Predict' }).last().click();
  await page.getByLabel('Picture for image', { exact: true }).setInputFiles('public/icon-192.png');
  await expect(page.getByText('icon-192.png, 16 × 16, 0 to 1')).toBeVisible();
  await page.getByRole('button', { name: 'Predict' }).click();
  await expect(page.getByRole('region', { name: 'Answer' }).getByText('float [1, 4]')).toBeVisible();
  await audit(page);
});

test('a model of TensorFlow.js is dropped as its files, and one that is not whole is told @long', async ({
  page,
}) => {
  const json = JSON.stringify({
    format: 'layers-model',
    generatedBy: 'TensorFlow.js tfjs-layers v4.22.0',
    modelTopology: {
      class_name: 'Sequential',
      config: {
        name: 'small',
        layers: [
          {
            class_name: 'Dense',
            config: {
              name: 'map',
              units: 2,
              activation: 'relu',
              use_bias: true,
              batch_input_shape: [null, 2],
            },
          },
        ],
      },
    },
    weightsManifest: [
      {
        paths: ['group1-shard1of1.bin'],
        weights: [
          { name: 'map/kernel', shape: [2, 2], dtype: 'float32' },
          { name: 'map/bias', shape: [2], dtype: 'float32' },
        ],
      },
    ],
  });
  const model = { name: 'model.json', type: 'application/json', body: Buffer.from(json) };
  const weights = {
    name: 'group1-shard1of1.bin',
    type: '',
    body: Buffer.from(Float32Array.of(1, -1, 2, 3, 0.5, 0).buffer),
  };
  await openStudio(page);
  await dropFiles(page, [model]);
  await expect(page.getByText('"group1-shard1of1.bin"').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await dropFiles(page, [weights, model]);
  await expect(page).toHaveURL(/\/models\/[\w-]+$/);
  const modelId = page.url().split('/').at(-1) ?? '';
  const { predictions } = await tetrad(page, 'inference.predict', {
    modelId,
    arrays: { map_input: [[2, 1]] },
  });
  expect(predictions[0]?.value).toBe('map [1, 2]');
  await page.getByRole('tab', { name: 'Graph' }).click();
  await expect(page.getByText('MatMul').first()).toBeVisible();
  await audit(page);
});
