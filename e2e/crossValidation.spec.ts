/** k folds by the Train page, the tab killed in the middle: mean and spread are shown, no fold is trained twice. */
import { readFile } from 'node:fs/promises';
import type { CrossValidationResult } from '#/core/protocol/crossValidation';
import { haveSample, openStudio, tetrad } from './studio';
import { audit, expect, test } from './support';

test('repeated folds survive a reload, say mean and spread, and no fold is trained twice @long', async ({
  page,
}) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'iris');
  await page.goto(`/train?dataset=${datasetId}&family=mlp`);
  await page.getByRole('radiogroup', { name: 'Validate by' }).getByText('Repeated').click();
  await page.getByRole('textbox', { name: 'Folds' }).fill('1');
  await expect(page.getByText('From 2 to 150 folds.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Cross-validate' })).toBeDisabled();
  await page.getByRole('textbox', { name: 'Folds' }).fill('2');
  await expect(page.getByText('4 models: every row is judged 2 times')).toBeVisible();
  await audit(page);
  await page.getByRole('textbox', { name: 'Epochs' }).fill('12');
  await page.getByRole('button', { name: 'Advanced' }).click();
  await page.getByRole('combobox', { name: 'Backend' }).click();
  await page.getByRole('option', { name: 'cpu' }).click();
  await page.getByRole('button', { name: 'Cross-validate' }).click();
  await expect(page).toHaveURL(/\/runs\//);
  const runId = page.url().split('/').at(-1)?.split('?')[0] ?? '';

  const folds = page.getByRole('grid', { name: 'Folds' });
  await expect(page.getByRole('progressbar', { name: 'Cross-validation' })).toBeVisible();
  await expect(folds.getByText('finished').nth(0)).toBeVisible({ timeout: 60_000 });
  const before = await tetrad(page, 'runs.list', {});
  const done = before.filter(({ fold, status }) => fold && status === 'finished');
  await page.reload();

  await expect(page.getByRole('region', { name: 'Next steps' })).toContainText(
    /Cross-validated\. Validation accuracy [\d.]+ ± [\d.]+ %/,
    { timeout: 90_000 },
  );
  await expect(folds.getByText('finished')).toHaveCount(4);
  await expect(page.getByRole('figure', { name: 'Validation accuracy by fold' })).toBeVisible();
  await audit(page);
  const whole = await tetrad(page, 'runs.get', { id: runId });
  // The run is told before the job has ended.
  const job = await tetrad(page, 'jobs.wait', { id: whole.jobId });
  const result = job.result as CrossValidationResult;
  expect(result.folds).toHaveLength(4);
  expect(result.mean.valAccuracy).toBeGreaterThan(0.5);
  // What was trained before the reload has neither run again nor made a second version.
  const after = new Map((await tetrad(page, 'runs.list', {})).map((run) => [run.id, run]));
  for (const run of done) expect(after.get(run.id)?.finishedAt).toBe(run.finishedAt);
  const { versions } = await tetrad(page, 'models.get', { id: whole.modelId });
  expect(versions.map((version) => version.runId).toSorted()).toEqual(
    result.folds.map((fold) => fold.runId).toSorted(),
  );

  await page.getByRole('button', { name: 'More' }).click();
  const [report] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Save report' }).click(),
  ]);
  expect(await readFile(await report.path(), 'utf8')).toContain('<th scope="row">Repeat 2, fold 2</th>');
  await folds.getByRole('link', { name: 'Repeat 2, fold 2' }).click();
  await expect(page.getByRole('link', { name: 'fold 2 of a cross-validation' })).toBeVisible();
  await page.goto('/runs');
  const runs = page.getByRole('treegrid', { name: 'Runs' });
  await expect(runs.getByRole('row')).toHaveCount(2);
  await runs.getByRole('button', { name: 'Unfold 4' }).click();
  await expect(runs.getByRole('row')).toHaveCount(6);
  await audit(page);
  await page.goto('/monitor');
  const jobs = page.getByRole('treegrid', { name: 'Jobs' });
  await jobs.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect(jobs.getByRole('row', { level: 2 })).toHaveCount(4);
  await audit(page);
  await page.keyboard.press('ArrowLeft');
  await jobs
    .getByRole('row', { expanded: false })
    .getByRole('button', { name: 'Remove from the list' })
    .click();
  await expect(page.getByRole('grid', { name: 'Jobs' }).getByRole('row')).toHaveCount(2);
});
