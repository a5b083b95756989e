/** A version goes on with rows that are new, and says what was forgotten. */
import { readFileSync } from 'node:fs';
import { haveRun, haveSample, irisCsv, openStudio, tetrad } from './studio';
import { audit, dropFiles, expect, importTables, test } from './support';

test('a version is trained further with more rows, and says what it kept', { tag: '@long' }, async ({
  page,
}) => {
  await openStudio(page);
  const [head, ...lines] = irisCsv.trim().split(/\r?\n/);
  const first = lines.filter((_, i) => i % 3 !== 0);
  await importTables(page, [{ name: 'some.csv', body: [head, ...first].join('\n') }]);
  await expect(page.getByText('100 rows × 5 columns')).toBeVisible();
  await importTables(page, [{ name: 'more.csv', body: irisCsv }]);
  await expect(page.getByText('150 rows × 5 columns')).toBeVisible();
  const listed = await tetrad(page, 'datasets.list', {});
  const some = listed.find(({ dataset }) => dataset.name === 'some')?.dataset.id ?? '';
  const { modelId } = await haveRun(page, some, 'species');

  await page.goto(`/models/${modelId}`);
  await page.getByRole('tab', { name: 'Train further' }).click();
  await expect(page.getByText('Rows that judged it judge again')).toBeVisible();
  await audit(page);
  await page.getByRole('combobox', { name: 'Dataset' }).click();
  await page.getByRole('option', { name: 'more (150)' }).click();
  await page.getByRole('textbox', { name: 'Epochs' }).fill('3');
  await page.screenshot({ path: '.cache/further.png', fullPage: true });
  await page.getByRole('button', { name: 'Train further' }).click();
  await expect(page).toHaveURL(/\/runs\//);
  const runId = page.url().split('/').at(-1) ?? '';
  const { jobId } = await tetrad(page, 'runs.get', { id: runId });
  const job = await tetrad(page, 'jobs.wait', { id: jobId });
  expect(job.status, job.error?.message).toBe('completed');

  await page.goto(`/models/${modelId}`);
  const kept = page.getByRole('region', { name: 'What version 2 kept of version 1' });
  await expect(kept.getByText('What judged version 1')).toBeVisible();
  await expect(kept.getByText(/that (is|are) new, accuracy was/)).toBeVisible();
  await audit(page);
  await page.screenshot({ path: '.cache/goneOn.png', fullPage: true });
  await page.getByRole('button', { name: 'Use the dark theme' }).click();
  await page.getByRole('tab', { name: 'Train further' }).click();
  await expect(page.getByText('Rows that judged it judge again')).toBeVisible();
  await audit(page);
  await page.screenshot({ path: '.cache/further-dark.png', fullPage: true });
  await page.setViewportSize({ width: 400, height: 900 });
  await audit(page);
  await page.screenshot({ path: '.cache/further-narrow.png', fullPage: true });

  const larger = page.getByRole('region', { name: 'Make it larger first' });
  await larger.getByRole('button', { name: 'Make it wider' }).click();
  await expect(page.getByRole('combobox', { name: 'Version to go on from' })).toHaveValue('Version 3');
  await larger.getByRole('button', { name: 'Insert a layer behind it' }).click();
  await expect(page.getByRole('combobox', { name: 'Version to go on from' })).toHaveValue('Version 4');
});

test('a version is cut, frozen and given another answer, then all of it learns', { tag: '@long' }, async ({
  page,
}) => {
  await openStudio(page);
  await importTables(page, [{ name: 'flowers.csv', body: irisCsv }]);
  await expect(page.getByText('150 rows × 5 columns')).toBeVisible();
  const [head = '', ...lines] = irisCsv.trim().split(/\r?\n/);
  const name = head.split(',').at(-1) ?? '';
  const wide = lines.map((line) => `${line},${Number(line.split(',')[1]) > 3 ? 'wide' : 'narrow'}`);
  await importTables(page, [{ name: 'sepals.csv', body: [`${head},width`, ...wide].join('\n') }]);
  await expect(page.getByText('150 rows × 6 columns')).toBeVisible();
  const listed = await tetrad(page, 'datasets.list', {});
  const { modelId } = await haveRun(
    page,
    listed.find(({ dataset }) => dataset.name === 'flowers')?.dataset.id ?? '',
    name,
  );
  await page.goto(`/models/${modelId}?tab=transfer`);
  await expect(page.getByText('weights stand still and are computed once')).toBeVisible();
  await page.getByRole('combobox', { name: 'New dataset' }).click();
  await page.getByRole('option', { name: 'sepals (150)' }).click();
  await page.getByRole('combobox', { name: 'New answer' }).click();
  await page.getByRole('option', { name: 'width', exact: true }).click();
  const slider = page.getByRole('slider', { name: 'Frozen up to' });
  await slider.press('ArrowLeft');
  await slider.press('ArrowRight');
  await audit(page);
  await page.screenshot({ path: '.cache/transfer.png', fullPage: true });
  await page.getByRole('button', { name: 'Transfer', exact: true }).click();
  await expect(page).toHaveURL(/\/runs\//);
  const runId = page.url().split('/').at(-1) ?? '';
  const { jobId, modelId: made } = await tetrad(page, 'runs.get', { id: runId });
  const job = await tetrad(page, 'jobs.wait', { id: jobId });
  expect(job.status, job.error?.message).toBe('completed');
  await audit(page);
  await page.screenshot({ path: '.cache/transfer-run.png', fullPage: true });

  const second = await tetrad(page, 'training.goOn', {
    modelVersionId: (await tetrad(page, 'models.get', { id: made })).versions[0]?.id ?? '',
    training: { epochs: 2, learningRate: 0.001, layerRate: 0.5 },
  });
  const ended = await tetrad(page, 'jobs.wait', { id: second.jobId });
  expect(ended.status, ended.error?.message).toBe('completed');
  await page.goto(`/models/${made}`);
  await expect(page.getByRole('region', { name: 'What version 2 kept of version 1' })).toBeVisible();
  await page.goto(`/models/${modelId}?tab=transfer`);
  await expect(page.getByText('weights stand still and are computed once')).toBeVisible();
  await page.getByRole('button', { name: 'Use the dark theme' }).click();
  await audit(page);
  await page.screenshot({ path: '.cache/transfer-dark.png', fullPage: true });
  await page.setViewportSize({ width: 400, height: 900 });
  await audit(page);
  await page.screenshot({ path: '.cache/transfer-narrow.png', fullPage: true });
});

test('an imported ONNX is cut on its page, and leaves with its head as one file', { tag: '@long' }, async ({
  page,
}) => {
  await openStudio(page);
  await haveSample(page, 'colouredShapes');
  const body = readFileSync(new URL('../test/fixtures/onnx/picture.onnx', import.meta.url));
  // Written in opset 9, it says the same in 17: its last byte.
  expect(body.at(-1)).toBe(9);
  body[body.length - 1] = 17;
  await dropFiles(page, [{ name: 'picture.onnx', type: 'application/octet-stream', body }]);
  await expect(page).toHaveURL(/\/models\/[\w-]+$/);
  await expect(page.getByText(/Opens as a network that can be trained, of 3 layers/)).toBeVisible();
  await page.screenshot({ path: '.cache/import-network.png', fullPage: true });
  await page.getByRole('tab', { name: 'Transfer' }).click();
  await expect(page.getByText('weights stand still and are computed once')).toBeVisible();
  await page.getByRole('combobox', { name: 'New dataset' }).click();
  await page.getByRole('option').first().click();
  await expect(page.getByRole('combobox', { name: 'New answer' })).not.toHaveValue('');
  await page.getByRole('textbox', { name: 'Epochs' }).fill('3');
  await audit(page);
  await page.screenshot({ path: '.cache/transfer-file.png', fullPage: true });
  await page.getByRole('button', { name: 'Transfer', exact: true }).click();
  await expect(page).toHaveURL(/\/runs\//);
  const { jobId, modelId } = await tetrad(page, 'runs.get', { id: page.url().split('/').at(-1) ?? '' });
  const job = await tetrad(page, 'jobs.wait', { id: jobId });
  expect(job.status, job.error?.message).toBe('completed');
  const { report } = await tetrad(page, 'models.export', { modelId });
  expect(report.parity).toMatchObject({ labelsEqual: true, passed: true });
});
