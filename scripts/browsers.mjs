/**
 * The short journey (browsers/journey.mjs) in Firefox and WebKitGTK, against the built studio. A browser that is not
 * there and cannot be installed is told and counts as nothing.
 * `node scripts/browsers.mjs [firefox] [webkit] [--dist dist] [--report FILE] [--leave]`, after `npm run build`.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { preview } from 'vite';
import { findBrowser } from './browsers/findBrowsers.mjs';
import { openFirefox } from './browsers/firefox.mjs';
import { journey } from './browsers/journey.mjs';
import { openWebKit } from './browsers/webkit.mjs';

// Node 20 has WebSocket behind a flag.
if (!('WebSocket' in globalThis)) {
  const [file = '', ...given] = process.argv.slice(1);
  const again = spawnSync(process.execPath, ['--experimental-websocket', file, ...given], {
    stdio: 'inherit',
  });
  process.exit(again.status ?? 1);
}

const open = { firefox: openFirefox, webkit: openWebKit };
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    dist: { type: 'string', default: 'dist' },
    report: { type: 'string' },
    leave: { type: 'boolean', default: false },
  },
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

const server = await preview({
  preview: { port: 0, host: '127.0.0.1', open: false },
  build: { outDir: values.dist },
  logLevel: 'silent',
});
const address = server.httpServer.address();
const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
const totals = { passed: 0, failed: 0 };
const seconds = (/** @type {number} */ sinceMs) => `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`;

for (const name of /** @type {const} */ (['firefox', 'webkit'])) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const { path, why } = findBrowser(name, { install: true });
  if (path) await travels(name, path);
  else console.log(`- ${name} was left out: ${why}`);
}

/** Once more in CI, as the other journeys: such machines are busy. */
async function travels(name, path) {
  for (let tries = process.env.CI ? 2 : 1; tries > 0; tries--) {
    const { passed, failed } = await travel(name, path);
    if (failed > 0 && tries > 1) {
      console.log('  once more');
      continue;
    }
    totals.passed += passed;
    totals.failed += failed;
    return;
  }
}

/** Each step goes on from the one before, so the first that fails is the last. */
async function travel(name, path) {
  const steps = { passed: 0, failed: 0 };
  let page;
  const startedMs = Date.now();
  try {
    page = await open[name](path);
    console.log(`${page.name}, started in ${seconds(startedMs)}`);
    for (const [what, step] of Object.entries(journey)) {
      const stepMs = Date.now();
      await step(page, origin, { leave: values.leave });
      steps.passed++;
      console.log(`  ✓ ${what} (${seconds(stepMs)})`);
    }
  } catch (thrown) {
    steps.failed++;
    console.log(`  ✘ ${name}: ${thrown instanceof Error ? thrown.stack : thrown}`);
  } finally {
    await page?.end();
  }
  return steps;
}

await server.close();
if (values.report) writeFileSync(values.report, JSON.stringify(totals));
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed === 0 ? 0 : 1);
