/**
 * Imports a generated CSV (default 1,000,000 x 20, about 150 MB) in the built app and prints what it cost:
 * seconds, MB/s, the page's largest JavaScript heap, its longest main-thread task.
 *
 *   node bench/importLargeCsv.mjs [rows] [columns]      after `npx vite build`
 */
import { createWriteStream, existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { findChromium } from '../scripts/findChromium.mjs';
import { servePreview } from './serve.mjs';

const rows = Number(process.argv[2] ?? 1_000_000);
const columns = Number(process.argv[3] ?? 20);
const path = `.cache/large-${rows}x${columns}.csv`;

/** Mixed columns: 12 in 20 numbers, then integers, categories, dates, text, booleans; about 1 % missing. */
async function generate() {
  mkdirSync('.cache', { recursive: true });
  const out = createWriteStream(path);
  let state = 12345;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const cities = ['Lisbon', 'Osaka', 'Recife', 'Tromso', 'Accra', 'Quito'];
  const makers = [
    ...Array.from({ length: 12 }, () => () => (random() * 2000 - 1000).toFixed(4)),
    () => String(Math.floor(random() * 1e6)),
    () => String(Math.floor(random() * 100)),
    () => cities[Math.floor(random() * cities.length)],
    () => (random() < 0.5 ? 'yes' : 'no'),
    () => new Date(1.6e12 + Math.floor(random() * 1e11)).toISOString().slice(0, 10),
    () => `note ${Math.floor(random() * 5000)}`,
    () => (random() < 0.5 ? 'true' : 'false'),
    () => (random() < 0.3 ? 'churned' : 'stayed'),
  ];
  const cell = (index) => (random() < 0.01 ? '' : makers[index % makers.length]());
  out.write(`${Array.from({ length: columns }, (_, i) => `column${i}`).join(',')}\n`);
  for (let row = 0; row < rows; row += 1000) {
    let text = '';
    for (let k = 0; k < Math.min(1000, rows - row); k++)
      text += `${Array.from({ length: columns }, (_, i) => cell(i)).join(',')}\n`;
    if (!out.write(text)) await new Promise((resolve) => out.once('drain', resolve));
  }
  await new Promise((resolve) => out.end(resolve));
}

if (!existsSync(path)) await generate();
const fileBytes = statSync(path).size;

const server = await servePreview();
try {
  rmSync('.cache/bench-profile', { recursive: true, force: true });
  const context = await chromium.launchPersistentContext('.cache/bench-profile', {
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
  await page.waitForTimeout(2000);
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
  const timer = setInterval(() => void sample().catch(() => {}), 250);
  await page.locator('input[type=file]').first().setInputFiles(path);
  const take = page.getByRole('button', { name: /^Import( as shown)?$/ });
  await take.and(page.locator(':enabled')).waitFor({ timeout: 120_000 });
  const startedMs = Date.now();
  await take.click();
  await page.waitForURL(/\/data\//);
  const { status, error } = await page.evaluate(async () => {
    const imports = (await window.tetrad.run('jobs.list', {})).filter((job) => job.kind === 'import');
    return window.tetrad.run('jobs.wait', { id: imports.sort((a, b) => b.createdAt - a.createdAt)[0].id });
  });
  const seconds = (Date.now() - startedMs) / 1000;
  clearInterval(timer);
  await page.waitForTimeout(1500);
  const longestTaskMs = Math.round(await page.evaluate(() => window.longestTaskMs));
  const megabytes = fileBytes / 1e6;
  console.log({
    rows,
    columns,
    megabytes: +megabytes.toFixed(1),
    status,
    error,
    seconds: +seconds.toFixed(1),
    megabytesPerSecond: +(megabytes / seconds).toFixed(1),
    largestHeapMegabytes: +(largestHeapBytes / 1e6).toFixed(1),
    longestTaskMs,
  });
  await context.close();
} finally {
  await server.close();
}
