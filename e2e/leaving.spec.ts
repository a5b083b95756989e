/** A model as one page: opened from disk, without a network, in a browser of its own, it answers as the studio does. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from '@playwright/test';
import type { LeavingModel } from '#/core/leaving/leavingModel';
import type { RawRow } from '#/core/protocol/model';
import type { Prediction } from '#/core/protocol/predict';
import { haveRun, haveSample, openStudio, tetrad } from './studio';
import { audit, expect, test } from './support';

interface PageModel {
  model: {
    about: LeavingModel;
    predict(rows: RawRow[]): Promise<Prediction[]>;
    example(number: number): Promise<Prediction | undefined>;
  };
}

/** Through the dialog to a file, and that file from disk. Whatever it asks of a network fails the journey. */
async function openApp(
  page: Page,
  browser: Browser,
  modelId: string,
): Promise<{ app: Page; close(): Promise<void> }> {
  await page.goto(`/models/${modelId}`);
  await page.getByRole('button', { name: 'Export', exact: true }).first().click();
  const dialog = page.getByRole('dialog', { name: /^Export / });
  await dialog.getByText('App', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Export and check' }).click();
  await expect(dialog.getByText('Answers like this studio.')).toBeVisible({ timeout: 60_000 });
  await audit(page);
  const downloading = page.waitForEvent('download');
  await dialog.getByRole('button', { name: /^Download .+\.html$/ }).click();
  const path = join(mkdtempSync(join(tmpdir(), 'tetrad-app-')), 'model.html');
  await (await downloading).saveAs(path);

  const context = await browser.newContext({ offline: true });
  const app = await context.newPage();
  const wrong: string[] = [];
  app.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));
  app.on('pageerror', (error) => wrong.push(String(error)));
  context.on('request', (request) => {
    if (/^https?:|^wss?:/.test(request.url())) wrong.push(request.url());
  });
  await app.goto(pathToFileURL(path).href);
  await expect(app.getByText(/^Answered in/)).toBeVisible({ timeout: 60_000 });
  return {
    app,
    close: async () => {
      expect(wrong).toEqual([]);
      await context.close();
    },
  };
}

const largestDifference = (one: ArrayLike<number> = [], other: ArrayLike<number> = []): number => {
  expect(one.length).toBe(other.length);
  expect(one.length).toBeGreaterThan(0);
  return Array.from(one).reduce(
    (largest, value, i) => Math.max(largest, Math.abs(value - (other[i] as number))),
    0,
  );
};

test('a table: the form and 60 raw rows answer as in the studio', async ({ page, browser }) => {
  await openStudio(page);
  const { modelId } = await haveRun(page, await haveSample(page, 'churn'), 'churned', {
    training: { epochs: 3 },
  });
  const { app, close } = await openApp(page, browser, modelId);
  const { versions } = await tetrad(page, 'models.get', { id: modelId });
  const rows = Array.from({ length: 60 }, (_, i): RawRow => {
    const row = { ...versions[0]?.sampleRows[i % versions[0].sampleRows.length] };
    const names = Object.keys(row);
    if (i % 3 === 0) row[names[i % names.length] as string] = null;
    if (i % 7 === 0) row.contract = 'never heard of';
    return row;
  });
  const inside = await tetrad(page, 'inference.predict', { modelId, rows });
  const outside = await app.evaluate(
    (asked) => (globalThis as unknown as PageModel).model.predict(asked),
    rows,
  );
  expect(outside.map(({ value }) => value)).toEqual(inside.predictions.map(({ value }) => value));
  for (const [i, { probabilities }] of outside.entries())
    expect(largestDifference(probabilities, inside.predictions[i]?.probabilities)).toBeLessThan(1e-5);

  // By hand: a number is changed, a category chosen, one left out.
  const contract = app.locator('select[name="contract"]');
  const changed: RawRow = {
    ...versions[0]?.sampleRows[0],
    contract: await contract.locator('option').nth(2).getAttribute('value'),
  };
  await contract.selectOption({ index: 2 });
  const number = app.locator('input[inputmode="decimal"]').first();
  const name = (await number.getAttribute('name')) ?? '';
  await number.fill('');
  await number.fill('7');
  changed[name] = 7;
  const byHand = await tetrad(page, 'inference.predict', { modelId, rows: [changed] });
  await expect(app.locator('#answer')).toHaveText(String(byHand.predictions[0]?.value));
  const share = byHand.predictions[0]?.probabilities?.[0] ?? 0;
  await expect(app.locator('.bars')).toContainText(`${(share * 100).toFixed(1)} %`);
  await audit(app);
  await app.screenshot({ path: 'test-results/app-table.png' });
  await app.emulateMedia({ colorScheme: 'dark' });
  await app.setViewportSize({ width: 400, height: 860 });
  await audit(app);
  await app.screenshot({ path: 'test-results/app-table-dark.png' });
  await close();
});

test('images: the examples, and a file of another size, answer as in the studio @long', async ({
  page,
  browser,
}) => {
  await openStudio(page);
  const { modelId } = await haveRun(page, await haveSample(page, 'drawnDigits'), 'label', {
    family: 'cnn2d',
    training: { epochs: 1 },
  });
  const { app, close } = await openApp(page, browser, modelId);
  const { versions } = await tetrad(page, 'models.get', { id: modelId });
  for (const example of [0, 1, 2]) {
    const sample = Number(versions[0]?.sampleRows[example]?.sample);
    const inside = await tetrad(page, 'inference.predict', { modelId, samples: [sample] });
    const outside = await app.evaluate(
      (number) => (globalThis as unknown as PageModel).model.example(number),
      example,
    );
    expect(outside?.value).toBe(inside.predictions[0]?.value);
    expect(largestDifference(outside?.probabilities, inside.predictions[0]?.probabilities)).toBeLessThan(
      1e-4,
    );
  }
  const png = await app.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 61, height: 47 });
    const context = canvas.getContext('2d') as CanvasRenderingContext2D;
    context.fillRect(0, 0, 61, 47);
    context.strokeStyle = '#fff';
    context.lineWidth = 5;
    context.arc(30, 23, 14, 0, 6);
    context.stroke();
    return canvas.toDataURL('image/png').slice('data:image/png;base64,'.length);
  });
  await app
    .locator('input[type="file"]')
    .setInputFiles({ name: 'ring.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') });
  const inside = await page.evaluate(
    async ([id, data]) =>
      await window.tetrad.run('inference.predict', {
        modelId: id,
        files: [new File([Uint8Array.from(atob(data), (character) => character.charCodeAt(0))], 'ring.png')],
      }),
    [modelId, png] as const,
  );
  await expect(app.locator('#answer')).toHaveText(String(inside.predictions[0]?.value));
  const best = Math.max(...(inside.predictions[0]?.probabilities ?? []));
  await expect(app.locator('.bars dd').first()).toHaveText(`${(best * 100).toFixed(1)} %`);
  await audit(app);
  await app.screenshot({ path: 'test-results/app-image.png' });
  await close();
});

test('fields: the examples answer as in the studio, and another shape is refused in words @long', async ({
  page,
  browser,
}) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'movingGaussians');
  const { suggestedTarget } = await tetrad(page, 'datasets.describe', { id: datasetId });
  const { modelId } = await haveRun(page, datasetId, suggestedTarget ?? '', {
    family: 'cnn4d',
    familyParams: { filters: [2] },
    training: { epochs: 1, backend: 'wasm' },
  });
  const { app, close } = await openApp(page, browser, modelId);
  const { versions } = await tetrad(page, 'models.get', { id: modelId });
  for (const example of [0, 1, 2]) {
    const sample = Number(versions[0]?.sampleRows[example]?.sample);
    const inside = await tetrad(page, 'inference.predict', { modelId, samples: [sample] });
    const outside = await app.evaluate(
      (number) => (globalThis as unknown as PageModel).model.example(number),
      example,
    );
    expect(outside?.value).toBe(inside.predictions[0]?.value);
    expect(largestDifference(outside?.probabilities, inside.predictions[0]?.probabilities)).toBeLessThan(
      1e-4,
    );
  }
  await app
    .locator('input[type="file"]')
    .setInputFiles({ name: 'flat.json', mimeType: '', buffer: Buffer.from('[[1,2],[3,4]]') });
  await expect(app.locator('.refused')).toContainText('It has the shape 2 × 2; this model takes');
  await app.getByRole('button', { name: 'Example 2' }).click();
  await expect(app.getByText(/^Answered in/)).toBeVisible();
  await audit(app);
  await app.screenshot({ path: 'test-results/app-field.png' });
  await close();
});
