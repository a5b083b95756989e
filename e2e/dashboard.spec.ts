/** The dashboard of a training: every chart and control, on a run that really trains. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { curveOf, haveSample, openStudio, tetrad } from './studio';
import { audit, expect, test } from './support';

const bothThemes = async (page: Page) => {
  await audit(page);
  await page.getByRole('button', { name: 'Use the dark theme' }).click();
  await audit(page);
  await page.getByRole('button', { name: 'Use the light theme' }).click();
};

/** A file of a chart's menu. */
async function saved(page: Page, chart: string, item: string): Promise<Buffer> {
  await page.getByRole('button', { name: `Export ${chart}`, exact: true }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: item }).click(),
  ]);
  return readFileSync(await download.path());
}

const table = (csv: Buffer): number[][] =>
  csv
    .toString()
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(',').map(Number));

const plotOf = (page: Page, chart: string): Locator =>
  page.getByRole('figure', { name: chart, exact: true }).getByRole('slider');

/** How much of a canvas is painted. */
const painted = (canvas: Locator): Promise<number> =>
  canvas.evaluate((element: HTMLCanvasElement) => {
    const context = element.getContext('2d') as CanvasRenderingContext2D;
    const { data } = context.getImageData(0, 0, element.width, element.height);
    let count = 0;
    for (let i = 3; i < data.length; i += 4) if (data[i] !== 0) count++;
    return count;
  });

const charts = [
  'Loss',
  'Accuracy',
  'Learning rate',
  'Batch loss',
  'Gradient norm',
  'Update-to-weight ratio',
  'Step time (ms)',
  'Epoch time (s)',
  'Samples per second',
  'Memory (MB)',
  'Time left (s)',
];

test('a run is watched: previewed rates, curves, figures of steps and machine, weights', {
  tag: '@long',
}, async ({ page }) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'iris');
  await page.goto(`/train?dataset=${datasetId}`);
  await page.getByRole('textbox', { name: 'Epochs', exact: true }).fill('15');
  await page.getByRole('button', { name: 'Advanced' }).click();
  const choose = async (field: string, option: string) => {
    await page.getByRole('combobox', { name: field }).click();
    await page.getByRole('option', { name: option, exact: true }).click();
  };
  await choose('Learning-rate schedule', 'One cycle');
  await choose('Backend', 'webgpu');
  await page.getByRole('textbox', { name: 'Warm-up (steps)' }).fill('7');
  await page.getByText('Early stopping', { exact: true }).click();
  await expect(page.getByText('60 steps if every epoch is trained.')).toBeVisible();
  const shown = table(await saved(page, 'Learning rate', 'Save values as CSV'));
  await bothThemes(page);
  await page.getByRole('button', { name: 'Start training' }).click();
  await expect(page.getByRole('progressbar', { name: 'Training' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Next steps' })).toBeVisible({ timeout: 60_000 });

  // What was shown is what trained.
  const runId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  const { series } = await tetrad(page, 'runs.metrics', { runId });
  const logged = (name: string) => series.find((entry) => entry.name === name)?.points ?? [];
  expect(shown).toHaveLength(60);
  expect(logged('batchLearningRate').map(({ step, value }) => [step, value])).toEqual(shown);
  for (const { epoch, step, value } of logged('learningRate'))
    expect([step, value]).toEqual(shown[4 * epoch - 1]);

  for (const name of charts) {
    const figure = page.getByRole('figure', { name, exact: true });
    expect(await painted(figure.locator('canvas')), name).toBeGreaterThan(500);
  }
  // Software WebGPU has timestamp queries.
  await expect(page.getByRole('button', { name: 'Show GPU busy' })).toBeVisible();
  await bothThemes(page);

  // One pointer reads all charts; keys do, too.
  await plotOf(page, 'Loss').hover();
  const readAt = /^epoch [\d.]+: .+ [\d.]+/;
  for (const name of ['Loss', 'Gradient norm', 'Memory (MB)'])
    await expect(plotOf(page, name)).toHaveAttribute('aria-valuetext', readAt);
  await plotOf(page, 'Batch loss').focus();
  await page.keyboard.press('End');
  await expect(plotOf(page, 'Loss')).toHaveAttribute('aria-valuenow', '15');

  // Zoom is shared, and leaves by the button.
  await plotOf(page, 'Loss').scrollIntoViewIfNeeded();
  const box = await plotOf(page, 'Loss').boundingBox();
  if (!box) throw new Error('no plot');
  await page.mouse.move(box.x + 120, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + 260, box.y + 60, { steps: 3 });
  await page.mouse.up();
  await expect(page.getByRole('button', { name: 'Show all of Gradient norm' })).toBeVisible();
  expect(Number(await plotOf(page, 'Memory (MB)').getAttribute('aria-valuemax'))).toBeLessThan(15);
  await page.getByRole('button', { name: 'Show all of Loss' }).click();
  await expect(plotOf(page, 'Memory (MB)')).toHaveAttribute('aria-valuemax', '15');

  // Axis, smoothing, log scale and hidden curves change the picture.
  const canvas = page.getByRole('figure', { name: 'Loss', exact: true }).locator('canvas');
  const picture = () => canvas.evaluate((element: HTMLCanvasElement) => element.toDataURL());
  let before = await picture();
  const changes = async () => {
    await expect.poll(picture).not.toBe(before);
    before = await picture();
  };
  await page.getByRole('slider', { name: 'Smoothing' }).fill('0.9');
  await changes();
  await page.getByRole('switch', { name: 'Log scale' }).press('Space');
  await changes();
  await page.getByRole('button', { name: 'Show Validation' }).first().click();
  await changes();
  await page.getByRole('radio', { name: 'Steps' }).press('Space');
  await expect(plotOf(page, 'Loss')).toHaveAttribute('aria-valuemax', '60');

  // What leaves is what was logged, not the smoothed line.
  expect((await saved(page, 'Gradient norm', 'Save as PNG')).toString('latin1')).toMatch(/^\u0089PNG/);
  const norms = table(await saved(page, 'Gradient norm', 'Save values as CSV'));
  expect(norms).toEqual(logged('gradientNorm').map(({ step, value }) => [step, value]));
  expect(norms).toHaveLength(60);

  await page.getByRole('tab', { name: 'Weights' }).click();
  const weights = page.getByRole('figure', { name: 'Weights of dense1/kernel' });
  const gradients = page.getByRole('figure', { name: 'Gradients of dense1/kernel' });
  for (const figure of [weights, gradients])
    await expect.poll(() => painted(figure.locator('canvas'))).toBeGreaterThan(5000);
  await weights.getByRole('slider').hover();
  await expect(weights).toContainText(/Epoch \d+: [\d,]+ of 256 \(.+ %\) from/);
  const epoch = /Epoch \d+:/.exec(await weights.innerText())?.[0] ?? 'none';
  await expect(gradients).toContainText(epoch);
  await gradients.getByRole('slider').focus();
  await page.keyboard.press('Home');
  await expect(weights).toContainText('Epoch 1:');
  await page.keyboard.press('ArrowRight');
  await expect(weights).toContainText('Epoch 2:');
  await page.getByRole('combobox', { name: 'Layer' }).click();
  await page.getByRole('option', { name: 'dense2 · bias' }).click();
  const rows = table(await saved(page, 'Weights of dense2/bias', 'Save values as CSV'));
  expect(rows).toHaveLength(15 * 40);
  expect((await saved(page, 'Gradients of dense2/bias', 'Save as PNG')).toString('latin1')).toMatch(
    /^\u0089PNG/,
  );
  await bothThemes(page);

  // All of it is kept.
  const curve = await curveOf(page, runId);
  await page.reload();
  await expect(page.getByRole('figure', { name: 'Weights of dense1/kernel' })).toBeVisible();
  await page.getByRole('combobox', { name: 'Layer' }).click();
  await page.getByRole('option', { name: 'dense2 · bias' }).click();
  expect(table(await saved(page, 'Weights of dense2/bias', 'Save values as CSV'))).toEqual(rows);
  await page.getByRole('tab', { name: 'Curves' }).click();
  await page.getByRole('radio', { name: 'Steps' }).press('Space');
  expect(table(await saved(page, 'Gradient norm', 'Save values as CSV'))).toEqual(norms);
  expect(await curveOf(page, runId)).toEqual(curve);
  await page.setViewportSize({ width: 390, height: 844 });
  await audit(page);
});

test('the queue is reordered, paused and resumed; trainings at a time; a fork goes its own way', {
  tag: '@long',
}, async ({ page }) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'iris');
  const submit = (name: string) =>
    tetrad(page, 'training.submit', {
      datasetId,
      target: 'species',
      family: 'mlp',
      name,
      training: { epochs: 100_000, earlyStopping: false, backend: 'cpu' },
    });
  const first = await submit('One');
  await submit('Two');
  const third = await submit('Three');
  await page.getByRole('link', { name: 'Monitor' }).click();
  const jobs = page.getByRole('grid', { name: 'Jobs' });
  const row = (name: string) => jobs.getByRole('row').filter({ hasText: `Train ${name} run 1` });
  await expect(row('One')).toContainText('running');
  await expect(row('Two').getByRole('gridcell').nth(3)).toHaveText('1');
  await expect(row('Two').getByRole('button', { name: /earlier/ })).toBeDisabled();
  await row('Three')
    .getByRole('button', { name: /earlier/ })
    .click();
  await expect(row('Three').getByRole('gridcell').nth(3)).toHaveText('1');
  await expect(row('Two').getByRole('gridcell').nth(3)).toHaveText('2');
  await row('Three').getByRole('button', { name: /later/ }).click();
  await expect(row('Two').getByRole('gridcell').nth(3)).toHaveText('1');
  await bothThemes(page);

  await page.getByRole('button', { name: 'Pause all' }).click();
  for (const name of ['One', 'Two', 'Three']) await expect(row(name)).toContainText('paused');
  await expect(page.getByRole('button', { name: 'Pause all' })).toBeHidden();
  await page.getByRole('button', { name: 'Resume all' }).click();
  await expect(row('One')).toContainText('running');
  await expect(row('Two')).toContainText('queued');

  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('textbox', { name: 'Checkpoints kept per run' })).toHaveValue('2');
  await page.getByRole('textbox', { name: 'Trainings at a time' }).fill('2');
  await expect.poll(async () => (await tetrad(page, 'settings.get', {})).trainingsAtOnce).toBe(2);
  await bothThemes(page);
  await page.getByRole('link', { name: 'Monitor' }).click();
  await expect(row('Two')).toContainText('running');
  await expect(row('Three')).toContainText('queued');
  await tetrad(page, 'jobs.cancel', { id: third.jobId });

  await row('One').getByRole('link').click();
  await expect(page).toHaveURL(new RegExp(first.runId));
  await expect(page.getByRole('heading', { level: 1, name: /One run 1/ })).toBeVisible();
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Resume', exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Fork' }).click();
  const dialog = page.getByRole('dialog', { name: /^Fork/ });
  await expect(dialog.getByRole('textbox', { name: 'Learning rate' })).toBeFocused();
  await dialog.getByRole('textbox', { name: 'Learning rate' }).fill('0.0005');
  await dialog.getByRole('textbox', { name: 'Epochs', exact: true }).fill('99000');
  await audit(page);
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Slow fork');
  await dialog.getByRole('button', { name: 'Fork' }).click();
  await expect(dialog).toBeHidden();
  await expect(page).not.toHaveURL(new RegExp(first.runId));
  await expect(page.getByText('Compare both')).toBeVisible();
  const forkId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  expect(forkId).not.toBe(first.runId);
  // The beginning is shared, the rest is its own.
  await expect
    .poll(
      async () => {
        const rates = (await curveOf(page, forkId)).batchLearningRate ?? [];
        return [rates[0]?.[1], rates.at(-1)?.[1]];
      },
      { timeout: 40_000 },
    )
    .toEqual([0.005, 0.0005]);
  const [whole, fork] = [await curveOf(page, first.runId), await curveOf(page, forkId)];
  const step = Number((await tetrad(page, 'runs.get', { id: forkId })).tags.forkStep);
  const begun = (curve: typeof whole, name: string) => (curve[name] ?? []).filter(([at]) => at <= step);
  for (const name of ['batchLoss', 'gradientNorm', 'valLoss']) {
    expect(begun(fork, name).length).toBeGreaterThan(0);
    expect(begun(fork, name)).toEqual(begun(whole, name));
  }
  await page.getByRole('tab', { name: 'Weights' }).click();
  await expect(page.getByRole('figure', { name: 'Weights of dense1/kernel' })).toBeVisible();
  for (const { id, status } of await tetrad(page, 'jobs.list', {}))
    if (['running', 'queued', 'paused'].includes(status)) await tetrad(page, 'jobs.cancel', { id });
  await page.goto(`/compare?runs=${first.runId},${forkId}`);
  await expect(page.getByRole('figure', { name: 'Gradient norm' })).toBeVisible();
  await bothThemes(page);
});
