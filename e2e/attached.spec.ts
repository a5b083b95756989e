/** Files of a run: an image, a table, a page and a text are attached, looked at, and taken away. */
import { haveRun, haveSample, openStudio } from './studio';
import { audit, expect, test } from './support';

const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40"><rect width="80" height="40" fill="#0a6"/></svg>';
const html =
  '<h1 style="color:red">All figures</h1><script>document.body.textContent = "acted"</script><img src="https://example.org/x.png" alt="" onerror="alert(1)">';

test('images, tables and pages are attached to a run and shown, a page without what acts', {
  tag: '@long',
}, async ({ page }) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'iris');
  const { runId } = await haveRun(page, datasetId, 'species', { training: { epochs: 2 } });
  await page.goto(`/runs/${runId}`);
  await expect(page.getByRole('heading', { name: /^Files/ })).toHaveCount(0);
  await page.evaluate(
    async ([id, picture, text]) => {
      const rows = Array.from({ length: 300 }, (_, i) => `${i},${i * i}`).join('\n');
      const files = [
        new File([picture], 'loss.svg'),
        new File([`n,square\n${rows}`], 'squares.csv'),
        new File([text], 'report.html'),
        new File(['{"a":[1,2]}'], 'settings.json'),
      ];
      await window.tetrad.run('runs.attach', { runId: id, files });
    },
    [runId, svg, html] as const,
  );
  await expect(page.getByRole('heading', { name: 'Files (4)' })).toBeVisible();
  const picture = page.getByRole('img', { name: 'loss.svg' });
  await expect(picture).toBeVisible();
  expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(80);
  const table = page.getByRole('grid', { name: 'squares.csv' });
  await table.getByRole('columnheader', { name: 'square' }).click();
  await expect(table.getByRole('row').nth(1)).toContainText('0');
  const frame = page.frameLocator('iframe[title="report.html"]');
  await expect(frame.getByRole('heading', { name: 'All figures' })).toBeVisible();
  await expect(page.locator('iframe[title="report.html"]')).toHaveAttribute('sandbox', '');
  await expect(page.getByRole('region', { name: 'settings.json' })).toContainText('"a": [');
  await audit(page);
  await page.getByRole('button', { name: 'Take squares.csv away' }).click();
  await expect(page.getByRole('heading', { name: 'Files (3)' })).toBeVisible();
});
