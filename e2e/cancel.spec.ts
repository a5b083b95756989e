/** Stopping long work leaves nothing behind. */
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import type { Page, TestInfo } from '@playwright/test';
import { haveSample, openStudio, tetrad } from './studio';
import { audit, expect, takeAsShown, test } from './support';

/** About 60 MB of numbers and words, on disk. */
async function largeCsv(info: TestInfo): Promise<string> {
  const path = info.outputPath('large.csv');
  const file = createWriteStream(path);
  file.write(`${Array.from({ length: 20 }, (_, column) => `column ${column}`).join(',')}\n`);
  for (let block = 0; block < 100; block++) {
    let text = '';
    for (let row = 0; row < 4000; row++) {
      const base = block * 4000 + row;
      for (let column = 0; column < 19; column++) text += `${(base * (column + 1)) % 9973}.5,`;
      text += `word ${base % 50}\n`;
    }
    if (!file.write(text)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
  return path;
}

const bytesStored = async (page: Page) => (await tetrad(page, 'storage.status', {})).blobBytes;

test('an import cancelled midway leaves nothing', { tag: '@long' }, async ({ page }, info) => {
  await openStudio(page);
  const before = await bytesStored(page);
  await page.getByLabel('Files to import').setInputFiles(await largeCsv(info));
  await takeAsShown(page);
  await expect(page).toHaveURL(/\/data\//);
  await expect(page.getByText(/rows read/)).toBeVisible();
  await page.getByRole('button', { name: 'Cancel import' }).click();
  await expect(page.getByRole('main')).toContainText('The import was cancelled');
  await audit(page);

  await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Data' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('grid', { name: 'Datasets' })).toBeHidden();
  expect(await tetrad(page, 'datasets.list', {})).toEqual([]);
  await expect.poll(() => bytesStored(page), 'bytes of the cancelled import').toBe(before);

  await page.goto('/monitor');
  await expect(page.getByRole('grid', { name: 'Jobs' })).toContainText('cancelled');
});

test('a training cancelled midway leaves its curve and no model', { tag: '@long' }, async ({ page }) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'churn');
  await page.goto(`/train?dataset=${datasetId}&target=churned`);
  await page.getByRole('textbox', { name: 'Epochs' }).fill('5000');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('progressbar', { name: 'Training' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText(/Step\d/);
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(page.getByRole('main')).toContainText('killed');
  await expect(page.getByRole('button', { name: 'Cancel', exact: true })).toBeHidden();
  await expect(page.getByRole('figure', { name: 'Loss', exact: true })).toBeVisible();
  await audit(page);
  const rail = page.getByRole('navigation', { name: 'Sections' });
  await rail.getByRole('link', { name: 'Models' }).click();
  await expect(page.getByText('No models yet')).toBeVisible();
  await page.reload();
  await expect(page.getByText('No models yet')).toBeVisible();
  expect(await tetrad(page, 'jobs.list', {})).toMatchObject([{ kind: 'train', status: 'cancelled' }, {}]);
});
