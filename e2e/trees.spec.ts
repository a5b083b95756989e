/** A decision tree and a forest: trained, drawn, folded by keyboard, saved as rules, exported both ways. */
import { readFileSync } from 'node:fs';
import { haveRun, haveSample, openStudio } from './studio';
import { audit, expect, test } from './support';

test('trees are drawn in the words of the data, and leave in plain operators', { tag: '@long' }, async ({
  page,
}) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'iris');
  const tree = await haveRun(page, datasetId, 'species', { family: 'decisionTree' });
  await page.goto(`/models/${tree.modelId}?tab=tree`);
  const drawing = page.getByRole('region', { name: 'Tree', exact: true });
  const root = drawing.getByRole('button').first();
  await expect(root).toHaveAttribute('aria-expanded', 'true');
  await expect(root).toContainText(/petal_(length|width)_cm ≤/);
  await expect(drawing).toContainText('setosa, 100 %');
  await audit(page);
  const before = await drawing.getByRole('button').count();
  await root.focus();
  await page.keyboard.press('Enter');
  await expect(root).toHaveAttribute('aria-expanded', 'false');
  await expect(drawing.getByRole('button')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(drawing.getByRole('button')).toHaveCount(before);
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Rules as text' }).click();
  const rules = readFileSync(await (await saved).path(), 'utf8');
  expect(rules.split('\n')[0]).toMatch(/^petal_(length|width)_cm ≤ [\d.]+\? yes:$/);

  const forest = await haveRun(page, datasetId, 'species', { family: 'randomForest' });
  await page.goto(`/models/${forest.modelId}?tab=tree`);
  await page.getByRole('textbox', { name: 'Tree, of 100' }).fill('100');
  await expect(drawing.getByRole('button').first()).toBeVisible();
  await audit(page);
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Trees' }).click();
  await page.getByRole('option', { name: 'plain' }).click();
  await dialog.getByRole('button', { name: 'Export and check' }).click();
  await expect(dialog).toContainText('Answers like this studio.', {
    timeout: 60_000,
  });
  await audit(page);
});
