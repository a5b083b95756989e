/** A model in use: calls and answers are seen, labels come, two versions are compared and one is promoted. */
import type { Page } from '@playwright/test';
import { openStudio, tetrad } from './studio';
import { audit, expect, test } from './support';

/** Bought where a and b together are large, with some chance. */
function worldOf(rows: number, seed: number): { a: number; b: number; bought: string }[] {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return Array.from({ length: rows }, () => {
    const [a, b] = [4 * next() - 2, 4 * next() - 2];
    const chance = 1 / (1 + Math.exp(-(2.5 * a + 1.5 * b)));
    return { a, b, bought: next() < chance ? 'yes' : 'no' };
  });
}

async function train(page: Page, datasetId: string, features: string[], modelId?: string): Promise<string> {
  const made = await tetrad(page, 'training.submit', {
    datasetId,
    target: 'bought',
    family: 'linear',
    features,
    modelId,
    training: { epochs: 20, backend: 'cpu', seed: 1 },
  });
  expect((await tetrad(page, 'jobs.wait', { id: made.jobId })).status).toBe('completed');
  return made.modelId;
}

const asked = (rows: ReturnType<typeof worldOf>) => rows.map(({ a, b }) => ({ a, b }));

test('answers are measured and kept, labels are joined, and the better of two versions is promoted @long', async ({
  page,
}) => {
  await openStudio(page);
  const text = ['a,b,bought', ...worldOf(2_000, 1).map((row) => Object.values(row).join())].join('\n');
  const { jobId, datasetId } = await page.evaluate(
    async (content) =>
      await window.tetrad.run('datasets.import', { files: [new File([content], 'buys.csv')] }),
    text,
  );
  await tetrad(page, 'jobs.wait', { id: jobId });
  const modelId = await train(page, datasetId, ['b']);
  await train(page, datasetId, ['a', 'b'], modelId);
  const { versions } = await tetrad(page, 'models.get', { id: modelId });
  const first = versions.find(({ number }) => number === 1);
  await tetrad(page, 'models.setAlias', { modelId, alias: 'champion', versionId: first?.id ?? '' });

  await page.goto(`/models/${modelId}?tab=use`);
  await expect(page.getByText('No call yet.')).toBeVisible();
  await page.getByRole('switch', { name: 'Write down answers' }).click();
  await expect(page.getByText('Nothing was answered since.')).toBeVisible();
  const planned = page.getByText(/A challenger that is 3 points better than .* is found with a chance of/);
  await expect(planned).toBeVisible({ timeout: 60_000 });
  await page.getByLabel('Better by, points').fill('90');
  await expect(page.getByText(/so none is better by 90\.0 points/)).toBeVisible({ timeout: 60_000 });
  await page.getByLabel('Better by, points').fill('6');
  await expect(page.getByText(/A challenger that is 6 points better/)).toBeVisible({ timeout: 60_000 });
  await page
    .getByRole('region', { name: 'Versions compared live' })
    .screenshot({ path: test.info().outputPath('plan.png') });
  await page.getByRole('switch', { name: 'With what was asked' }).click();
  await page.getByRole('button', { name: 'Compare with version 1' }).click();
  await expect(page.getByText('Version 2 beside version 1: running')).toBeVisible();
  await audit(page);

  const rows = worldOf(1_500, 2);
  for (let at = 0; at < rows.length; at += 50)
    await tetrad(page, 'inference.predict', {
      modelId,
      rows: asked(rows.slice(at, at + 50)),
      ids: rows.slice(at, at + 50).map((_, i) => `row ${at + i}`),
    });
  const labels = ['id,bought', ...rows.map(({ bought }, i) => `row ${i},${bought}`), 'row 99999,yes'].join(
    '\n',
  );
  await page.getByRole('button', { name: 'Refresh' }).click();
  const answers = page.getByRole('region', { name: 'Answers', exact: true });
  await expect(answers.getByText('99 of 100 within')).toBeVisible();
  await page
    .getByLabel('File of labels')
    .setInputFiles({ name: 'labels.csv', mimeType: 'text/csv', buffer: Buffer.from(labels) });
  await expect(page.getByText('1,500 labels were joined. 1 id has no answer here: row 99999.')).toBeVisible();

  await expect(page.getByText(/both answer, found better after \d/)).toBeVisible();
  await expect(page.getByRole('figure', { name: 'How much better the challenger is' })).toBeVisible();
  await expect(page.getByRole('figure', { name: 'Right over time' })).toBeVisible();
  await expect(page.getByText('Right by estimate', { exact: true })).toBeVisible();
  const replay = page.getByRole('region', { name: 'Replay', exact: true });
  await replay.getByRole('combobox', { name: 'Rows in the log of' }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(
    replay.getByText(/They differ in [\d,]+ of 1,500 rows, and version 2 is better\./),
  ).toBeVisible({
    timeout: 60_000,
  });
  await expect(replay.getByRole('region', { name: 'What the replay found' })).toBeVisible();
  await audit(page);
  await replay.screenshot({ path: test.info().outputPath('replay.png') });
  await page.getByRole('button', { name: 'Promote' }).click();
  await expect(page.getByText('Version 2 beside version 1: promoted')).toBeVisible();
  expect((await tetrad(page, 'inference.predict', { modelId, rows: asked(rows.slice(0, 1)) })).version).toBe(
    2,
  );
  await page.getByRole('button', { name: 'Roll back' }).click();
  await expect(page.getByText('Version 2 beside version 1: rolled back')).toBeVisible();

  await page.getByRole('button', { name: 'Use the dark theme' }).click();
  await page.setViewportSize({ width: 400, height: 860 });
  await audit(page);
  await replay.screenshot({ path: test.info().outputPath('narrow.png') });
});
