/** Explainable boosting: trained on the page, its shapes looked at, one changed by mouse and one by keyboard, and kept. */
import { haveSample, openStudio, tetrad } from './studio';
import { audit, expect, test } from './support';

test('the shapes of a model of houses are seen, changed by hand and kept as a version', async ({ page }) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'houses');
  const { jobId, modelId } = await tetrad(page, 'training.submit', {
    datasetId,
    target: 'price_eur',
    family: 'explainableBoosting',
    familyParams: { bags: 2, pairs: 3 },
    training: { seed: 1, epochs: 120, learningRate: 0.1, testSplit: 0.2 },
  });
  expect((await tetrad(page, 'jobs.wait', { id: jobId })).error).toBeUndefined();

  await page.goto(`/models/${modelId}?tab=shapes`);
  const shapes = page.getByRole('navigation', { name: 'Shapes' });
  await expect(shapes.getByRole('button').first()).toBeVisible();
  const plot = page.getByRole('img', { name: /^Adds to price_eur by / });
  await expect(plot).toBeVisible();
  await audit(page);

  // A stretch of values, by mouse.
  const box = await plot.boundingBox();
  if (!box) throw new Error('no plot');
  await page.mouse.move(box.x + box.width * 0.7, box.y + 100);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.9, box.y + 100, { steps: 4 });
  await page.mouse.up();
  await page.getByRole('button', { name: 'Level' }).click();
  await expect(shapes.getByText('changed')).toHaveCount(1);

  // Another column, by keyboard alone.
  const second = shapes.getByRole('button').nth(1);
  await second.focus();
  await page.keyboard.press('Enter');
  await expect(second).toHaveAttribute('aria-current', 'true');
  await page.getByRole('slider', { name: 'Last value to change' }).focus();
  await page.keyboard.press('ArrowLeft');
  await page.getByRole('textbox', { name: 'In price_eur' }).fill('5000');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(shapes.getByText('changed')).toHaveCount(2);
  await page.getByRole('textbox', { name: 'Why' }).fill('beyond there it is noise');
  await page.getByRole('button', { name: 'Keep as a new version' }).click();
  await expect(page.getByText('Kept as version 2')).toBeVisible();
  await audit(page);

  const { versions } = await tetrad(page, 'models.get', { id: modelId });
  const [newest, first] = versions;
  expect(newest?.notes).toContain('beyond there it is noise');
  expect(newest?.metrics['testR2']).toBeGreaterThan(0.3);
  expect(newest?.metrics['testR2']).not.toBe(first?.metrics['testR2']);
  const { report } = await tetrad(page, 'models.export', { modelId, version: 2 });
  expect(report.parity?.passed).toBe(true);
});
