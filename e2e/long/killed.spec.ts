/** The whole browser is killed at every kind of moment in turn, in one profile. */
import { rmSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { killedRun } from '../../scripts/kill/killedRun.mjs';

test('the browser is killed again and again: the same curve and weights, nothing acknowledged is lost', async ({
  baseURL,
}, info) => {
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
});
