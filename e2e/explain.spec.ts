/** What a model goes by: from the end of a training to a chart that a reload and a link bring back. */
import { readFileSync } from 'node:fs';
import { haveRun, haveSample, openStudio, tetrad } from './studio';
import { audit, expect, test } from './support';

test('a classifier is explained on rows that were held back, and the chart is there again after a reload', async ({
  page,
}) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'iris');
  const { runId } = await haveRun(page, datasetId, 'species');
  await page.goto(`/runs/${runId}`);
  await page.getByRole('region', { name: 'Next steps' }).getByRole('link', { name: 'Explain' }).click();
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await page.getByRole('textbox', { name: 'Repeats' }).fill('0');
  await expect(page.getByRole('button', { name: 'Explain', exact: true })).toBeDisabled();
  await page.getByRole('textbox', { name: 'Repeats' }).fill('3');
  await audit(page);
  await page.getByRole('button', { name: 'Explain', exact: true }).click();

  const chart = page.getByRole('figure', { name: 'Drop in accuracy' });
  await expect(chart.locator('.recharts-bar-rectangle')).toHaveCount(4);
  await expect(chart.locator('.recharts-errorBar').first()).toBeAttached();
  await expect(page.getByText(/^On the \d+ (test|validation) rows of Iris, /)).toBeVisible();
  const table = page.getByRole('grid', { name: 'Columns' });
  await expect(table.getByRole('row')).toHaveCount(5);
  await expect(table.getByRole('row').nth(1)).toContainText('petal');
  await audit(page);

  await chart.getByRole('button', { name: 'Export Drop in accuracy' }).click();
  const [csv] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Save values as CSV' }).click(),
  ]);
  const lines = readFileSync(await csv.path(), 'utf8').split('\r\n');
  expect(lines[0]).toBe('column,mean,standard deviation,repeat 1,repeat 2,repeat 3');
  expect(lines).toHaveLength(5);

  await expect(page).toHaveURL(/tab=explain.*explanation=/);
  await page.reload();
  await expect(chart.locator('.recharts-bar-rectangle')).toHaveCount(4);
  const [job] = (await tetrad(page, 'jobs.list', {})).filter(({ kind }) => kind === 'explain');
  expect(job?.input).toMatchObject({ method: 'permutation', params: { repeats: 3 } });
  await page.getByRole('button', { name: 'Use the dark theme' }).click();
  await page.setViewportSize({ width: 400, height: 860 });
  await audit(page);
});
