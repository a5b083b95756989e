/** What a person meets who has never been here: one thing to do, samples, nothing leaving the machine. */
import { samples } from '../src/core/samples/index';
import { openStudio } from './studio';
import { audit, expect, test } from './support';

test('the first screen offers a drop zone and samples, in light and dark', async ({ page }) => {
  await openStudio(page);
  await expect(
    page.getByRole('heading', { level: 1, name: 'Drop your data, leave with a model' }),
  ).toBeVisible();
  await expect(page.getByRole('button', { name: 'Choose a file' })).toBeVisible();
  const gallery = page.getByRole('region', { name: 'Or start from a sample' });
  await expect(gallery.getByRole('listitem')).toHaveCount(samples.length);
  await gallery.getByRole('combobox', { name: 'Kind of the samples' }).selectOption('Tables (3)');
  await expect(gallery.getByRole('listitem')).toHaveCount(3);
  await gallery.getByRole('combobox', { name: 'Task of the samples' }).selectOption('Regression (1)');
  await expect(gallery.getByRole('listitem')).toHaveText(/^House prices/);
  await expect(page.getByRole('button', { name: 'Privacy: 0 requests left this page' })).toBeVisible();
  await audit(page);

  await page.getByRole('button', { name: 'Use the dark theme' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await audit(page);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Use the light theme' })).toBeVisible();
  await expect(gallery.getByRole('listitem')).toHaveText(/^House prices/);
});

test('empty sections say what belongs there', async ({ page }) => {
  await openStudio(page);
  const rail = page.getByRole('navigation', { name: 'Sections' });
  const empty: [section: string, text: string][] = [
    ['Models', 'No models yet'],
    ['Train', 'Training starts from data'],
    ['Runs', 'No runs yet'],
    ['Predict', 'No model to ask yet'],
  ];
  for (const [section, text] of empty) {
    await rail.getByRole('link', { name: section }).click();
    await expect(page.getByText(text)).toBeVisible();
    await audit(page);
  }
  await rail.getByRole('link', { name: 'Monitor' }).click();
  await expect(page.getByRole('grid', { name: 'Jobs' })).toBeVisible();
  await audit(page);
  await rail.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByText(/ used of the /)).toBeVisible();
  await audit(page);
});

test('a narrow screen keeps everything in reach', async ({ page }) => {
  await page.setViewportSize({ width: 375, height: 720 });
  await openStudio(page);
  await expect(page.getByRole('button', { name: /^Iris/ })).toBeVisible();
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(tooWide, 'no sideways scrolling').toBeLessThanOrEqual(0);
  await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
  await audit(page);
});

test('the keyboard reaches pages and commands', async ({ page }) => {
  await openStudio(page);
  await page.keyboard.press('Control+k');
  const search = page.getByRole('textbox', { name: 'Search pages, objects and commands' });
  await search.fill('monitor');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/monitor$/);
  await expect(search).toBeHidden();
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await expect(page).toHaveURL(/\/settings$/);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await audit(page);
});

test('an address that leads nowhere says so', async ({ page }) => {
  await openStudio(page, '/no/such/page');
  await expect(page.getByRole('main')).toContainText(/not|no page/i);
  await audit(page);
  await openStudio(page, '/data/gone');
  await expect(page.getByRole('alert')).toBeVisible();
  await page.getByRole('link', { name: 'All datasets' }).click();
  await expect(page).toHaveURL(/\/$/);
});
