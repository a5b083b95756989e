/** After the first visit the studio needs no network. */
import { openStudio } from './studio';
import { audit, expect, test } from './support';

test('offline after the first visit: reload, sample, training, answer, file', async ({ page, context }) => {
  await openStudio(page);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    while (!navigator.serviceWorker.controller) await new Promise((resolve) => setTimeout(resolve, 50));
  });
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
  await page.getByRole('button', { name: 'Export and check' }).click();
  await expect(page.getByRole('region', { name: 'Export report' })).toContainText(
    'Answers like this studio.',
  );
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Predict' }).last().click();
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await expect(page.getByRole('list', { name: 'Probabilities' })).toBeVisible();
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
