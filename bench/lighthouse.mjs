/**
 * Lighthouse on the built first screen, printed for desktop and for a throttled phone.
 *
 *   node bench/lighthouse.mjs      after `npx vite build`
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import lighthouse, { desktopConfig } from 'lighthouse';
import { chromium } from '@playwright/test';
import { findChromium } from '../scripts/findChromium.mjs';
import { servePreview } from './serve.mjs';

const debugPort = 9333;
const server = await servePreview();
try {
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
      server.url,
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
  await server.close();
}
