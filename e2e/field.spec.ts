/** A file of arrays from the drop to its samples: the guess, what is told of a bad mapping, other samples later. */
import { gridOf } from '../src/core/grid/gridOf';
import { readFileSync } from 'node:fs';
import { openStudio, tetrad } from './studio';
import { audit, dropFiles, expect, test } from './support';

const fixture = (name: string) =>
  readFileSync(new URL(`../src/formats/arrays/fixtures/${name}`, import.meta.url));

test('a dropped NetCDF file is mapped, imported, seen and cut anew', async ({ page }) => {
  await openStudio(page);
  await dropFiles(page, [{ name: 'classic.nc', type: '', body: fixture('classic.nc') }]);
  await expect(page).toHaveURL(/\/map$/);
  await expect(page.getByRole('checkbox', { name: /^temperature/ })).toBeChecked();
  await expect(page.getByLabel('time is')).toHaveValue('time');
  await expect(page.getByLabel('lat is')).toHaveValue('y');
  await expect(page.getByRole('status').filter({ hasText: 'samples' })).toHaveText(
    '3 samples, each 1 time of 5 × 3 × 1, 2 channels; 480 B to store',
  );
  await audit(page);

  await test.step('a bad mapping is told at its place and not imported', async () => {
    await page.getByLabel('lat is').selectOption('x');
    await expect(page.getByRole('alert')).toContainText('“lat” and “lon” are both mapped to x.');
    await expect(page.getByRole('button', { name: 'Import', exact: true })).toBeDisabled();
    await audit(page);
    await page.getByLabel('lat is').selectOption('y');
    await page.getByRole('textbox', { name: 'Window length' }).fill('9');
    await expect(page.getByRole('alert')).toContainText('longer than the series, which has 4');
    await page.getByRole('textbox', { name: 'Window length' }).fill('2');
    await expect(page.getByRole('alert')).toHaveCount(0);
  });

  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Axes and channels' })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('2 samples, each 2 times of 5 × 3 × 1, 2 channels')).toBeVisible();
  await page.getByRole('tab', { name: 'Axes and channels' }).click();
  await expect(page.getByRole('row', { name: /^y lat 3 10 to −10/ })).toBeVisible();
  await audit(page);
  await page.getByRole('tab', { name: 'Samples' }).click();
  await expect(page.getByRole('grid', { name: 'Rows' }).getByRole('row')).toHaveCount(3);

  await page.getByRole('button', { name: 'Change samples' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change samples' });
  await dialog.getByRole('textbox', { name: 'Window length' }).fill('1');
  await dialog.getByRole('textbox', { name: 'Horizon' }).fill('0');
  await expect(dialog.getByRole('status')).toHaveText('4 samples, each 1 time of 5 × 3 × 1, 2 channels');
  await audit(page);
  await dialog.getByRole('button', { name: 'Make version 2' }).click();
  await expect(page.getByText('version 2')).toBeVisible();
  await expect(page.getByRole('grid', { name: 'Rows' }).getByRole('row')).toHaveCount(5);

  const id = page.url().split('/data/')[1]?.split('?')[0] ?? '';
  const { version } = await tetrad(page, 'datasets.get', { id });
  expect(gridOf(version?.schema)?.channels.map(({ name }) => name)).toEqual(['temperature', 'wind']);
});

test('a part of a dimension is all that is stored', { tag: '@long' }, async ({ page }) => {
  await openStudio(page);
  await dropFiles(page, [{ name: 'classic.nc', type: '', body: fixture('classic.nc') }]);
  await page.getByRole('button', { name: 'Take a part of time' }).click();
  await page.getByRole('textbox', { name: 'First index of time' }).fill('9');
  await expect(page.getByRole('alert')).toContainText('“time”: the part begins at no index.');
  await audit(page);
  await page.getByRole('textbox', { name: 'First index of time' }).fill('1');
  await page.getByRole('textbox', { name: 'Step along time' }).fill('2');
  await page.getByRole('button', { name: 'Take a part of lon' }).click();
  await page.getByRole('textbox', { name: 'Indices of lon' }).fill('3');
  const stored = '1 sample, each 1 time of 3 × 3 × 1, 2 channels; 144 B to store';
  await expect(page.getByRole('status').filter({ hasText: 'sample' })).toHaveText(stored);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByRole('tab', { name: 'Axes and channels' }).click({ timeout: 60_000 });
  await expect(page.getByRole('row', { name: /^Time time 2 6 to 18/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /^x lon 3 0 to 2/ })).toBeVisible();
});

test('a broken file of arrays says what is wrong and leaves nothing', async ({ page }) => {
  await openStudio(page);
  const cut = fixture('classic.nc').subarray(0, 60);
  await dropFiles(page, [{ name: 'cut.nc', type: '', body: cut }]);
  await expect(page.getByText(/cut\.nc/).first()).toBeVisible();
  expect(await tetrad(page, 'datasets.list', {})).toEqual([]);
  await page.goto('/map');
  await expect(page.getByRole('heading', { name: 'No file is waiting to be mapped' })).toBeVisible();
  await audit(page);
});

test('all slices and the time bar are seen at once; colours start around what is shown', async ({ page }) => {
  await openStudio(page);
  const { jobId, datasetId } = await tetrad(page, 'datasets.sample', { sampleId: 'beatingPhantom' });
  await tetrad(page, 'jobs.wait', { id: jobId });
  await page.goto(`/data/${datasetId}`);
  const panes = page.getByRole('main').locator('figure', { has: page.locator('canvas') });
  await expect(page.getByLabel(/^Slice across z and y/)).toBeVisible();
  await expect(page.getByLabel('Value at the crosshair')).not.toHaveText('…');
  for (const height of [900, 640]) {
    await page.setViewportSize({ width: 1360, height });
    await expect(async () => {
      const bar = await page.getByRole('slider', { name: 'Time', exact: true }).boundingBox();
      const [, , , volume] = await panes.all();
      const lowest = await volume?.boundingBox();
      expect((lowest?.y ?? 0) + (lowest?.height ?? 0)).toBeLessThanOrEqual(bar?.y ?? 0);
      expect((bar?.y ?? 0) + (bar?.height ?? 0)).toBeLessThan(height);
    }).toPass({ timeout: 20_000 });
  }
  await audit(page);
  const { version } = await tetrad(page, 'datasets.get', { id: datasetId });
  const least = gridOf(version?.schema)?.channels[0]?.min ?? 0;
  const from = page.getByRole('textbox', { name: 'From' });
  expect(Number((await from.inputValue()).replaceAll(',', ''))).toBeGreaterThan(least);
  await page.getByText('Whole range').click();
  await expect(from).toHaveValue(String(Number(least.toPrecision(5))));
});
