/** Groups and odd rows: from a dropped table to the page that shows them, an answer and one file. */
import { openStudio, tetrad } from './studio';
import { audit, expect, test } from './support';
import type { Page } from '@playwright/test';

/** Two measures and a place that fall into three kinds, and a few rows like none of them. */
function table(): string {
  const kinds = [
    [30, 2, 'sea'],
    [52, 13, 'hill'],
    [71, 6, 'town'],
  ] as const;
  // Spread alike whatever machine it is.
  const wave = (row: number, by: number) => Math.sin(row * by) + Math.sin(row * by * 1.7 + 1);
  const rows = Array.from({ length: 400 }, (_, row) => {
    const [age, nights, place] = kinds[row % 3] as (typeof kinds)[number];
    if (row % 40 === 17) return `${100 + (row % 7)},${30 + (row % 5)},${place},odd`;
    return `${(age + 2.4 * wave(row, 12.9)).toFixed(1)},${(nights + 0.7 * wave(row, 7.3)).toFixed(2)},${place},usual`;
  });
  return ['age,nights,place,truth', ...rows].join('\n');
}

async function dropped(page: Page): Promise<string> {
  await openStudio(page);
  await page
    .getByLabel('Files to import')
    .setInputFiles({ name: 'guests.csv', mimeType: 'text/csv', buffer: Buffer.from(table()) });
  await page.getByRole('button', { name: /^Import/ }).click();
  await expect
    .poll(async () => (await tetrad(page, 'datasets.list', {})).filter(({ version }) => version).length, {
      timeout: 30_000,
    })
    .toBe(1);
  const [entry] = await tetrad(page, 'datasets.list', {});
  return entry?.dataset.id ?? '';
}

async function choose(page: Page, target: RegExp): Promise<void> {
  await page.getByRole('combobox', { name: 'Predict' }).click();
  await page.getByRole('option', { name: target }).click();
  const truth = page.getByRole('checkbox', { name: /truth/ });
  if ((await truth.count()) > 0) await truth.first().uncheck();
}

async function exported(page: Page, runId: string): Promise<void> {
  await page.goto(`/runs/${runId}`);
  await page.getByRole('link', { name: 'Export ONNX' }).click();
  const dialog = page.getByRole('dialog', { name: /^Export / });
  await dialog.getByRole('button', { name: 'Export and check' }).click();
  const report = dialog.getByRole('region', { name: 'Export report' });
  await expect(report).toContainText('Answers like this studio.', { timeout: 60_000 });
}

async function looked(page: Page, name: string): Promise<void> {
  await audit(page);
  if (!process.env.SHOTS) return;
  for (const [theme, width] of [
    ['light', 1440],
    ['light', 400],
    ['dark', 1440],
    ['dark', 400],
  ] as const) {
    const dark = page.getByRole('button', {
      name: theme === 'dark' ? 'Use the dark theme' : 'Use the light theme',
    });
    await page.setViewportSize({ width: 1440, height: 1000 });
    if ((await dark.count()) > 0) await dark.click();
    await page.setViewportSize({ width, height: 2400 });
    await page.waitForTimeout(400);
    await page.screenshot({ path: `${process.env.SHOTS}/${name}-${theme}-${width}.png`, fullPage: true });
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

test('groups are found in a dropped table, looked at, asked and exported', { tag: '@long' }, async ({
  page,
}) => {
  const datasetId = await dropped(page);
  await page.goto(`/train?dataset=${datasetId}`);
  await choose(page, /Groups of similar rows/);
  await expect(page.getByRole('radio', { name: /^k-means/ })).toBeChecked();
  await looked(page, 'train');
  await page.getByRole('button', { name: 'Start training' }).click();
  const next = page.getByRole('region', { name: 'Next steps' });
  await expect(next).toBeVisible({ timeout: 60_000 });
  const [run] = await tetrad(page, 'runs.list', {});
  if (!run) throw new Error('no run');
  await page.goto(`/runs/${run.id}?tab=evaluation`);
  const profile = page.getByRole('region', { name: 'What sets each group apart' });
  await expect(profile).toContainText(/place is (always|mostly) (sea|hill|town)/);
  await expect(page.getByRole('region', { name: 'How many groups' })).toContainText('taken');
  await page.getByRole('combobox', { name: 'Column to compare with' }).click();
  await page.getByRole('option', { name: 'place' }).click();
  await expect(page.getByText('adjusted Rand index')).toBeVisible();
  await looked(page, 'groups');
  await exported(page, run.id);
  await page.goto(`/predict?model=${run.modelId}`);
  for (const [name, value] of [
    ['age', '71'],
    ['nights', '6'],
  ] as const)
    await page.getByRole('textbox', { name }).fill(value);
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Answer' })).toContainText(/group \d/);
  await looked(page, 'groups-predict');
});

test('odd rows are found, a threshold moved and kept, asked and exported', { tag: '@long' }, async ({
  page,
}) => {
  const datasetId = await dropped(page);
  await page.goto(`/train?dataset=${datasetId}`);
  await choose(page, /Odd rows/);
  await page.getByRole('button', { name: 'Start training' }).click();
  await expect(page.getByRole('region', { name: 'Next steps' })).toBeVisible({ timeout: 60_000 });
  const [run] = await tetrad(page, 'runs.list', {});
  if (!run) throw new Error('no run');
  await page.goto(`/runs/${run.id}?tab=evaluation`);
  await expect(page.getByRole('region', { name: 'The oddest rows', exact: true })).toContainText(
    /deviations above the median/,
  );
  await page.getByRole('combobox', { name: 'Column to compare with' }).click();
  await page.getByRole('option', { name: 'truth' }).click();
  await expect(page.getByRole('region', { name: 'Beside a column that you know' })).toContainText('AUC');
  await looked(page, 'odd');
  await page.getByRole('slider', { name: /Call a row odd/ }).press('ArrowRight');
  await page.getByRole('button', { name: 'Keep in a new version' }).click();
  await expect(page.getByText('Version 2 made')).toBeVisible();
  await exported(page, run.id);
  await page.goto(`/predict?model=${run.modelId}`);
  for (const [name, value] of [
    ['age', '104'],
    ['nights', '33'],
  ] as const)
    await page.getByRole('textbox', { name }).fill(value);
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Answer' })).toContainText(/Score 0\.\d+odd/);
  await looked(page, 'odd-predict');
  await page.goto(`/models/${run.modelId}?tab=explain&method=shapley&sample=57`);
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  await expect(page.getByRole('main')).toContainText('Score', { timeout: 60_000 });
  await expect(page.getByRole('figure').first()).toBeVisible();
  await looked(page, 'odd-explain');
});
