/** After the first visit the studio needs no network. */
import type { Page } from '@playwright/test';
import { openStudio } from './studio';
import { audit, expect, test } from './support';

const mostAtFirst = 10e6;

/** Bytes of the studio that this browser keeps. */
const keptBytes = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const cache = await caches.open('tetrad-precache');
    const kept = await Promise.all((await cache.keys()).map((key) => cache.match(key)));
    const sizes = await Promise.all(kept.map(async (response) => (await response?.blob())?.size ?? 0));
    return sizes.reduce((sum, bytes) => sum + bytes, 0);
  });

async function exportModel(page: Page, says: string): Promise<void> {
  await page.getByRole('button', { name: 'Export and check' }).click();
  await expect(page.getByRole('region', { name: 'Export report' })).toContainText(says);
  await audit(page);
  await page.keyboard.press('Escape');
}

test.use({ serviceWorkers: 'allow' });

test('offline after the first visit: reload, sample, training, answer, file; the check of the file once it is kept', async ({
  page,
  context,
  watched,
}) => {
  watched.expected.push(/Failed to load resource/);
  await openStudio(page);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    while (!navigator.serviceWorker.controller) await new Promise((resolve) => setTimeout(resolve, 50));
  });
  expect(await keptBytes(page)).toBeLessThan(mostAtFirst);
  await context.setOffline(true);
  // Before the reload: not every Chromium tells a page that was loaded offline that it is.
  await expect(page.getByRole('status').filter({ hasText: 'Offline' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Choose a file' })).toBeVisible();
  await page.getByRole('button', { name: /^Iris/ }).click();
  await expect(page.getByText('150 rows × 5 columns')).toBeVisible();
  await audit(page);
  await page.getByRole('link', { name: 'Train on this' }).click();
  await expect(page.getByRole('button', { name: 'Start training' })).toBeEnabled();
  await page.keyboard.press('Enter');
  const next = page.getByRole('region', { name: 'Next steps' });
  await expect(next).toBeVisible({ timeout: 60_000 });
  await audit(page);

  await next.getByRole('link', { name: 'Export ONNX' }).click();
  await exportModel(page, 'not checked: ONNX Runtime, which would run it, is not on this machine');
  const model = page.url();
  await page.getByRole('link', { name: 'Predict' }).last().click();
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await expect(page.getByRole('list', { name: 'Probabilities' })).toBeVisible();

  await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Settings' }).click();
  const parts = page.getByRole('list', { name: 'Parts of the studio' });
  await expect(parts.getByText('The check of exported files')).toBeVisible();
  const keepAll = page.getByRole('button', { name: 'Make everything available offline' });
  await keepAll.click();
  await expect(page.getByText('Go online, then ask again')).toBeVisible();
  await context.setOffline(false);
  await keepAll.click();
  await expect(page.getByText('Everything is on this machine.')).toBeVisible({ timeout: 60_000 });
  await audit(page);
  await context.setOffline(true);
  await page.goto(model);
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await exportModel(page, 'Answers like this studio.');
});

test('the studio can be installed', async ({ page }) => {
  await openStudio(page);
  const href = await page.locator('link[rel=manifest]').getAttribute('href');
  const manifest = (await (await page.request.get(href as string)).json()) as {
    name: string;
    display: string;
    icons: { src: string }[];
  };
  expect(manifest).toMatchObject({ name: 'Tetrad', display: 'standalone' });
  for (const { src } of manifest.icons) expect((await page.request.get(src)).status(), src).toBe(200);
});
