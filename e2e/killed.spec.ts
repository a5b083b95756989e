/**
 * What is killed goes on, to the bit: the whole browser, or its GPU process. Browsers of their own, with a profile
 * that outlives them. Longer: scripts/killTest.mjs.
 */
import { rmSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { gpuProcessOf, openKillable } from '../scripts/kill/killableBrowser.mjs';
import { killedRun } from '../scripts/kill/killedRun.mjs';
import { curveOf, haveSample, tetrad } from './studio';

test(
  'the browser is killed while it saves: the same curve and weights, nothing acknowledged is lost',
  { tag: '@long' },
  async ({ baseURL }, info) => {
    const profile = info.outputPath('profile');
    const result = await killedRun(
      {
        sample: 'iris',
        target: 'species',
        family: 'linear',
        training: { backend: 'cpu', optimizer: 'momentum', averaging: 0.9 },
      },
      { profile, origin: baseURL ?? '', kills: 1, seconds: 4, random: () => 0.1, moments: ['saving'] },
    );
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    expect(result).toMatchObject({ afterCheckpoint: 1, identical: true, lost: [], why: '' });
  },
);

test(
  'the GPU process is killed: a new device takes the training up where it was saved',
  { tag: '@long' },
  async ({ baseURL }, info) => {
    const profile = info.outputPath('profile');
    const studio = await openKillable(profile, baseURL ?? '', { webgpu: true });
    try {
      const { page } = studio;
      const datasetId = await haveSample(page, 'iris');
      const submit = () =>
        tetrad(page, 'training.submit', {
          datasetId,
          target: 'species',
          family: 'mlp',
          familyParams: { hiddenLayers: [6] },
          // Long enough for a checkpoint, which is stored after two seconds, and a kill after it.
          training: { backend: 'webgpu', epochs: 250, batchSize: 128, earlyStopping: false, seed: 7 },
        });
      const whole = await submit();
      expect((await tetrad(page, 'jobs.wait', { id: whole.jobId })).status).toBe('completed');
      const broken = await submit();
      await expect
        .poll(async () => (await tetrad(page, 'storage.status', {})).checkpointBytes)
        .toBeGreaterThan(0);
      const gpu = gpuProcessOf(studio.pid);
      expect(gpu).toBeGreaterThan(0);
      expect((await tetrad(page, 'jobs.get', { id: broken.jobId })).status).toBe('running');
      process.kill(gpu ?? 0, 'SIGKILL');
      await expect(page.getByText(/GPU device was lost.*goes on from what was saved/)).toBeVisible();
      const job = await tetrad(page, 'jobs.wait', { id: broken.jobId });
      expect(job.status, job.error?.message).toBe('completed');
      const run = await tetrad(page, 'runs.get', { id: broken.runId });
      expect(run.backendReason).toBe('Continues on WebGPU, where the run began.');
      expect(await curveOf(page, broken.runId)).toEqual(await curveOf(page, whole.runId));
    } finally {
      await studio.kill();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    }
  },
);

test(
  'the browser is killed again and again: the same curve and weights, nothing acknowledged is lost',
  { tag: '@long' },
  async ({ baseURL }, info) => {
    const profile = info.outputPath('profile');
    const result = await killedRun(
      {
        sample: 'iris',
        target: 'species',
        family: 'mlp',
        familyParams: { hiddenLayers: [8], dropout: 0.3 },
        training: { backend: 'wasm', optimizer: 'adamw', schedule: 'cosine' },
      },
      {
        profile,
        origin: baseURL ?? '',
        kills: 4,
        seconds: 12,
        random: () => 0.1,
        moments: ['later', 'saving', 'any', 'ending'],
      },
    );
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    expect(result).toMatchObject({ kills: 4, identical: true, lost: [], why: '' });
    expect(result.afterCheckpoint).toBeGreaterThanOrEqual(2);
  },
);
