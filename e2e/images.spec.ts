/** Images from the drop to the file: shown, labelled, learnt, drawn, exported. */
import { existsSync, readFileSync } from 'node:fs';
import { haveRun, haveSample, openStudio, tetrad } from './studio';
import { audit, dropFiles, expect, test } from './support';

const fixture = (name: string) =>
  readFileSync(new URL(`../src/formats/images/fixtures/${name}`, import.meta.url));
const mnist = '/work/shared/data/mnist/';

test('drawn digits: the sample is shown, learnt, answers a drawing and a file, and its file takes pixels', async ({
  page,
}) => {
  test.setTimeout(420_000);
  await openStudio(page);
  await page.getByRole('button', { name: /Drawn digits/ }).click();
  await expect(page.getByText('2,000 images', { exact: true }).first()).toBeVisible({ timeout: 60_000 });
  const grid = page.getByRole('listbox', { name: 'Images' });
  await expect(grid.getByRole('option').first().locator('img')).toBeVisible();
  await audit(page);

  const datasetId = page.url().split('/data/')[1]?.split('?')[0] ?? '';
  const { modelId } = await haveRun(page, datasetId, 'label', {
    family: 'cnn2d',
    familyParams: { filters: [8, 16, 32] },
    training: { epochs: 3, backend: 'wasm', batchSize: 64, learningRate: 0.01 },
  });
  await page.goto(`/predict?model=${modelId}`);
  await page.getByRole('tab', { name: 'Draw' }).click();
  const pad = page.getByRole('img', { name: 'Drawing' });
  const box = await pad.boundingBox();
  if (!box) throw new Error('no pad');
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.18);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.82, { steps: 12 });
  await page.mouse.up();
  const answer = page.getByRole('region', { name: 'Answer' });
  await expect(answer.getByRole('list', { name: 'Probabilities' }).getByRole('listitem')).toHaveCount(10);
  await expect(answer.getByRole('listitem').first()).toContainText('1');
  await audit(page);

  await page.getByRole('tab', { name: 'Image', exact: true }).click();
  await page.getByLabel('Image to predict').setInputFiles({
    name: 'smooth.jpg',
    mimeType: 'image/jpeg',
    buffer: fixture('smooth.jpg'),
  });
  await expect(page.getByText('smooth.jpg')).toBeVisible();
  await expect(answer).toContainText(/ms on /);
  await page.getByRole('button', { name: 'An example' }).click();
  await expect(page.getByRole('img', { name: /^image \d+$/ })).toBeVisible();

  const report = await page.evaluate(
    async (id) => (await window.tetrad.run('models.export', { modelId: id, format: 'onnx' })).report,
    modelId,
  );
  expect(report.parity).toMatchObject({ passed: true, labelsEqual: true });
});

test('shapes: boxes and masks are drawn, images are chosen and labelled by keyboard, and taken smaller', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await openStudio(page);
  const datasetId = await haveSample(page, 'colouredShapes');
  await page.goto(`/data/${datasetId}`);
  const grid = page.getByRole('listbox', { name: 'Images' });
  await expect(grid.locator('svg rect').first()).toBeVisible();
  await page.getByLabel('Show label').selectOption({ label: 'star (150)' });
  await expect(page.getByText('150 images', { exact: true })).toBeVisible();
  await grid.focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Space');
  await expect(page.getByText('2 images chosen')).toBeVisible();
  await page.keyboard.type('s');
  await page.getByRole('combobox', { name: 'New label' }).fill('sun');
  await page.keyboard.press('Enter');
  await expect(page.getByText('version 2', { exact: true })).toBeVisible();
  await page.getByLabel('Show label').selectOption({ label: 'sun (2)' });
  await expect(grid.getByRole('option')).toHaveCount(2);
  await grid.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toContainText('48 × 48 pixels · sun');
  await audit(page);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Change size' }).click();
  await page.getByLabel('Width').fill('24');
  await page.getByLabel('Height').fill('24');
  await page.getByRole('button', { name: 'Make version 3' }).click();
  await expect(page.getByText('taken at 24 × 24 colour')).toBeVisible();
  await page.getByRole('tab', { name: 'About' }).click();
  await expect(page.getByRole('tabpanel')).toContainText('2 × label “sun”');
  await page.getByRole('button', { name: 'What version 2 changed' }).click();
  const changes = page.getByRole('region', { name: /^What version 2 changed/ });
  await expect(changes).toContainText('0 rows added, 0 removed, 2 changed');
  await expect(changes.getByRole('row').nth(1)).toContainText('sun');
  await audit(page);
});

test('files of many formats dropped together are one dataset; what cannot be used is told', async ({
  page,
}) => {
  await openStudio(page);
  const names = [
    'grey.png',
    'smooth.jpg',
    'turned.jpg',
    'cmyk.jpg',
    'smooth.webp',
    'smooth.gif',
    'smooth.bmp',
    'colour.tif',
  ];
  await dropFiles(page, [
    ...names.map((name) => ({ name, type: '', body: fixture(name) })),
    { name: 'page.jpg', type: 'image/jpeg', body: '<!doctype html><title>no</title>' },
    { name: 'cut.jpg', type: 'image/jpeg', body: fixture('smooth.jpg').subarray(0, 400) },
  ]);
  await expect(page.getByText('8 images', { exact: true }).first()).toBeVisible({ timeout: 30_000 });
  const pictures = page.getByRole('listbox', { name: 'Images' }).locator('img');
  await expect(pictures).toHaveCount(8);
  for (let i = 0; i < 8; i++)
    await expect
      .poll(() => pictures.nth(i).evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBeGreaterThan(0);
  await page.getByRole('tab', { name: /^Noticed/ }).click();
  await expect(page.getByRole('tabpanel')).toContainText('a web page in place of an image: “page.jpg”');
  await expect(page.getByRole('tabpanel')).toContainText('cut short: “cut.jpg”');
  await audit(page);
});

test('the pair of MNIST drops in, is paired, shown and divided without a question', async ({ page }) => {
  test.skip(!existsSync(mnist), 'the files are not there');
  test.setTimeout(120_000);
  await openStudio(page);
  await dropFiles(
    page,
    ['t10k-images-idx3-ubyte.gz', 't10k-labels-idx1-ubyte.gz'].map((name) => ({
      name,
      type: 'application/gzip',
      body: readFileSync(mnist + name),
    })),
  );
  await expect(page.getByText('10,000 images', { exact: true }).first()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('option', { name: /, 7$/ }).first()).toBeVisible();
  expect(await tetrad(page, 'datasets.list', {})).toHaveLength(1);
});

test('masks: a U-Net learns the shapes, is judged image by image, and lays its mask over a picture @long', async ({
  page,
}) => {
  test.setTimeout(240_000);
  await openStudio(page);
  const datasetId = await haveSample(page, 'colouredShapes');
  await page.goto(`/data/${datasetId}`);
  await page.goto(`/train?dataset=${datasetId}&target=mask`);
  await expect(page.getByText('U-Net').first()).toBeVisible();
  await audit(page);
  const { runId, modelId } = await haveRun(page, datasetId, 'mask', {
    family: 'unet',
    familyParams: { filters: [4, 8], convolutions: 1 },
    training: { epochs: 1, backend: 'wasm' },
  });
  await page.goto(`/runs/${runId}?tab=evaluation`);
  await expect(page.getByRole('row', { name: /^background/ })).toBeVisible();
  const images = page.getByRole('list', { name: 'The worst images' }).getByRole('listitem');
  await expect(images).toHaveCount(12);
  await expect(images.first().getByRole('img', { name: /true mask$/ })).toBeVisible();
  await page.getByText('best', { exact: true }).click();
  await expect(page.getByRole('list', { name: 'The best images' })).toBeVisible();
  await audit(page);

  await page.goto(`/predict?model=${modelId}`);
  await page.getByRole('button', { name: 'An example' }).click();
  const answer = page.getByRole('region', { name: 'Answer' });
  await expect(answer.getByRole('img', { name: /^The mask: / })).toBeVisible();
  await expect(answer.getByRole('list', { name: 'Shares of the picture' })).toContainText('background');
  await audit(page);

  const report = await page.evaluate(
    async (id) => (await window.tetrad.run('models.export', { modelId: id, format: 'onnx' })).report,
    modelId,
  );
  expect(report.parity).toMatchObject({ passed: true, labelsEqual: true });
});

test('images made again: a variational autoencoder is judged, looked into, asked and exported @long', async ({
  page,
}) => {
  test.setTimeout(240_000);
  await openStudio(page);
  const datasetId = await haveSample(page, 'drawnDigits');
  await page.goto(`/train?dataset=${datasetId}&target=images`);
  await expect(page.getByText('Variational autoencoder').first()).toBeVisible();
  await audit(page);
  const { runId, modelId } = await haveRun(page, datasetId, 'images', {
    family: 'vae',
    familyParams: { filters: [4, 8], latent: 4 },
    training: { epochs: 1, backend: 'wasm' },
  });
  await page.goto(`/runs/${runId}?tab=evaluation`);
  await expect(page.getByRole('row', { name: /^The mean shade/ })).toBeVisible();
  const images = page.getByRole('list', { name: 'The worst images' }).getByRole('listitem');
  await expect(images).toHaveCount(12);
  await expect(images.first().getByRole('img', { name: /made again$/ })).toBeVisible();
  await expect(page.getByRole('img', { name: /^Images over the latent numbers/ })).toBeVisible();
  await page.getByText('Sliders', { exact: true }).click();
  await page
    .getByLabel(/^Number \d+/)
    .first()
    .press('ArrowRight');
  await expect(page.getByRole('img', { name: 'The image of these numbers' })).toBeVisible();
  await audit(page);
  await page.getByText('Drawn', { exact: true }).click();
  await page.getByRole('button', { name: 'Draw others' }).click();
  await expect(page.getByRole('img', { name: 'Images of drawn numbers' })).toBeVisible();
  await audit(page);

  await page.goto(`/predict?model=${modelId}`);
  await page.getByRole('button', { name: 'An example' }).click();
  const answer = page.getByRole('region', { name: 'Answer' });
  await expect(answer.getByRole('img', { name: 'The image, made again' })).toBeVisible();
  await audit(page);

  const report = await page.evaluate(
    async (id) => (await window.tetrad.run('models.export', { modelId: id, format: 'onnx' })).report,
    modelId,
  );
  expect(report.parity).toMatchObject({ passed: true });
});

test('adversaries draw, epoch by epoch; the judge of a training is looked back at; the maker leaves alone @long', async ({
  page,
}) => {
  test.setTimeout(300_000);
  await openStudio(page);
  const datasetId = await haveSample(page, 'drawnDigits');
  const { runId, modelId } = await haveRun(page, datasetId, 'images', {
    family: 'gan',
    familyParams: { filters: [4, 8], latent: 4, judge: 16 },
    training: { epochs: 2, backend: 'wasm' },
  });
  await page.goto(`/runs/${runId}?tab=replay`);
  await expect(page.getByRole('img', { name: 'Images drawn after epoch 2' })).toBeVisible();
  const epoch = page.getByRole('slider', { name: 'Epoch' });
  await expect(epoch).toHaveAttribute('aria-valuetext', 'Epoch 2');
  await epoch.press('ArrowLeft');
  await expect(page.getByRole('img', { name: 'Images drawn after epoch 1' })).toBeVisible();
  await audit(page);
  await page.getByRole('button', { name: 'Play the epochs' }).click();
  await expect(page.getByRole('img', { name: 'Images drawn after epoch 2' })).toBeVisible();
  const { report } = await page.evaluate(
    async (id) =>
      await window.tetrad.run('models.export', { modelId: id, format: 'onnx', options: { part: 'decoder' } }),
    modelId,
  );
  expect(report.parity).toMatchObject({ passed: true, rows: 16 });

  const told = await haveRun(page, datasetId, 'label', {
    family: 'cnn2d',
    familyParams: { filters: [4] },
    training: { epochs: 2, backend: 'wasm' },
  });
  await page.goto(`/runs/${told.runId}?tab=replay`);
  await expect(page.getByRole('img', { name: 'Kernels after epoch 2' })).toBeVisible();
  await expect(page.getByText('Confusion matrix').first()).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Some of the answers' })).toBeVisible();
  await audit(page);
});
