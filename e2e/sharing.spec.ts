/** Two browsers and a server: what one has comes to the other, a change there comes back, an owner sees who is there. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { haveRun, haveSample, openStudio, tetrad } from './studio';
import { audit, expect, test } from './support';

let server: ChildProcess;
let url = '';
const folder = mkdtempSync(join(tmpdir(), 'tetrad-server-'));

test.beforeAll(async () => {
  test.setTimeout(180_000);
  server = spawn('node', ['scripts/server.mjs', 'start'], {
    env: { ...process.env, TETRAD_DATA: folder, TETRAD_PORT: '0' },
  });
  url = await new Promise((found, failed) => {
    let said = '';
    server.stdout?.on('data', (bytes) => {
      said += String(bytes);
      const match = /"message":"ready","url":"([^"]+)"/.exec(said);
      if (match?.[1]) found(match[1]);
    });
    server.stderr?.on('data', (bytes) => (said += String(bytes)));
    server.once('exit', () => failed(new Error(said)));
  });
});
test.afterAll(() => {
  server.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

async function connect(page: Page, name: string, invitation?: string): Promise<void> {
  await page.goto('/settings');
  const panel = page.getByRole('region', { name: 'Sharing' });
  await panel.getByRole('button', { name: 'Connect to a server…' }).click();
  await panel.getByLabel('Address').fill(url);
  await panel.getByRole('textbox', { name: 'Name' }).fill(name);
  await panel.getByRole('textbox', { name: 'Password' }).fill('correct horse battery');
  if (invitation !== undefined) await panel.getByLabel('Invitation').fill(invitation);
  await panel.getByLabel('I am new at this server').check();
  await audit(page);
  await panel.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(panel.getByText('Last met')).toBeVisible();
}

test('two studios share a dataset and a model through a server', async ({ page, browser, watched }) => {
  // Nothing goes out before somebody connects.
  await openStudio(page);
  const datasetId = await haveSample(page, 'iris');
  const { modelId } = await haveRun(page, datasetId, 'species');
  watched.allowed.push(new URL(url).origin);
  await connect(page, 'ada');
  const panel = page.getByRole('region', { name: 'Sharing' });
  await panel.getByRole('button', { name: 'Who shares it' }).click();
  await expect(panel.getByRole('list', { name: 'Members' })).toContainText('ada');
  await panel.getByRole('button', { name: 'Invite' }).click();
  const invitation = (await panel.locator('p code').last().textContent()) ?? '';
  await panel.getByRole('button', { name: 'Sync now' }).click();
  await expect
    .poll(async () => (await tetrad(page, 'server.status', {})).toSend, { timeout: 60_000 })
    .toBe(0);
  await audit(page);

  const other = await (await browser.newContext()).newPage();
  await openStudio(other);
  await connect(other, 'bob', invitation);
  await other.getByRole('button', { name: 'Sync now' }).click();
  await expect
    .poll(async () => (await tetrad(other, 'models.list', {})).map(({ model }) => model.id), {
      timeout: 60_000,
    })
    .toEqual([modelId]);
  const [mine, theirs] = await Promise.all(
    [page, other].map(async (one) => (await tetrad(one, 'models.get', { id: modelId })).versions[0]),
  );
  expect(theirs?.body).toEqual(mine?.body);
  const [rows, same] = await Promise.all(
    [page, other].map(async (one) => {
      const [version] = (await tetrad(one, 'datasets.get', { id: datasetId })).versions;
      return tetrad(one, 'datasets.rows', { versionId: version?.id ?? '', start: 0, count: 3 });
    }),
  );
  expect(same).toEqual(rows);

  await tetrad(other, 'models.update', { id: modelId, name: 'flowers' });
  await tetrad(other, 'server.sync', {});
  await panel.getByRole('button', { name: 'Sync now' }).click();
  await expect
    .poll(async () => (await tetrad(page, 'models.get', { id: modelId })).model.name, { timeout: 60_000 })
    .toBe('flowers');

  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/sharing.png`, fullPage: true });
  await panel.getByRole('button', { name: 'Disconnect' }).click();
  await expect(panel.getByRole('button', { name: 'Connect to a server…' })).toBeVisible();
});
