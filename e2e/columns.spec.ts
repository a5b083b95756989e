/** What a person is told of the columns before and after a training, and what they do about it. */
import { haveRun, openStudio, tetrad } from './studio';
import { audit, expect, importTables, test } from './support';

const rows = Array.from({ length: 120 }, (_, i) => {
  const x = (i * 37) % 100;
  return `K${1000 + i},${x},${x > 84 ? 'ill' : 'well'}`;
});
const body = `key,x,state\n${[...rows, ...rows.slice(0, 3)].join('\n')}\n`;

test('a column that is left out is taken in, another is renamed, and training applies both', async ({
  page,
}) => {
  await openStudio(page);
  await importTables(page, [{ name: 'ward.csv', body: `key,x,state\n${rows.join('\n')}\n` }]);
  await page.getByRole('tab', { name: /^Noticed/ }).click();
  const panel = page.getByRole('tabpanel');
  await expect(panel).toContainText('Not learnt from');
  await expect(panel).toContainText('taken for an identifier');
  await audit(page);
  await page.getByRole('button', { name: 'Take in key' }).click();
  await expect(page.getByLabel('Role of key')).toHaveValue('feature');
  await page.getByRole('button', { name: 'Rename: x' }).click();
  await page.getByLabel('Name of x').fill('score');
  await page.keyboard.press('Enter');
  await expect(page.getByText('2 columns changed.')).toBeVisible();
  // Edits outlive a look at another tab.
  await page.getByRole('tab', { name: 'Rows' }).click();
  await page.getByRole('tab', { name: 'Columns' }).click();
  await expect(page.getByLabel('Role of score')).toBeVisible();
  await audit(page);
  await page.getByRole('button', { name: 'Apply and train' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Train');
  const [listed] = await tetrad(page, 'datasets.list', {});
  const { version } = await tetrad(page, 'datasets.get', { id: listed?.dataset.id ?? '' });
  expect(version?.number).toBe(2);
  expect(version?.schema.columns.map(({ name, type }) => [name, type])).toEqual([
    ['key', 'categorical'],
    ['score', 'integer'],
    ['state', 'categorical'],
  ]);
});

test('the figure of a run says what is rare and what was copied', { tag: '@long' }, async ({ page }) => {
  await openStudio(page);
  await importTables(page, [{ name: 'ward.csv', body }]);
  await expect(page.getByText('123 rows × 3 columns')).toBeVisible();
  const datasetId = new URL(page.url()).pathname.split('/').at(-1) as string;
  const { runId } = await haveRun(page, datasetId, 'state', { family: 'linear' });
  await page.goto(`/runs/${runId}`);
  const figure = page.getByRole('region', { name: 'Final figure' });
  await expect(figure).toContainText('Balanced accuracy');
  await expect(figure).toContainText('Without a model');
  await audit(page);
});
