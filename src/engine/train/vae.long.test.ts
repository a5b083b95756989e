/**
 * What a variational autoencoder with its defaults draws of the drawn digits, as the studio draws: how many of 200 a
 * `cnn2d` that learnt the labels is sure of (0.9). Beside it draws of a normal distribution of each number by itself.
 * On WebAssembly, five named seeds; `SEEDS=1,2 EPOCHS=20 PARAMS='{"latent":4}'` for others.
 */
import '@tensorflow/tfjs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { drawnLatents, latentSpread, movedFrom } from '#/core/evaluation/latentPlan';
import { parseValidation, validationArtifact } from '#/core/evaluation/validationPredictions';
import { drawnDigits } from '#/core/samples/drawnDigits';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { normals } from '#/core/random/random';
import { type NodeStudio, openNodeStudio } from '../../../test/support/nodeStudio';
import { decode, encode } from '../predict/latents';
import { openModel } from '../predict/openModel';
import { predict } from '../predict/predictSamples';
import { openNodeWasm } from './fixtures/nodeWasm';
import { runOnGrid } from './fixtures/runOnGrid';

const { SEEDS = '1,2,3,4,5', EPOCHS, PARAMS = '{}' } = process.env;
const drawn = 200;
const read = 200;
/** The goal is 0.8; seed 1 came to 0.53 with the defaults of before (docs/performance.md). */
const reachedBefore = 0.45;
/** A label as sure as this is recognised. */
const sure = 0.9;

let studio: NodeStudio;
let digits: DatasetVersion;
beforeAll(async () => {
  studio = await openNodeStudio(`drawn-${crypto.randomUUID()}`);
  provideServices(studio.services);
  const made = await run('datasets.sample', { sampleId: drawnDigits.type });
  expect((await run('jobs.wait', { id: made.jobId })).status).toBe('completed');
  const { version } = await run('datasets.get', { id: made.datasetId });
  digits = version as DatasetVersion;
}, 240_000);
afterAll(() => studio.close());

async function learn(family: string, task: string, target: string, seed: number) {
  const { storage } = studio.services;
  const started = performance.now();
  const cpu = process.cpuUsage().user;
  const found = await runOnGrid(storage, digits, await openNodeWasm(), {
    family,
    task,
    target,
    features: ['image'],
    ...(family === 'vae' && { familyParams: JSON.parse(PARAMS) as Record<string, unknown> }),
    config: { seed, testSplit: 'auto', ...(family === 'vae' && EPOCHS && { epochs: Number(EPOCHS) }) },
  });
  const epochs = found.events.filter(({ kind }) => kind === 'epoch').length;
  const seconds = Math.round((performance.now() - started) / 1000);
  const processor = Math.round((process.cpuUsage().user - cpu) / 1e6);
  console.log(JSON.stringify({ family, seed, epochs, seconds, processor, ...found.metrics }));
  return { model: await openModel(found.version.id, storage), run: found };
}

type Learnt = Awaited<ReturnType<typeof learn>>['model'];

/** The share of what is made of these numbers that the judge is sure of, and how often each label came. */
async function recognised(judge: Learnt, model: Learnt, latents: number[][]) {
  const { predictions } = await decode(model, latents);
  const field = Float32Array.from(predictions.flatMap(({ field: image = [] }) => [...image]));
  const request = { rows: [], field, fieldShape: [latents.length, 28, 28, 1] };
  const told = await predict(judge, request, studio.services.storage);
  const labels: Record<string, number> = {};
  let surely = 0;
  for (const { value, probabilities = [] } of told.predictions) {
    if (Math.max(...probabilities) < sure) continue;
    surely++;
    labels[String(value)] = (labels[String(value)] ?? 0) + 1;
  }
  return { share: surely / latents.length, labels };
}

it(
  'the digits that vae draws are recognised',
  async () => {
    const { storage } = studio.services;
    const judge = await learn('cnn2d', 'classification', 'label', 1);
    const reached: number[] = [];
    for (const seed of SEEDS.split(',').map(Number)) {
      const { model, run: found } = await learn('vae', 'reconstruction', 'images', seed);
      const rows = (await heldBack(found.version.id)).map((sample) => ({ sample }));
      const { latents: seen } = await encode(model, { rows, datasetVersionId: digits.id }, storage);
      const spread = latentSpread(seen);
      const width = spread.mean.length;
      const numbers = normals(seed, 'drawn', 0, drawn * width);
      const apart = Array.from({ length: drawn }, (_, row) =>
        movedFrom(spread, new Map(spread.mean.map((_mean, i) => [i, numbers[row * width + i] as number]))),
      );
      const told = {
        drawn: await recognised(judge.model, model, drawnLatents(seen, drawn, seed)),
        byNormals: (await recognised(judge.model, model, apart)).share,
        madeAgain: (await recognised(judge.model, model, seen)).share,
      };
      console.log(JSON.stringify({ seed, ...told }));
      reached.push(told.drawn.share);
      expect(told.drawn.share).toBeGreaterThan(told.byNormals);
      model.dispose();
    }
    const sorted = reached.toSorted((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)];
    console.log(`recognised: median ${median}, worst ${sorted[0]}`);
    expect(median).toBeGreaterThan(reachedBefore);
  },
  3 * 60 * 60_000,
);

/** Images of the validation part, as many as the studio reads of them. */
async function heldBack(versionId: string): Promise<number[]> {
  const { storage } = studio.services;
  const runs = await storage.runs.list({ datasetId: digits.datasetId });
  const { artifacts = [] } = runs.find(({ modelVersionId }) => modelVersionId === versionId) ?? {};
  const kept = artifacts.find(({ name }) => name === validationArtifact);
  if (!kept) throw new Error('no predictions were kept');
  const { rows } = parseValidation(await storage.blobs.get(kept.blob));
  return [...rows].slice(0, read);
}
