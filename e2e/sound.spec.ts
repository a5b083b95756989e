/** Sound: the sample and a real archive, seen, heard, labelled by keyboard, learnt from, asked by file and microphone. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeWav } from '../src/core/audio/writeWav';
import { sampleRandom } from '../src/core/samples/make/sampleRandom';
import { saySyllable, syllableRate } from '../src/core/samples/make/syllables';
import { findChromium } from '../scripts/findChromium.mjs';
import { haveRun, haveSample, openStudio, tetrad } from './studio';
import { audit, dropFiles, expect, test } from './support';

const shi = (seed: number): Buffer =>
  Buffer.from(writeWav(saySyllable('shi', sampleRandom(seed)), syllableRate));

/** What the microphone of the browser hears: one syllable, again and again. */
const heard = join(mkdtempSync(join(tmpdir(), 'tetrad-')), 'heard.wav');
writeFileSync(heard, shi(4));

test.use({
  permissions: ['microphone'],
  launchOptions: {
    executablePath: await findChromium(),
    args: [
      '--no-sandbox',
      '--enable-unsafe-webgpu',
      '--use-webgpu-adapter=swiftshader',
      '--disable-background-networking',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-audio-capture=${heard}`,
    ],
  },
});

// Somebody who is asked about sound waits for a training, a microphone and a batch.
test.setTimeout(400_000);

test('the sample of syllables is seen, heard, labelled, learnt from and asked by file and microphone', {
  tag: '@long',
}, async ({ page }) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'spokenSyllables');
  await page.goto(`/data/${datasetId}`);
  const list = page.getByRole('listbox', { name: /^Clips/ });
  await expect(list.getByRole('option')).toHaveCount(24);
  await expect(page.getByRole('img', { name: 'Wave of clip 1', exact: true })).toBeVisible();
  await audit(page);

  // By keyboard alone: another clip, its sound, other features at once, three labels in one go.
  await list.focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('region', { name: 'Clip 2', exact: true })).toBeVisible();
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible({ timeout: 10_000 });
  await page.getByRole('textbox', { name: 'Mel bands' }).fill('24');
  await expect(page.getByText('38 frames × 24 bands a clip')).toBeVisible();
  await page.getByRole('combobox', { name: 'Features' }).selectOption('mfcc');
  await expect(page.getByText('38 frames × 20 bands a clip')).toBeVisible();
  await page.getByRole('textbox', { name: 'Coefficients' }).fill('99');
  await expect(page.getByText(/no more coefficients than mel bands/)).toBeVisible();
  await page.getByRole('button', { name: 'Discard' }).click();
  await list.focus();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(list.getByRole('option', { selected: true })).toHaveCount(3);
  await page.keyboard.press('Enter');
  await page.keyboard.type('pa');
  await page.keyboard.press('Enter');
  await expect(page.getByText('version 2', { exact: true })).toBeVisible();
  await expect(list.getByRole('option').nth(1)).toContainText('pa');
  await expect(list.getByRole('option').nth(0)).toContainText('ba');

  // Coarser pictures of the labels as they were are learnt from sooner.
  const { versions } = await tetrad(page, 'datasets.get', { id: datasetId });
  const first = versions.find(({ number }) => number === 1)?.id ?? '';
  const { versionId } = await tetrad(page, 'datasets.rehear', {
    versionId: first,
    features: { hop: 256, mels: 24 },
  });
  const { modelId } = await haveRun(page, datasetId, 'label', {
    versionId,
    family: 'cnn2d',
    familyParams: { filters: [8, 16, 32] },
    training: { epochs: 12, backend: 'wasm', batchSize: 8, learningRate: 0.01, seed: 1 },
  });
  const [model] = (await tetrad(page, 'models.get', { id: modelId })).versions;
  expect(model?.metrics.valAccuracy).toBeGreaterThan(0.75);

  await page.goto(`/predict?model=${modelId}`);
  await expect(page.getByLabel('Probabilities')).toBeVisible();
  await audit(page);
  await page
    .getByLabel('Sound file', { exact: true })
    .setInputFiles({ name: 'mine.wav', mimeType: 'audio/wav', buffer: shi(3) });
  await expect(page.getByText('mine.wav', { exact: true })).toBeVisible();
  const answer = page.getByRole('region', { name: 'Answer' });
  await expect(answer.getByText('shi').first()).toBeVisible();
  await page.getByRole('button', { name: 'Use the microphone' }).click();
  await expect(page.getByText('microphone.wav', { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(answer.getByText(/is 1.60 s long and the model hears 0.6 s/)).toBeVisible();
  await expect(answer.getByText('shi').first()).toBeVisible();
  await page.getByLabel('Sound file', { exact: true }).setInputFiles({
    name: 'letter.wav',
    mimeType: 'audio/wav',
    buffer: Buffer.from('No sound, but a letter.'),
  });
  await expect(page.getByText(/no sound file that is known/)).toBeVisible();

  await page.goto(`/predict?model=${modelId}&tab=many`);
  await page
    .getByLabel('Sound files')
    .setInputFiles([1, 2].map((seed) => ({ name: `${seed}.wav`, mimeType: 'audio/wav', buffer: shi(seed) })));
  await expect(page.getByRole('grid', { name: 'Answers' }).getByText('shi')).toHaveCount(2);
  await page.getByRole('button', { name: 'Predict all clips' }).click();
  await expect(page.getByText(/240 clips answered; right in/)).toBeVisible({ timeout: 60_000 });
  await audit(page);

  const parity = await page.evaluate(
    async (id) => (await window.tetrad.run('models.export', { modelId: id })).report.parity,
    modelId,
  );
  expect(parity).toMatchObject({ passed: true, labelsEqual: true });
});

test('a zip of words that somebody spoke drops in; folders are the labels @long', async ({ page }) => {
  await openStudio(page);
  const body = readFileSync(new URL('../test/fixtures/spokenWords.zip', import.meta.url));
  await dropFiles(page, [{ name: 'spokenWords.zip', type: 'application/zip', body }]);
  await expect(page.getByRole('listbox', { name: /^Clips/ }).getByRole('option')).toHaveCount(16, {
    timeout: 60_000,
  });
  await expect(page.getByText('16 clips of 0.4 s')).toBeVisible();
  const [entry] = await tetrad(page, 'datasets.list', {});
  const described = await tetrad(page, 'datasets.describe', { id: entry?.dataset.id ?? '' });
  expect(described.suggestedTarget).toBe('label');
  const { modelId } = await haveRun(page, entry?.dataset.id ?? '', 'label', {
    family: 'cnn2d',
    training: { epochs: 6, backend: 'wasm' },
  });
  const parity = await page.evaluate(
    async (id) => (await window.tetrad.run('models.export', { modelId: id })).report.parity,
    modelId,
  );
  expect(parity).toMatchObject({ passed: true, labelsEqual: true });
});
