/** From a model to newer rows: what drifted, both distributions, over time, and the rows. */
import type { Page } from '@playwright/test';
import { makeStripes } from '../test/support/makeStripes';
import { haveRun, openStudio, tetrad } from './studio';
import { audit, expect, test } from './support';

async function haveFile(page: Page, name: string, content: string | number[]): Promise<string> {
  const { jobId, datasetId } = await page.evaluate(
    async ([fileName, given]) =>
      await window.tetrad.run('datasets.import', {
        files: [new File([typeof given === 'string' ? given : Uint8Array.from(given)], fileName)],
      }),
    [name, content] as const,
  );
  expect((await tetrad(page, 'jobs.wait', { id: jobId })).status).toBe('completed');
  return datasetId;
}

const rowsOf = (count: number, from: number, seed: number): string => {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const lines = Array.from({ length: count }, (_, i) => {
    const moved = i >= from;
    const age = 30 + 20 * next() + (moved ? 15 : 0);
    const city = moved && i % 3 === 0 ? 'Oslo' : next() < 0.5 ? 'Bern' : 'Graz';
    return [i, age.toFixed(1), (10 * next()).toFixed(2), city, age + 4 * next() > 42 ? 'yes' : 'no'].join();
  });
  return ['hour,age,income,city,bought', ...lines].join('\n');
};

test('newer rows are compared with those a model learnt from: columns, answers, windows and rows @long', async ({
  page,
}) => {
  await openStudio(page);
  const before = await haveFile(page, 'before.csv', rowsOf(600, 600, 1));
  const { modelId } = await haveRun(page, before, 'bought', { features: ['age', 'income', 'city'] });
  await haveFile(page, 'after.csv', rowsOf(800, 600, 2));
  await page.goto(`/models/${modelId}?tab=drift`);
  await expect(page.getByText('A column has drifted when chance does not explain')).toBeVisible();
  await page.getByRole('textbox', { name: 'Windows' }).fill('25');
  await expect(page.getByRole('button', { name: 'Compare', exact: true })).toBeDisabled();
  await page.getByRole('textbox', { name: 'Windows' }).fill('4');
  await page.getByRole('combobox', { name: 'Along' }).click();
  await page.getByRole('option', { name: 'hour' }).click();
  await audit(page);
  await page.getByRole('button', { name: 'Compare', exact: true }).click();

  const table = page.getByRole('grid', { name: 'Columns' });
  await expect(table.getByRole('row').nth(1)).toContainText('drifted');
  await expect(page.getByText(/^\d of 6 columns drifted/)).toBeVisible();
  await table.getByRole('row').filter({ hasText: 'city' }).click();
  await expect(page.getByRole('figure', { name: 'city before and now' })).toContainText('Oslo');
  await expect(page.getByRole('region', { name: 'Rows that show it' }).getByRole('row')).not.toHaveCount(0);
  await table.getByRole('row').filter({ hasText: 'income' }).click();
  await expect(page.getByRole('figure', { name: 'income before and now' })).toBeVisible();
  await table.getByRole('row').filter({ hasText: /^age/ }).click();
  await expect(page.getByRole('figure', { name: 'age over time' }).locator('circle[r="6"]')).toHaveCount(1);
  await audit(page);
  await expect(page).toHaveURL(/drift=/);
  await page.reload();
  await expect(table.getByRole('row').nth(1)).toContainText('drifted');
  await page.getByRole('button', { name: 'Use the dark theme' }).click();
  await page.setViewportSize({ width: 400, height: 860 });
  await audit(page);
});

test('of images what the model sees is compared, and the most foreign are shown as pictures @long', async ({
  page,
}) => {
  await openStudio(page);
  const before = await haveFile(page, 'before.zip', [...makeStripes(1, 480, 480)]);
  const { modelId } = await haveRun(page, before, 'label', { family: 'cnn2d', training: { epochs: 2 } });
  await haveFile(page, 'after.zip', [...makeStripes(2, 480, 360)]);
  await page.goto(`/models/${modelId}?tab=drift`);
  await page.getByRole('textbox', { name: 'Windows' }).fill('4');
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  const table = page.getByRole('grid', { name: 'Columns' });
  const seen = table.getByRole('row').filter({ hasText: /^what / });
  await expect(seen).toHaveCount(2);
  await seen.first().click();
  const plot = page.getByRole('figure', { name: /^what .* over time/ });
  await expect(plot.locator('circle[r="6"]')).toHaveCount(1);
  await expect(page.getByText(/What the model sees is the output of “everywhere”/)).toBeVisible();
  const shots = process.env['SHOTS'];
  if (shots) await page.screenshot({ path: `${shots}/drift-seen-light.png`, fullPage: true });
  await expect(page.getByRole('img', { name: /^Sample \d+/ })).toHaveCount(5);
  await audit(page);
  if (shots) {
    await page
      .getByRole('img', { name: /^Sample/ })
      .last()
      .scrollIntoViewIfNeeded();
    await page.screenshot({ path: `${shots}/drift-images-light.png` });
  }
  await page.getByRole('button', { name: 'Use the dark theme' }).click();
  await page.setViewportSize({ width: 390, height: 860 });
  await audit(page);
  if (shots) {
    await page
      .getByRole('img', { name: /^Sample/ })
      .last()
      .scrollIntoViewIfNeeded();
    await page.screenshot({ path: `${shots}/drift-images-narrow.png` });
  }
});
