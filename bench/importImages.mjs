/**
 * Imports a generated zip of PNG images in 10 folders (20,000 of 64 x 64 unless told) in the built app, scrolls the grid
 * and trains each family given for an epoch or as many as told; prints what it cost: seconds, the page's largest JavaScript heap, the
 * page's process with all its workers, seconds and figures of the trainings (sizes S, WASM). Scrolling is measured from the frame that
 * shows the first grid on, at several speeds: the longest time that no image in view was there, loaded and not only
 * asked for.
 *
 *   node bench/importImages.mjs [images] [side] [families, as mlp,cnn2d or none | make] [epochs]   after `npx vite build`
 */
import { closeSync, existsSync, mkdirSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';
import { chromium } from '@playwright/test';
import { findChromium } from '../scripts/findChromium.mjs';
import { largestRenderer } from './rendererMemory.mjs';
import { servePreview } from './serve.mjs';

/** Pixels a frame; the first begins with a cold grid. */
const speeds = [120, 120, 400, 1200];

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

/** Runs in the page: the longest time, in ms, that no image in view was there; and the median frame. */
async function scrolled(speed) {
  const list = document.querySelector('[role=listbox]');
  const times = [];
  let [longest, since] = [0, undefined];
  for (let i = 0; i < 240; i++) {
    list.scrollTop += speed;
    times.push(await new Promise((resolve) => requestAnimationFrame(resolve)));
    const box = list.getBoundingClientRect();
    const isThere = [...list.querySelectorAll('[role=option]')].some((tile) => {
      const { top, bottom } = tile.getBoundingClientRect();
      const image = tile.querySelector('img');
      return bottom > box.top && top < box.bottom && image?.complete && image.naturalWidth > 0;
    });
    if (isThere) since = undefined;
    else {
      since ??= performance.now();
      longest = Math.max(longest, performance.now() - since);
    }
  }
  const frames = times.slice(1).map((time, i) => time - times[i]);
  const frameMs = frames.sort((a, b) => a - b)[Math.floor(frames.length / 2)];
  return { longestBlankMs: Math.round(longest), frameMs: Math.round(frameMs) };
}

/** Runs in the page. */
async function train([family, epochs]) {
  const { tetrad } = window;
  const [{ dataset }] = await tetrad.run('datasets.list', {});
  const at = performance.now();
  const { jobId, runId } = await tetrad.run('training.submit', {
    datasetId: dataset.id,
    target: 'label',
    family,
    familyParams: {},
    training: { epochs, batchSize: 64, backend: 'wasm' },
  });
  const job = await tetrad.run('jobs.wait', { id: jobId });
  const run = await tetrad.run('runs.get', { id: runId });
  const { status, summary, figure } = run;
  return {
    job: job.status,
    error: job.error,
    run: status,
    seconds: Math.round((performance.now() - at) / 1000),
    figures: summary,
    figure,
  };
}

if (!existsSync(path)) generate();
const epochs = Number(process.argv[5] ?? 1);
const families = (process.argv[4] ?? 'mlp,cnn2d').split(',').filter((family) => family !== 'none');
if (families[0] === 'make') process.exit();
const fileBytes = statSync(path).size;

const server = await servePreview();
try {
  rmSync('.cache/bench-images', { recursive: true, force: true });
  const context = await chromium.launchPersistentContext('.cache/bench-images', {
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
  let importProcessMB = 0;
  const watch = setInterval(
    () => (importProcessMB = Math.max(importProcessMB, largestRenderer('bench-images'))),
    200,
  );
  const startedAt = Date.now();
  await input.setInputFiles(path);
  await page.getByRole('listbox', { name: 'Images' }).waitFor({ timeout: 600_000 });
  const importSeconds = (Date.now() - startedAt) / 1000;
  clearInterval(watch);
  const importHeap = await page.evaluate(() => window.peakHeap);
  console.log({ importSeconds, importHeapMB: Math.round(importHeap / 1e6) });

  const blanks = [];
  for (const speed of speeds) blanks.push({ speed, ...(await page.evaluate(scrolled, speed)) });
  console.log(blanks);

  let processMB = 0;
  /** The largest of each half minute: does it grow? */
  let course = [];
  const timer = setInterval(() => {
    const now = largestRenderer('bench-images');
    processMB = Math.max(processMB, now);
    const half = Math.floor((Date.now() - trainedFrom) / 30_000);
    course[half] = Math.max(course[half] ?? 0, Math.round(now));
  }, 200);
  let trainedFrom = Date.now();
  const trainings = [];
  for (const family of families) {
    processMB = 0;
    course = [];
    trainedFrom = Date.now();
    const trained = await page.evaluate(train, [family, epochs]);
    trainings.push({ family, ...trained, processMB: Math.round(processMB), course: course.join(' ') });
    console.log(trainings.at(-1));
  }
  clearInterval(timer);
  const heap = await page.evaluate(() => window.peakHeap);
  console.log(
    JSON.stringify(
      {
        images: count,
        fileMB: Math.round(fileBytes / 1e6),
        importSeconds,
        importHeapMB: Math.round(importHeap / 1e6),
        importProcessMB: Math.round(importProcessMB),
        blanks,
        trainings,
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
