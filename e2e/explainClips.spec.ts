/** What counts in a sound and in a clip of video, drawn over what the model takes. */
import { haveRun, haveSample, openStudio } from './studio';
import { audit, expect, test } from './support';

test.setTimeout(400_000);

test('a sound is explained over its time and frequency, a clip of video over its frames', {
  tag: '@long',
}, async ({ page }) => {
  await openStudio(page);
  const sounds = await haveSample(page, 'spokenSyllables');
  const sound = await haveRun(page, sounds, 'label', {
    family: 'cnn2d',
    familyParams: { filters: [8, 16, 32] },
    training: { epochs: 12, backend: 'wasm', batchSize: 8, learningRate: 0.01, seed: 1 },
  });
  await page.goto(`/models/${sound.modelId}?tab=explain&method=integratedGradients&sample=3`);
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  await expect(page.getByRole('img', { name: /, by time and frequency$/ })).toBeVisible({ timeout: 90_000 });
  await expect(page.getByRole('img', { name: 'Course of the wave' })).toBeVisible();
  await expect(page.getByText(/Largest around [\d.]+ s, band \d+ of \d+ from the lowest/)).toBeVisible();
  await expect(page.getByText('Adds up')).toBeVisible();
  await audit(page);
  await page.getByRole('combobox', { name: 'Method' }).click();
  await page.getByRole('option', { name: 'Grad-CAM', exact: true }).click();
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  await expect(page.getByRole('img', { name: /^Grad-CAM .*, by time and frequency$/ })).toBeVisible({
    timeout: 90_000,
  });

  const clips = await haveSample(page, 'movingShapes');
  const clip = await haveRun(page, clips, 'label', {
    family: 'cnn3d',
    familyParams: { filters: [8, 12] },
    training: { epochs: 6, backend: 'wasm', batchSize: 8, learningRate: 0.01, seed: 1 },
  });
  await page.goto(`/models/${clip.modelId}?tab=explain&method=integratedGradients&sample=3`);
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  const map = page.getByRole('img', { name: /^Share of the score .*, frame \d+ of 12$/ });
  await expect(map).toBeVisible({ timeout: 120_000 });
  await expect(page.getByRole('img', { name: /^The clip, frame/ })).toBeVisible();
  const slider = page.getByRole('slider', { name: 'Frame' });
  await slider.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText('frame 2 of 12', { exact: true })).toBeVisible();
  await audit(page);
  for (const method of ['LIME', 'Occlusion']) {
    await page.getByRole('combobox', { name: 'Method' }).click();
    await page.getByRole('option', { name: method, exact: true }).click();
    await page.getByRole('button', { name: 'Explain', exact: true }).click();
    await expect(page.getByRole('img', { name: /^(Weight|Drop in) .*, frame \d+ of 12$/ })).toBeVisible({
      timeout: 120_000,
    });
    await expect(page.getByText(/Largest in frame \d+/)).toBeVisible();
  }
  await page.goto(`/models/${sound.modelId}?tab=explain&method=lime&sample=3`);
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  await expect(page.getByText(/^A linear model of \d+ changed samples/)).toBeVisible({ timeout: 120_000 });
  await page.getByRole('button', { name: 'Use the dark theme' }).click();
  await page.setViewportSize({ width: 390, height: 860 });
  await audit(page);
});
