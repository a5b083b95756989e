/** The studio measures the visitor's own device. */
import { openStudio } from './studio';
import { audit, expect, test } from './support';

test('convolutions are timed on this device, and saved as CSV', { tag: '@long' }, async ({ page }) => {
  await openStudio(page);
  await page.goto('/settings');
  await page.getByRole('link', { name: 'Measure' }).click();
  await expect(page.getByText('Nothing measured yet')).toBeVisible();
  await audit(page);
  await page.getByRole('button', { name: 'Measure' }).click();
  await page.getByRole('button', { name: 'Stop after this shape' }).click();
  const table = page.getByRole('grid', { name: 'Convolutions on this device' });
  await expect(table.getByText('Gradient to the weights').first()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('button', { name: 'Measure' })).toBeVisible({ timeout: 60_000 });
  await audit(page);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save CSV' }).click();
  expect((await download).suggestedFilename()).toBe('convolutions.csv');
});
