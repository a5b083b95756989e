/**
 * Lighthouse on the built first screen, printed for desktop and for a throttled phone.
 *
 *   node bench/lighthouse.mjs      after `npx vite build`
 */
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import lighthouse, { desktopConfig } from 'lighthouse';
import { chromium } from '@playwright/test';
import { findChromium } from '../scripts/findChromium.mjs';

const port = 4182;
const debugPort = 9333;
const vite = 'node_modules/vite/bin/vite.js';
const serve = [vite, 'preview', '--host', '127.0.0.1', '--port', String(port), '--strictPort'];
const server = spawn(process.execPath, serve, { stdio: 'ignore' });
try {
  const url = `http://127.0.0.1:${port}/`;
  const answers = () =>
    fetch(url).then(
      (response) => response.ok,
      () => false,
    );
  for (let i = 0; i < 100 && !(await answers()); i++)
    await new Promise((resolve) => setTimeout(resolve, 100));
  const context = await chromium.launchPersistentContext(mkdtempSync(`${tmpdir()}/lighthouse-`), {
    executablePath: await findChromium(),
    args: ['--no-sandbox', '--disable-background-networking', `--remote-debugging-port=${debugPort}`],
  });
  for (const [name, config] of [
    ['desktop', desktopConfig],
    ['phone, throttled', undefined],
  ]) {
    const categories = ['performance', 'accessibility', 'best-practices'];
    const result = await lighthouse(
      url,
      { port: debugPort, logLevel: 'error', onlyCategories: categories },
      config,
    );
    const { categories: scores, audits } = result.lhr;
    const line = categories.map((category) => `${category} ${scores[category].score}`).join(', ');
    const times = [
      'first-contentful-paint',
      'largest-contentful-paint',
      'total-blocking-time',
      'cumulative-layout-shift',
    ];
    console.log(`${name}: ${line} (${times.map((id) => `${id} ${audits[id].displayValue}`).join(', ')})`);
    for (const audit of Object.values(audits))
      if (
        audit.score !== null &&
        audit.score < 0.9 &&
        audit.scoreDisplayMode !== 'informative' &&
        process.argv.includes('--why')
      )
        console.log(`  ${audit.id}: ${audit.score} ${audit.displayValue ?? ''}`);
  }
  await context.close();
} finally {
  server.kill();
}
