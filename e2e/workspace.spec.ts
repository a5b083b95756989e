/** A whole workspace leaves as one file and comes back in an empty browser: equal, and a training that was paused goes on. */
import type { Page } from '@playwright/test';
import { openStudio, haveRun, haveSample, tetrad } from './studio';
import { audit, dropFiles, expect, test } from './support';
import { readFileSync } from 'node:fs';

/** All that a studio holds, by the hashes of its bytes; `but`: a run that went on meanwhile. */
async function everything(page: Page, but?: string) {
  const datasets = await tetrad(page, 'datasets.list', {});
  const models = await tetrad(page, 'models.list', {});
  const runs = (await tetrad(page, 'runs.list', {})).filter(({ id }) => id !== but);
  return {
    datasets: (
      await Promise.all(datasets.map(({ dataset: { id } }) => tetrad(page, 'datasets.get', { id })))
    ).map(({ dataset, version }) => [dataset.id, dataset.name, version?.id, version?.hash]),
    models: (await Promise.all(models.map(({ model: { id } }) => tetrad(page, 'models.get', { id })))).map(
      ({ model, versions }) => [
        model.id,
        model.name,
        model.aliases,
        versions.map(({ id, number, hash, body }) => [id, number, hash, body]),
      ],
    ),
    runs: await Promise.all(
      runs.map(async ({ id }) => {
        const { status, artifacts, config, modelId } = await tetrad(page, 'runs.get', { id });
        return {
          id,
          status,
          artifacts,
          config,

          modelId,
          metrics: await tetrad(page, 'runs.metrics', { runId: id }),
        };
      }),
    ),
  };
}
const sorted = (all: Awaited<ReturnType<typeof everything>>) => ({
  datasets: all.datasets.toSorted(byText),
  models: all.models.toSorted(byText),
  runs: all.runs.toSorted(byText),
});
const byText = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

test('export sealed, import in an empty browser, go on training @long', async ({ page, browser }) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'iris');
  const { modelId } = await haveRun(page, datasetId, 'species');
  const paused = await tetrad(page, 'training.submit', {
    datasetId,
    target: 'species',
    family: 'mlp',
    training: { epochs: 400, backend: 'cpu', earlyStopping: false },
  });
  await expect
    .poll(async () => (await tetrad(page, 'runs.metrics', { runId: paused.runId })).epochs.length, {
      timeout: 60_000,
    })
    .toBeGreaterThan(3);
  await tetrad(page, 'jobs.pause', { id: paused.jobId });
  const version = (await tetrad(page, 'models.get', { id: modelId })).versions[0];

  await page.goto('/settings');
  const panel = page.getByRole('region', { name: 'Workspace' });
  await panel.getByLabel('Seal it with a passphrase').check();
  await panel.getByLabel('Passphrase', { exact: true }).fill('nine black cats');
  await panel.getByLabel('Once more').fill('nine black cat');
  await expect(panel.getByText('The two are not the same.')).toBeVisible();
  await audit(page);
  await panel.getByLabel('Once more').fill('nine black cats');
  const downloading = page.waitForEvent('download');
  await panel.getByRole('button', { name: 'Export workspace' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^workspace-\d{4}-\d\d-\d\d\.tetrad\.sealed$/);
  const body = readFileSync(await download.path());

  const other = await (await browser.newContext()).newPage();
  await openStudio(other);
  await dropFiles(other, [{ name: 'work.tetrad.sealed', type: '', body }]);
  const dialog = other.getByRole('dialog', { name: 'Import work.tetrad.sealed' });
  await dialog.getByLabel('Passphrase').fill('nine white cats');
  await dialog.getByRole('button', { name: 'Import' }).click();
  await expect(dialog.getByText('The passphrase does not open this file.')).toBeVisible();
  await audit(other);
  await dialog.getByLabel('Passphrase').fill('nine black cats');
  await other.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  const there = (await tetrad(other, 'models.get', { id: modelId })).versions[0];
  expect(there?.hash).toBe(version?.hash);
  const held = sorted(await everything(page));
  expect([held.datasets.length, held.models.length, held.runs.length]).toEqual([1, 2, 2]);
  expect(sorted(await everything(other))).toEqual(held);
  const rows = version?.sampleRows.slice(0, 5) ?? [];
  const answers = async (where: typeof page) =>
    (await tetrad(where, 'inference.predict', { modelId, rows })).predictions.map(({ value }) => value);
  expect(await answers(other)).toEqual(await answers(page));
  await tetrad(other, 'jobs.resume', { id: paused.jobId });
  expect((await tetrad(other, 'jobs.wait', { id: paused.jobId })).status).toBe('completed');
  expect((await tetrad(other, 'runs.metrics', { runId: paused.runId })).epochs.length).toBe(400);
  await other.context().close();
});

test('an open workspace is dropped like any file, and a second time changes nothing @long', async ({
  page,
  browser,
}) => {
  await openStudio(page);
  await haveSample(page, 'colouredShapes');
  const { jobId } = await tetrad(page, 'workspace.export', { name: 'all' });
  expect((await tetrad(page, 'jobs.wait', { id: jobId })).status).toBe('completed');
  await page.goto('/settings');
  const downloading = page.waitForEvent('download');
  await page
    .getByRole('region', { name: 'Workspace' })
    .getByRole('button', { name: 'Export workspace' })
    .click();
  const body = readFileSync(await (await downloading).path());
  expect(body.subarray(0, 2).toString()).toBe('PK');

  const other = await (await browser.newContext()).newPage();
  await openStudio(other);
  for (const told of ['New: 1 dataset.', 'New: nothing. Here already: 1 dataset.']) {
    await dropFiles(other, [{ name: 'all.tetrad.zip', type: 'application/zip', body }]);
    await expect(other.getByText(told)).toBeVisible();
    expect((await tetrad(other, 'datasets.list', {})).length).toBe(1);
  }
  await audit(other);
  await other.context().close();
});

test('a page that dies in the middle of an import leaves nothing half, and the same file goes on @long', async ({
  page,
  browser,
}) => {
  await openStudio(page);
  for (const sample of ['colouredShapes', 'serverEvents', 'activity'] as const)
    await haveSample(page, sample);
  await haveRun(page, await haveSample(page, 'iris'), 'species', { training: { epochs: 3 } });
  const held = sorted(await everything(page));
  const { jobId } = await tetrad(page, 'workspace.export', { name: 'all' });
  expect((await tetrad(page, 'jobs.wait', { id: jobId })).status).toBe('completed');
  const downloading = page.waitForEvent('download');
  await page.goto('/settings');
  await page
    .getByRole('region', { name: 'Workspace' })
    .getByRole('button', { name: 'Export workspace' })
    .click();
  const body = readFileSync(await (await downloading).path());
  const dropped = [{ name: 'all.tetrad.zip', type: 'application/zip', body }];

  const context = await browser.newContext();
  const seen: string[] = [];
  for (const afterMs of [0, 20, 60, 160]) {
    const dying = await context.newPage();
    await openStudio(dying);
    await dropFiles(dying, dropped);
    await dying.waitForTimeout(afterMs);
    await dying.close();
    const next = await context.newPage();
    await openStudio(next);
    // All of it or nothing.
    const there = sorted(await everything(next));
    const isEmpty = there.datasets.length === 0;
    expect(there).toEqual(isEmpty ? { datasets: [], models: [], runs: [] } : held);
    seen.push(isEmpty ? 'nothing' : 'all');
    await next.close();
  }
  const last = await context.newPage();
  await openStudio(last);
  await dropFiles(last, dropped);
  console.log(`killed after 0 to 160 ms: ${seen.join(', ')}`);
  await expect(last.getByText(/^(New: 4 datasets|New: nothing\. Here already: 4 datasets)/)).toBeVisible();
  expect(sorted(await everything(last))).toEqual(held);
  const left = (await tetrad(last, 'jobs.list', {})).filter(({ status }) => status === 'interrupted');
  expect(left).toEqual([]);
  await context.close();
});
