/** Video: the sample and real files, seen, played, labelled by keyboard, learnt from, asked by file and webcam, exported. */
import { readFileSync } from 'node:fs';
import { findChromium } from '../scripts/findChromium.mjs';
import { haveRun, haveSample, openStudio, tetrad } from './studio';
import { audit, dropFiles, expect, test } from './support';

const fixture = (name: string) =>
  readFileSync(new URL(`../src/formats/video/fixtures/${name}`, import.meta.url));

test.use({
  permissions: ['camera'],
  launchOptions: {
    executablePath: await findChromium(),
    args: [
      '--no-sandbox',
      '--enable-unsafe-webgpu',
      '--use-webgpu-adapter=swiftshader',
      '--disable-background-networking',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
    ],
  },
});

test.setTimeout(300_000);

test('the sample of moving shapes is seen, played, labelled, learnt from and asked by file and webcam', {
  tag: '@long',
}, async ({ page }) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'movingShapes');
  await page.goto(`/data/${datasetId}`);
  const grid = page.getByRole('listbox', { name: 'Clips' });
  await expect(grid.getByRole('option').first().locator('img')).toBeVisible();
  await expect(page.getByText('240 clips', { exact: true })).toBeVisible();
  await audit(page);

  // By keyboard alone: a clip is opened, stepped through and played; two others are labelled.
  await grid.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('frame 1 of 12')).toBeVisible();
  await expect(dialog.getByRole('slider', { name: 'Frame' })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(dialog.getByText('frame 3 of 12')).toBeVisible();
  await page.keyboard.press('Space');
  await expect(dialog.getByRole('button', { name: 'Pause' })).toBeVisible();
  await page.keyboard.press('Space');
  await dialog.getByText('the file', { exact: true }).click();
  await expect(dialog.getByText('frame 1 of the file, which the model sees')).toBeVisible();
  await audit(page);
  await page.keyboard.press('Escape');
  await grid.focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Space');
  await page.keyboard.type('o');
  await page.getByRole('combobox', { name: 'New label' }).fill('over');
  await page.keyboard.press('Enter');
  await expect(page.getByText('version 2', { exact: true })).toBeVisible();

  const { versions } = await tetrad(page, 'datasets.get', { id: datasetId });
  // Coarser clips are learnt from sooner.
  const { versionId } = await tetrad(page, 'datasets.reclip', {
    versionId: versions.find(({ number }) => number === 1)?.id ?? '',
    frames: 8,
    width: 12,
    height: 12,
  });
  const { modelId } = await haveRun(page, datasetId, 'label', {
    versionId,
    family: 'cnn3d',
    familyParams: { filters: [8, 12] },
    training: { epochs: 10, backend: 'wasm', batchSize: 8, learningRate: 0.01, seed: 1 },
  });
  const [model] = (await tetrad(page, 'models.get', { id: modelId })).versions;
  // The most frequent of four labels is right in a quarter.
  expect(model?.metrics.valAccuracy).toBeGreaterThan(0.6);

  await page.goto(`/predict?model=${modelId}`);
  const answer = page.getByRole('region', { name: 'Answer' });
  await expect(answer.getByRole('list', { name: 'Probabilities' }).getByRole('listitem')).toHaveCount(4);
  await audit(page);
  await page
    .getByLabel('Video file', { exact: true })
    .setInputFiles({ name: 'vp9.webm', mimeType: 'video/webm', buffer: fixture('vp9.webm') });
  await expect(page.getByText('vp9.webm', { exact: true })).toBeVisible();
  await expect(answer.getByText(/ms on /)).toBeVisible();
  await page.getByRole('button', { name: 'Use the webcam' }).click();
  await expect(page.getByText(/^webcam\.(webm|mp4)$/)).toBeVisible({ timeout: 30_000 });
  await expect(answer.getByText(/ms on /)).toBeVisible({ timeout: 30_000 });
  await page
    .getByLabel('Video file', { exact: true })
    .setInputFiles({ name: 'mpeg4.mp4', mimeType: 'video/mp4', buffer: fixture('mpeg4.mp4') });
  await expect(page.getByText(/has no decoder for MPEG-4 Visual/)).toBeVisible();

  const parity = await page.evaluate(
    async (id) => (await window.tetrad.run('models.export', { modelId: id })).report.parity,
    modelId,
  );
  expect(parity).toMatchObject({ passed: true, labelsEqual: true });
});

test('files of many codings dropped together are one dataset; what cannot be decoded is told', {
  tag: '@long',
}, async ({ page }) => {
  await openStudio(page);
  const names = ['h264.mp4', 'h264.mov', 'vp8.webm', 'vp9.webm', 'av1.mp4', 'turned.mp4', 'moving.gif'];
  await dropFiles(
    page,
    [...names, 'mpeg4.mp4', 'sound.mp4'].map((name) => ({ name, type: '', body: fixture(name) })),
  );
  const grid = page.getByRole('listbox', { name: 'Clips' });
  await expect(grid.getByRole('option')).toHaveCount(7, { timeout: 60_000 });
  await page.getByRole('tab', { name: /^Noticed/ }).click();
  const noticed = page.getByRole('tabpanel');
  await expect(noticed).toContainText(
    /has no decoder for MPEG-4 Visual, which is in this MP4 file: “mpeg4.mp4”/,
  );
  await expect(noticed).toContainText('only sound in this file, and no picture: “sound.mp4”');
  await page.getByRole('button', { name: 'Change clips' }).click();
  await page.getByLabel('A clip is').selectOption('part');
  await page.getByLabel('Frames of a clip').fill('4');
  await page.getByLabel('To the next clip').fill('4');
  await audit(page);
  await page.getByRole('button', { name: 'Make version 2' }).click();
  // Of ten frames two clips, and a rest of two.
  await expect(page.getByText('21 clips of 4 frames')).toBeVisible({ timeout: 30_000 });
});
