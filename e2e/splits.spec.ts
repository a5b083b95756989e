/** How rows are divided: an hourly series by time unless somebody says otherwise, groups kept whole, all of it said. */
import { openStudio, tetrad } from './studio';
import { audit, expect, importTables, test } from './support';

const hourly = [
  'timestamp,load,temp',
  ...Array.from({ length: 600 }, (_, i) => {
    const day = Math.sin((i / 24) * 2 * Math.PI);
    return `${new Date(Date.UTC(2023, 0, 1, i)).toISOString()},${(100 + 30 * day).toFixed(2)},${(10 + 5 * day + (i % 7) / 10).toFixed(2)}`;
  }),
].join('\n');

test('a series is divided by its time, said before and after; at random is a choice', {
  tag: '@long',
}, async ({ page }) => {
  await openStudio(page);
  await importTables(page, [{ name: 'hourly.csv', body: hourly }]);
  await expect(page.getByRole('combobox', { name: 'Role of timestamp' })).toHaveValue('time');
  await page.getByRole('tab', { name: /Noticed/ }).click();
  await expect(page.getByText('The rows follow each other along “timestamp”')).toBeVisible();
  const [entry] = await tetrad(page, 'datasets.list', {});
  await page.goto(`/train?dataset=${entry?.dataset.id}&target=load`);
  const judged = page.getByRole('region', { name: 'How it is judged' });
  await expect(judged).toContainText('About 390 rows to learn from, 120 for validation, 90 for the test');
  await expect(judged).toContainText('by the order of “timestamp”');
  await expect(page.getByRole('checkbox', { name: 'timestamp' })).not.toBeChecked();
  await judged.getByRole('combobox', { name: 'Divided' }).selectOption('At random');
  await expect(judged).toContainText('divided at random');
  await judged.getByRole('combobox', { name: 'Divided' }).selectOption('As the columns say');
  await audit(page);
  await page.getByRole('textbox', { name: 'Epochs' }).fill('3');
  await page.getByRole('button', { name: 'Start training' }).click();
  const final = page.getByRole('region', { name: 'Final figure' });
  await expect(final).toContainText('90 test rows, which training never saw', { timeout: 60_000 });
  const said = 'Learnt from 390, validated on 120, tested on 90; divided by the order of “timestamp”';
  await expect(page.getByText(said)).toBeVisible();
  await page.reload();
  await expect(page.getByText(said)).toBeVisible();
  await audit(page);

  await page.getByRole('tab', { name: 'Evaluation' }).click();
  await expect(page.getByText('On the 90 test rows')).toBeVisible();
  await page.getByRole('radiogroup').getByText('Validation', { exact: true }).click();
  await expect(page.getByText('On the 120 validation rows')).toBeVisible();
  await audit(page);

  await page.goto('/models');
  await expect(page.getByRole('grid', { name: 'Models' })).toContainText('Test RMSE');
});
