/**
 * Imports a generated zip of PNG images in 10 folders (20,000 of 64 x 64 unless told) in the built app, scrolls the grid
 * and trains an epoch; prints what it cost: seconds, the page's largest JavaScript heap, the longest time a part of the
 * grid in view was blank, seconds of a training.
 *
 *   node bench/importImages.mjs [images] [side] [make]      after `npx vite build`
 */
import { closeSync, existsSync, mkdirSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';
import { chromium } from '@playwright/test';
import { findChromium } from '../scripts/findChromium.mjs';
import { servePreview } from './serve.mjs';

const count = Number(process.argv[2] ?? 20_000);
const side = Number(process.argv[3] ?? 64);
const path = `.cache/images-${count}x${side}.zip`;

let state = 12345;
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};

function chunk(type, data) {
  const bytes = Buffer.alloc(12 + data.length);
  bytes.writeUInt32BE(data.length);
  bytes.write(type, 4, 'latin1');
  data.copy(bytes, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + data.length)), 8 + data.length);
  return bytes;
}

/** A disc whose place and colour tell its label, on a rough ground. */
function png(label) {
  const raw = Buffer.alloc(side * (1 + 3 * side));
  const [cx, cy] = [side * (0.3 + 0.4 * random()), side * (0.3 + 0.4 * random())];
  const radius = side * (0.1 + 0.03 * label);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const at = y * (1 + 3 * side) + 1 + 3 * x;
      const inside = Math.hypot(x - cx, y - cy) < radius;
      for (let c = 0; c < 3; c++)
        raw[at + c] = (inside ? 40 + ((label * 37 + c * 80) % 200) : 120) + Math.floor(30 * random());
    }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(raw, { level: 1 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function generate() {
  mkdirSync('.cache', { recursive: true });
  const out = openSync(path, 'w');
  const directory = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    const name = Buffer.from(`class${i % 10}/${String(i).padStart(5, '0')}.png`);
    const bytes = png(i % 10);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(33, 8);
    facts.writeUInt32LE(crc32(bytes), 10);
    facts.writeUInt32LE(bytes.length, 14);
    facts.writeUInt32LE(bytes.length, 18);
    facts.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), facts, name, bytes]);
    const entry = Buffer.alloc(16);
    entry.writeUInt32LE(at, 12);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), facts, entry.subarray(2), name]));
    writeSync(out, local);
    at += local.length;
  }
  const all = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(all.length, 12);
  end.writeUInt32LE(at, 16);
  writeSync(out, all);
  writeSync(out, end);
  closeSync(out);
}

if (!existsSync(path)) generate();
if (process.argv[4] === 'make') process.exit();
const fileBytes = statSync(path).size;

const server = await servePreview();
try {
  rmSync('.cache/bench-profile', { recursive: true, force: true });
  const context = await chromium.launchPersistentContext('.cache/bench-profile', {
    executablePath: await findChromium(),
    args: ['--no-sandbox', '--disable-background-networking', '--enable-precise-memory-info'],
  });
  const page = context.pages()[0] ?? (await context.newPage());
  await page.addInitScript(() => {
    window.peakHeap = 0;
    setInterval(() => {
      window.peakHeap = Math.max(window.peakHeap, performance.memory.usedJSHeapSize);
    }, 50);
  });
  await page.goto(server.url);
  const input = page.getByLabel('Files to import');
  await input.waitFor({ state: 'attached' });
  const startedAt = Date.now();
  await input.setInputFiles(path);
  await page.getByRole('listbox', { name: 'Images' }).waitFor({ timeout: 600_000 });
  const importSeconds = (Date.now() - startedAt) / 1000;
  const importHeap = await page.evaluate(() => window.peakHeap);
  console.log({ importSeconds, importHeapMB: Math.round(importHeap / 1e6) });

  const blankMs = await page.evaluate(async () => {
    const list = document.querySelector('[role=listbox]');
    let longest = 0;
    let since;
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    for (let i = 0; i < 240; i++) {
      list.scrollTop += 120;
      await frame();
      const box = list.getBoundingClientRect();
      const tiles = [...list.querySelectorAll('[role=option]')].filter((tile) => {
        const { top, bottom } = tile.getBoundingClientRect();
        return bottom > box.top && top < box.bottom;
      });
      const blank = tiles.every((tile) => !tile.querySelector('img'));
      if (!blank) since = undefined;
      else {
        since ??= performance.now();
        longest = Math.max(longest, performance.now() - since);
      }
    }
    return longest;
  });
  console.log({ longestBlankMs: Math.round(blankMs) });
  const trained = await page.evaluate(async () => {
    const { tetrad } = window;
    const [{ dataset }] = await tetrad.run('datasets.list', {});
    const at = performance.now();
    const { jobId, runId } = await tetrad.run('training.submit', {
      datasetId: dataset.id,
      target: 'label',
      family: 'cnn2d',
      familyParams: { filters: [8, 16] },
      training: { epochs: 1, batchSize: 64, backend: 'wasm' },
    });
    const job = await tetrad.run('jobs.wait', { id: jobId });
    const run = await tetrad.run('runs.get', { id: runId });
    return {
      status: job.status,
      error: job.error,
      seconds: (performance.now() - at) / 1000,
      metrics: run.run?.metrics ?? run.metrics,
    };
  });
  const heap = await page.evaluate(() => window.peakHeap);
  console.log(
    JSON.stringify(
      {
        images: count,
        fileMB: Math.round(fileBytes / 1e6),
        importSeconds,
        importHeapMB: Math.round(importHeap / 1e6),
        longestBlankMs: Math.round(blankMs),
        trained,
        pageHeapMB: Math.round(heap / 1e6),
      },
      null,
      1,
    ),
  );
  await context.close();
} finally {
  await server.close();
}
