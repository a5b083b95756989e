/** A newer release waits until a person takes it, and tabs of the one before stay whole. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { preview, type PreviewServer } from 'vite';
import { buildServiceWorker } from '../scripts/vite/offline.ts';
import { openStudio } from './studio';
import { expect, test } from './support';

const port = 4178;
test.use({ baseURL: `http://127.0.0.1:${port}`, serviceWorkers: 'allow' });

const folder = mkdtempSync(join(tmpdir(), 'tetrad-releases-'));
let server: PreviewServer;

test.beforeAll(async () => {
  cpSync('dist', folder, { recursive: true });
  server = await preview({
    build: { outDir: folder },
    preview: { port, host: '127.0.0.1', strictPort: true },
    logLevel: 'warn',
  });
});
test.afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const monitorPage = (): string =>
  readdirSync(join(folder, 'assets')).find((name) => /^MonitorPage-.*\.js$/.test(name)) ?? '';

/** Its page says which release it is; the chunk of one page has another name than before. */
async function release(number: number): Promise<void> {
  const index = join(folder, 'index.html');
  const html = readFileSync(index, 'utf8').replace(/<meta name="release"[^>]*>/, '');
  writeFileSync(index, html.replace('<title>', `<meta name="release" content="${number}"><title>`));
  renameSync(
    join(folder, 'assets', monitorPage()),
    join(folder, 'assets', `MonitorPage-release${number}.js`),
  );
  await buildServiceWorker(folder);
}

const controlled = (page: Page) =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    while (!navigator.serviceWorker.controller) await new Promise((resolve) => setTimeout(resolve, 50));
  });
const lookForUpdate = (page: Page) =>
  page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
const releaseOf = (page: Page) => page.locator('meta[name=release]').getAttribute('content');
const statusOf = (page: Page, url: string) =>
  page.evaluate(async (address) => (await fetch(address)).status, url);

test('an update waits to be taken; a tab left open finds what it still needs', async ({
  page,
  context,
  watched,
}) => {
  await openStudio(page);
  await controlled(page);
  const old = await context.newPage();
  await openStudio(old);
  const oldChunk = `/assets/${monitorPage()}`;

  await release(2);
  await lookForUpdate(page);
  const offer = page.getByRole('button', { name: 'Update now' });
  await expect(offer).toBeVisible();
  await page.reload();
  await expect(offer).toBeVisible();
  expect(await page.locator('meta[name=release]').count()).toBe(0);
  await offer.click();
  await expect.poll(() => releaseOf(page).catch(() => '')).toBe('2');

  expect((await page.request.get(oldChunk)).status()).toBe(404);
  await old.getByRole('link', { name: 'Monitor' }).click();
  await expect(old.getByRole('heading', { name: 'Monitor', level: 1 })).toBeVisible();
  await old.close();

  await release(3);
  await lookForUpdate(page);
  await offer.click();
  await expect.poll(() => releaseOf(page).catch(() => '')).toBe('3');
  // The release before is kept, the one before that is not.
  expect(await statusOf(page, '/assets/MonitorPage-release2.js')).toBe(200);
  watched.expected.push(/404/);
  expect(await statusOf(page, oldChunk)).toBe(404);
});
