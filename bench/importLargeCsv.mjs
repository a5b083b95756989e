/**
 * Imports a generated CSV (default 1,000,000 x 20, 165 MB) or Parquet in the built app and prints what it cost:
 * seconds, MB/s, the page's largest JavaScript heap, its process with all workers, its longest main-thread task. With
 * `cancel` a second import of the file is cancelled in its middle: how long until the job says so.
 *
 *   node bench/importLargeCsv.mjs [rows] [columns] [csv|parquet] [cancel]      after `npx vite build`
 */
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { findChromium } from '../scripts/findChromium.mjs';
import { writeCsv, writeParquet } from './largeTable.mjs';
import { largestRenderer, processorSeconds } from './rendererMemory.mjs';
import { servePreview } from './serve.mjs';

const rows = Number(process.argv[2] ?? 1_000_000);
const columns = Number(process.argv[3] ?? 20);
const format = process.argv[4] ?? 'csv';
const path = `.cache/large-${rows}x${columns}.${format}`;

/** Runs in the page: the newest import, cancelled when a fifth of it is read. */
async function cancelled() {
  const { run } = window.tetrad;
  const newest = async () =>
    (await run('jobs.list', {}))
      .filter((job) => job.kind === 'import')
      .sort((a, b) => b.createdAt - a.createdAt)[0];
  let job = await newest();
  while (job.status === 'running' && job.progress < 0.2) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    job = await newest();
  }
  const at = performance.now();
  await run('jobs.cancel', { id: job.id });
  const { status } = await run('jobs.wait', { id: job.id });
  return { progress: job.progress, status, cancelMs: Math.round(performance.now() - at) };
}

if (!existsSync(path)) {
  mkdirSync('.cache', { recursive: true });
  await (format === 'parquet' ? writeParquet : writeCsv)(path, rows, columns);
}
const fileBytes = statSync(path).size;

const server = await servePreview();
try {
  rmSync('.cache/bench-table', { recursive: true, force: true });
  const context = await chromium.launchPersistentContext('.cache/bench-table', {
    executablePath: await findChromium(),
    args: ['--no-sandbox', '--disable-background-networking'],
  });
  const page = context.pages()[0] ?? (await context.newPage());
  await page.addInitScript(() => {
    window.longestTaskMs = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        window.longestTaskMs = Math.max(window.longestTaskMs, entry.duration);
    }).observe({ type: 'longtask', buffered: true });
  });
  await page.goto(server.url);
  await page.waitForFunction(() => window.tetrad !== undefined);
  // What the first visit stores for use offline is no part of an import.
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForTimeout(4000);
  await page.evaluate(() => {
    window.longestTaskMs = 0;
  });
  const cdp = await context.newCDPSession(page);
  await cdp.send('Performance.enable');
  let largestHeapBytes = 0;
  const sample = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics');
    const used = metrics.find(({ name }) => name === 'JSHeapUsedSize').value;
    largestHeapBytes = Math.max(largestHeapBytes, used);
  };
  let processMegabytes = 0;
  const timer = setInterval(() => {
    processMegabytes = Math.max(processMegabytes, largestRenderer('bench-table'));
    void sample().catch(() => {});
  }, 250);
  await page.locator('input[type=file]').first().setInputFiles(path);
  const take = page.getByRole('button', { name: /^Import( as shown)?$/ });
  await take.and(page.locator(':enabled')).waitFor({ timeout: 120_000 });
  const startedMs = Date.now();
  const usedBefore = processorSeconds('bench-table');
  await take.click();
  await page.waitForURL(/\/data\//);
  const { status, error } = await page.evaluate(async () => {
    const imports = (await window.tetrad.run('jobs.list', {})).filter((job) => job.kind === 'import');
    return window.tetrad.run('jobs.wait', { id: imports.sort((a, b) => b.createdAt - a.createdAt)[0].id });
  });
  const seconds = (Date.now() - startedMs) / 1000;
  const processor = processorSeconds('bench-table') - usedBefore;
  clearInterval(timer);
  await page.waitForTimeout(1500);
  const longestTaskMs = Math.round(await page.evaluate(() => window.longestTaskMs));
  const megabytes = fileBytes / 1e6;
  console.log({
    rows,
    columns,
    format,
    megabytes: +megabytes.toFixed(1),
    status,
    error,
    seconds: +seconds.toFixed(1),
    processorSeconds: +processor.toFixed(1),
    megabytesPerSecond: +(megabytes / seconds).toFixed(1),
    largestHeapMegabytes: +(largestHeapBytes / 1e6).toFixed(1),
    processMegabytes: Math.round(processMegabytes),
    longestTaskMs,
  });
  if (process.argv[5] === 'cancel') {
    await page.goto(server.url);
    await page.locator('input[type=file]').first().setInputFiles(path);
    await take.and(page.locator(':enabled')).waitFor({ timeout: 120_000 });
    await take.click();
    await page.waitForURL(/\/data\//);
    console.log(await page.evaluate(cancelled));
  }
  await context.close();
} finally {
  await server.close();
}
