/**
 * Kills the whole browser (SIGKILL) at random moments of training and saving, in the built studio, until each
 * run has ended; then compares every logged value of the run with those of one that nobody disturbed, bit by bit.
 * `node scripts/killTest.mjs [kills per run] [seed]`, after `npm run build`. Prints "N identical of N".
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { preview } from 'vite';
import { findChromium } from './findChromium.mjs';

const killsPerRun = Number(process.argv[2] ?? 2);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
const executable = await findChromium();

/** Small linear congruential generator: the same seed kills at the same times. */
let drawn = seed;
const random = () => {
  drawn = (Math.imul(drawn, 1_664_525) + 1_013_904_223) >>> 0;
  return drawn / 2 ** 32;
};
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const mlp = (hiddenLayers) => ({ family: 'mlp', familyParams: { hiddenLayers } });
const cases = [
  ['iris', 'species', { family: 'linear' }, { backend: 'cpu', epochs: 1500, optimizer: 'sgd' }],
  ['iris', 'species', mlp([16]), { backend: 'wasm', epochs: 1200 }],
  ['iris', 'species', mlp([24, 24]), { backend: 'cpu', epochs: 500, optimizer: 'adam', schedule: 'cosine' }],
  ['houses', 'price_eur', mlp([32]), { backend: 'wasm', epochs: 160, averaging: 0.9, clipNorm: 1 }],
  ['iris', 'species', mlp([8, 8, 8]), { backend: 'wasm', epochs: 900, sampling: 'stratified' }],
  [
    'iris',
    'species',
    mlp([64]),
    { backend: 'cpu', epochs: 500, optimizer: 'lion', classWeights: 'balanced' },
  ],
];

const server = await preview({
  preview: { port: 0, host: '127.0.0.1', open: false },
  logLevel: 'silent',
});
const origin = `http://127.0.0.1:${server.httpServer.address().port}`;

/** A browser of its own process group on a profile that outlives it. */
async function openBrowser(profile) {
  const portFile = join(profile, 'DevToolsActivePort');
  rmSync(portFile, { force: true });
  const child = spawn(
    executable,
    [
      '--headless=new',
      '--no-sandbox',
      '--no-first-run',
      '--disable-background-networking',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      'about:blank',
    ],
    { detached: true, stdio: 'ignore' },
  );
  const died = new Promise((resolve) => child.once('exit', resolve));
  for (let tries = 0; !existsSync(portFile) || !readFileSync(portFile, 'utf8').includes('\n'); tries++) {
    if (tries > 300) throw new Error('the browser did not start');
    await sleep(50);
  }
  const port = readFileSync(portFile, 'utf8').split('\n')[0];
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const page = await browser.contexts()[0].newPage();
  await page.goto(origin);
  await page.waitForFunction(() => 'tetrad' in window);
  return {
    page,
    async kill() {
      try {
        process.kill(-(child.pid ?? 0), 'SIGKILL');
      } catch {
        // It has gone by itself.
      }
      await died;
      await browser.close().catch(() => {});
    },
  };
}

const call = (page, name, input) =>
  page.evaluate(([command, given]) => window.tetrad.run(command, given), [name, input]);

async function submit(page, [sample, target, family, training]) {
  const imported = await call(page, 'datasets.sample', { sampleId: sample });
  await call(page, 'jobs.wait', { id: imported.jobId });
  const submitted = await call(page, 'training.submit', {
    datasetId: imported.datasetId,
    target,
    ...family,
    training: { earlyStopping: false, seed: 7, ...training },
  });
  return submitted;
}

async function curveOf(page, runId) {
  const { series } = await call(page, 'runs.metrics', { runId });
  return JSON.stringify(
    series
      .filter(({ name }) => name !== 'epochMs' && name !== 'samplesPerSecond')
      .map(({ name, points }) => [name, points.map(({ step, value }) => [step, value])])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

async function endOf(page, { jobId, runId, modelId }) {
  const job = await call(page, 'jobs.wait', { id: jobId });
  const { versions } = await call(page, 'models.get', { id: modelId });
  return {
    status: `${job.status} ${job.error?.message ?? ''}`.trim(),
    curve: await curveOf(page, runId),
    weights: versions.map(({ weights }) => weights.blob.hash).join(),
  };
}

let identical = 0;
let kills = 0;
console.log(`seed ${seed}, ${killsPerRun} kills per run`);
for (const [number, given] of cases.entries()) {
  const profile = mkdtempSync(join(tmpdir(), 'tetrad-kill-'));
  try {
    let studio = await openBrowser(profile);
    const startedMs = Date.now();
    const whole = await endOf(studio.page, await submit(studio.page, given));
    const trainMs = Date.now() - startedMs;
    const broken = await submit(studio.page, given);
    let inRun = 0;
    let fromCheckpoint = 0;
    for (let kill = 0; kill < killsPerRun; kill++) {
      await sleep((0.1 + 0.9 * random()) * Math.min(trainMs, 6_000));
      if ((await call(studio.page, 'jobs.get', { id: broken.jobId })).status === 'running') inRun++;
      if ((await call(studio.page, 'storage.status', {})).checkpointBytes > 0) fromCheckpoint++;
      await studio.kill();
      kills++;
      studio = await openBrowser(profile);
    }
    const end = await endOf(studio.page, broken);
    await studio.kill();
    const same = end.curve === whole.curve && end.weights === whole.weights && end.status === 'completed';
    if (same) identical++;
    const what = `${given[0]} ${given[2].family} ${given[3].backend} ${given[3].optimizer ?? ''}`;
    console.log(
      `${number + 1}. ${what}: ${inRun} of ${killsPerRun} kills while it trained, ${fromCheckpoint} with a checkpoint to go on from: ${same ? 'identical' : `DIFFERENT (${end.status})`}`,
    );
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
await server.close();
console.log(`${kills} kills; ${identical} identical of ${cases.length}`);
process.exit(identical === cases.length ? 0 : 1);
