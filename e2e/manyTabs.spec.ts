/** Five tabs in which everything happens at once. The long version is scripts/manyTabs.mjs. */
import { manyTabs } from '../scripts/tabs/manyTabs.mjs';
import { haveSample, openStudio, tetrad } from './studio';
import { expect, test } from './support';

test('five tabs, random edits and jobs: nothing is lost in silence, nothing runs twice', {
  tag: '@long',
}, async ({ context, baseURL }) => {
  const result = await manyTabs({ context, origin: baseURL ?? '', actions: 16, seed: 5 });
  expect(result.faults).toEqual([]);
  expect(result.acknowledged).toBeGreaterThan(80);
  expect(result.conflicts).toBeGreaterThan(0);
  expect(result.trained).toBeGreaterThan(2);
});

test('notes changed in another tab while they are edited here: told, nothing overwritten, nothing lost', {
  tag: '@long',
}, async ({ page, context }) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'iris');
  await page.goto(`/data/${datasetId}`);
  await page.getByRole('tab', { name: 'About' }).click();
  await page.getByRole('button', { name: /Edit description/ }).click();
  const field = page.getByRole('textbox', { name: 'Description' });
  await field.fill('mine');
  const other = await context.newPage();
  await openStudio(other, `/data/${datasetId}`);
  await tetrad(other, 'datasets.update', { id: datasetId, description: 'theirs' });
  await expect
    .poll(async () => (await tetrad(page, 'datasets.get', { id: datasetId })).dataset.description)
    .toBe('theirs');
  await field.press('Control+Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'changed somewhere else' })).toContainText('theirs');
  await expect(field).toHaveValue('mine');
  expect((await tetrad(page, 'datasets.get', { id: datasetId })).dataset.description).toBe('theirs');
  await field.press('Control+Enter');
  await expect(field).toBeHidden();
  expect((await tetrad(page, 'datasets.get', { id: datasetId })).dataset.description).toBe('mine');
});
