/** A model in use is watched: a rule is crossed, told to a host that was allowed, seen and snoozed, by mouse and by keyboard. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { irisCsv, openStudio, tetrad } from './studio';
import { audit, expect, test } from './support';

test('a rule that is crossed tells a webhook that is allowed, and is answered @long', async ({
  page,
  watched,
}) => {
  const told: string[] = [];
  const server = createServer((request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    request.on('data', (chunk: Buffer) => told.push(chunk.toString()));
    request.on('end', () => response.end('ok'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  watched.allowed.push(`http://${host}`);

  await openStudio(page);
  const { jobId, datasetId } = await page.evaluate(
    async (content) =>
      await window.tetrad.run('datasets.import', { files: [new File([content], 'iris.csv')] }),
    irisCsv,
  );
  await tetrad(page, 'jobs.wait', { id: jobId });
  const made = await tetrad(page, 'training.submit', {
    datasetId,
    target: 'species',
    family: 'linear',
    training: { epochs: 2, backend: 'cpu', seed: 1 },
  });
  await tetrad(page, 'jobs.wait', { id: made.jobId });
  const { modelId } = made;
  await page.goto(`/models/${modelId}?tab=use`);
  const alerts = page.getByRole('region', { name: 'Alerts' });
  await expect(alerts.getByText('Nothing is watched.')).toBeVisible();
  await audit(page);

  await alerts.getByRole('combobox', { name: 'Tell when' }).click();
  await page.getByRole('option', { name: 'time of 95 of 100 calls' }).click();
  await alerts.getByLabel('Above, ms').fill('0');
  await alerts.getByRole('combobox', { name: 'Severity' }).click();
  await page.getByRole('option', { name: 'critical' }).click();
  await alerts.getByLabel('Tell a webhook').fill(`http://${host}/hook`);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: `Allow ${host}?` });
  await expect(dialog).toContainText('nothing of your data');
  await page.keyboard.press('Enter');
  const rule = alerts.getByRole('listitem', { name: 'Time within which 95 of 100 calls were answered' });
  await expect(rule.getByText(/told to 127/)).toBeVisible();

  const rows = [{ 'sepal length': 5.1, 'sepal width': 3.5, 'petal length': 1.4, 'petal width': 0.2 }];
  const { versions } = await tetrad(page, 'models.get', { id: modelId });
  const [sample = rows[0]] = versions[0]?.sampleRows ?? [];
  for (let i = 0; i < 25; i++) await tetrad(page, 'inference.predict', { modelId, rows: [sample ?? {}] });
  await alerts.getByRole('button', { name: 'Look now' }).click();
  await expect(rule.getByText(`Told ${host}`)).toBeVisible({ timeout: 15_000 });
  expect(told).toHaveLength(1);
  expect(JSON.parse(told[0] ?? '')).toMatchObject({ modelId, severity: 'critical', threshold: 0 });
  await audit(page);
  await alerts.screenshot({ path: test.info().outputPath('wide.png') });

  await rule.getByRole('button', { name: 'Acknowledge' }).focus();
  await page.keyboard.press('Enter');
  await expect(rule.getByText('crossed, seen', { exact: true })).toBeVisible();
  await rule.getByRole('button', { name: 'Snooze' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'For an hour' })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitem').and(page.locator(':focus'))).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(rule.getByText('snoozed', { exact: true })).toBeVisible();

  await alerts.getByRole('combobox', { name: 'Tell when' }).click();
  await page.getByRole('option', { name: 'columns that drifted' }).click();
  await alerts.getByRole('button', { name: 'Watch' }).click();
  await alerts.getByRole('button', { name: 'Look now' }).click();
  await expect(alerts.getByText('Nothing was compared on the tab Drift yet.')).toBeVisible();
  await page.getByRole('button', { name: 'Use the dark theme' }).click();
  await page.setViewportSize({ width: 400, height: 860 });
  await audit(page);
  await alerts.screenshot({ path: test.info().outputPath('narrow.png') });
  await rule.getByRole('button', { name: 'Remove' }).click();
  await expect(rule).toHaveCount(0);
  server.closeAllConnections();
  server.close();
});
