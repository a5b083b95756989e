/** The webcam as a source: images taken under two labels by a held button, and clips, each a dataset. */
import { findChromium } from '../scripts/findChromium.mjs';
import { haveRun, openStudio } from './studio';
import { audit, expect, test } from './support';

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

test.setTimeout(240_000);

test('images of two labels are taken while the button is held, and learnt from', { tag: '@long' }, async ({
  page,
}) => {
  await openStudio(page);
  await page.getByRole('link', { name: 'Webcam' }).click();
  await page.getByRole('button', { name: 'Start the webcam' }).click();
  await expect(page.getByLabel('The webcam')).toBeVisible();
  await audit(page);
  const taken = page.getByRole('list', { name: 'Taken' });
  for (const [at, label] of ['left', 'right'].entries()) {
    await page.getByRole('textbox', { name: 'Label' }).fill(label);
    const button = page.getByRole('button', { name: /Take images/ });
    if (at === 0) {
      await button.hover();
      await page.mouse.down();
    } else {
      await button.focus();
      await page.keyboard.down('Space');
    }
    await expect(taken.getByRole('listitem').nth(at)).toContainText(/[1-9]\d+ images/, {
      timeout: 60_000,
    });
    await (at === 0 ? page.mouse.up() : page.keyboard.up('Space'));
  }
  await audit(page);
  await page.getByRole('button', { name: /^Make a dataset of \d+ images/ }).click();
  await expect(page.getByRole('listbox', { name: 'Images' }).locator('img').first()).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.getByLabel('Show label')).toContainText('left');
  const datasetId = page.url().split('/data/')[1]?.split('?')[0] ?? '';
  // Pixels in one row: of a size that the dataset says, and the file answers as the studio does.
  const { modelId } = await haveRun(page, datasetId, 'label', {
    family: 'linear',
    training: { epochs: 3, backend: 'wasm' },
  });
  const parity = await page.evaluate(
    async (id) => (await window.tetrad.run('models.export', { modelId: id })).report.parity,
    modelId,
  );
  expect(parity).toMatchObject({ passed: true, labelsEqual: true });
});

test('clips are recorded under labels and shown as video', { tag: '@long' }, async ({ page }) => {
  await openStudio(page, '/webcam');
  await page.getByRole('button', { name: 'Start the webcam' }).click();
  await page.getByText('Clips', { exact: true }).click();
  await page.getByRole('textbox', { name: 'Seconds' }).fill('1');
  const taken = page.getByRole('list', { name: 'Taken' });
  for (const [at, label] of ['one', 'two'].entries()) {
    await page.getByRole('textbox', { name: 'Label' }).fill(label);
    await page.getByRole('button', { name: 'Record a clip' }).click();
    await expect(taken.getByRole('listitem')).toHaveCount(at + 1, { timeout: 30_000 });
  }
  await page.getByRole('button', { name: 'Make a dataset of 2 clips' }).click();
  await expect(page.getByRole('listbox', { name: 'Clips' }).locator('img').first()).toBeVisible({
    timeout: 60_000,
  });
});
