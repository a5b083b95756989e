/**
 * What the first screen costs: opens the built studio in Chromium, waits until it is quiet, touches
 * nothing, and adds up the gzip size of every script it fetched (workers included).
 * `node scripts/firstLoad.mjs [limit in kB]` prints the list and fails above the limit (default 300).
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { preview } from 'vite';
import { findChromium } from './findChromium.mjs';

const kB = (bytes) => Math.round(bytes / 100) / 10;

export async function measureFirstLoad({ quietMs = 3000 } = {}) {
  const server = await preview({ preview: { port: 0, host: '127.0.0.1' }, logLevel: 'silent' });
  const browser = await chromium.launch({ executablePath: await findChromium(), args: ['--no-sandbox'] });
  try {
    const context = await browser.newContext({ serviceWorkers: 'block' });
    const page = await context.newPage();
    const paths = new Set();
    context.on('request', (request) => paths.add(new URL(request.url()).pathname));
    const origin = `http://127.0.0.1:${server.httpServer.address().port}`;
    await page.goto(origin, { waitUntil: 'networkidle' });
    await page.waitForTimeout(quietMs);
    const files = [...paths]
      .filter((path) => /\.(m?js|css)$/.test(path))
      .map((path) => ({ path, gzipBytes: gzipSync(readFileSync(`dist${path}`), { level: 9 }).length }))
      .sort((a, b) => b.gzipBytes - a.gzipBytes);
    const sum = (pattern) =>
      files.filter(({ path }) => pattern.test(path)).reduce((bytes, file) => bytes + file.gzipBytes, 0);
    return { files, scriptBytes: sum(/\.m?js$/), styleBytes: sum(/\.css$/) };
  } finally {
    await browser.close();
    await server.close();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const limitKB = Number(process.argv[2] ?? 300);
  const { files, scriptBytes, styleBytes } = await measureFirstLoad();
  for (const { path, gzipBytes } of files) console.log(`${String(kB(gzipBytes)).padStart(7)} kB  ${path}`);
  console.log(`First load: ${kB(scriptBytes)} kB of scripts, ${kB(styleBytes)} kB of styles (gzip)`);
  if (kB(scriptBytes) > limitKB) {
    console.error(`Over the limit of ${limitKB} kB.`);
    process.exitCode = 1;
  }
}
