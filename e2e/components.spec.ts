/** Principal components: their tab, by mouse and keyboard, and a row asked. */
import { haveSample, openStudio, tetrad } from './studio';
import { audit, expect, test } from './support';

test('the components of a model of odd rows are seen, column by column', async ({ page }) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'iris');
  const { jobId, modelId } = await tetrad(page, 'training.submit', {
    datasetId,
    target: 'odd rows',
    family: 'pca',
    training: { seed: 1 },
  });
  expect((await tetrad(page, 'jobs.wait', { id: jobId })).error).toBeUndefined();
  await page.goto(`/models/${modelId}`);
  await page.getByRole('tab', { name: 'Components' }).click();
  const list = page.getByRole('navigation', { name: 'Components' });
  await expect(list.getByRole('button').first()).toHaveAttribute('aria-current', 'true');
  await expect(list).toContainText(/left over, with [\d.]+ % of the variance/);
  await expect(page.getByRole('figure', { name: 'Component 1' })).toBeVisible();
  await audit(page);
  const second = list.getByRole('button').nth(1);
  await second.focus();
  await page.keyboard.press('Enter');
  await expect(second).toHaveAttribute('aria-current', 'true');
  await expect(page.getByRole('figure', { name: 'Component 2' })).toBeVisible();
  if (process.env.SHOTS)
    for (const theme of ['light', 'dark'] as const)
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width: 1280, height: 900 });
        const other = page.getByRole('button', { name: `Use the ${theme} theme` });
        if ((await other.count()) > 0) await other.click();
        await page.setViewportSize({ width, height: 1100 });
        await page.waitForTimeout(400);
        await page.screenshot({ path: `${process.env.SHOTS}/components-${theme}-${width}.png` });
      }
});
