/**
 * Drops a Parquet file of 2 GB and an HDF5 file of 4 GB in the built app and prints what it cost to see what is in them:
 * seconds and memory. Makes both files in the folder given (6.3 GB; HDF5 with Python's
 * h5py), and removes them.
 *
 *   node bench/openLargeFiles.mjs [folder]      after `npx vite build`
 */
import { execFileSync } from 'node:child_process';
import { existsSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { chromium } from '@playwright/test';
import { findChromium } from '../scripts/findChromium.mjs';
import { writeGroups } from './largeTable.mjs';
import { largestRenderer } from './rendererMemory.mjs';
import { servePreview } from './serve.mjs';

const folder = process.argv[2] ?? tmpdir();

/** 14 row groups of a million rows, all alike: what is in them does not matter, where they lie does. */
function makeParquet(path) {
  const rows = 1_000_000;
  let state = 1;
  const columns = Array.from({ length: 20 }, (_, i) => ({
    name: `column${i}`,
    type: 'DOUBLE',
    encoding: 'PLAIN',
    data: Float64Array.from({ length: rows }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 32 + i;
    }),
  }));
  return writeGroups(path, 14, () => columns, { codec: 'UNCOMPRESSED', statistics: false });
}

const hdf5 = `
import h5py, numpy, sys
with h5py.File(sys.argv[1], 'w') as file:
    field = file.create_dataset('field', (1000, 64, 128, 128), 'f4', chunks=(1, 64, 128, 128))
    base = numpy.random.default_rng(1).normal(size=(64, 128, 128)).astype('f4')
    for time in range(1000):
        field[time] = base + time
`;
const makeHdf5 = (path) => execFileSync(process.env.PYTHON ?? '/usr/bin/python3', ['-c', hdf5, path]);

async function open(url, path, shown) {
  rmSync('.cache/bench-lazy', { recursive: true, force: true });
  const context = await chromium.launchPersistentContext('.cache/bench-lazy', {
    executablePath: await findChromium(),
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--js-flags=--expose-gc',
      '--crash-dumps-dir=bench-lazy',
    ],
  });
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto(url);
    await page.waitForFunction(() => window.tetrad !== undefined);
    await page.waitForTimeout(2000);
    const before = largestRenderer('bench-lazy');
    let most = before;
    const timer = setInterval(() => (most = Math.max(most, largestRenderer('bench-lazy'))), 100);
    const startedMs = Date.now();
    await page.locator('input[type=file]').first().setInputFiles(path);
    await shown(page).waitFor({ timeout: 120_000 });
    const seconds = (Date.now() - startedMs) / 1000;
    clearInterval(timer);
    const heap = await page.evaluate(() => performance.memory.usedJSHeapSize);
    await page.screenshot({ path: `.cache/lazy-${path.split('.').at(-1)}.png` });
    console.log({
      file: path.split('/').at(-1),
      gigabytes: +(statSync(path).size / 1e9).toFixed(2),
      seconds: +seconds.toFixed(2),
      pageHeapMegabytes: +(heap / 1e6).toFixed(1),
      processMegabytesBefore: Math.round(before),
      processMegabytesMost: Math.round(most),
    });
  } finally {
    await context.close();
  }
}

const importButton = (page) =>
  page
    .getByRole('button', { name: /^Import/ })
    .and(page.locator(':enabled'))
    .first();

const server = await servePreview();
try {
  for (const [name, make] of [
    ['large.parquet', makeParquet],
    ['large.h5', makeHdf5],
  ]) {
    const path = `${folder}/${name}`;
    try {
      if (!existsSync(path)) await make(path);
      await open(server.url, path, importButton);
    } finally {
      rmSync(path, { force: true });
    }
  }
} finally {
  await server.close();
}
