/**
 * What makers of images draw with their defaults, told by a `cnn2d` that learnt the same images with their labels: how many
 * of 200 drawn images that is sure of (0.9), and how evenly labels come. Drawn as the studio draws, between images held back;
 * beside it from normal distributions, and those images made again. On WebAssembly, five named seeds.
 * `FAMILY=gan IMAGES=mnist SEEDS=1,2 EPOCHS=20` for others; IMAGES: digits (8 × 8), mnist, drawn (the studio's sample).
 */
import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { networkOf } from '#/core/bodies/network';
import { families } from '#/core/families/registry';
import { withSize } from '#/core/families/sizes';
import { drawnLatents, latentSpread, movedFrom } from '#/core/evaluation/latentPlan';
import { parseValidation, validationArtifact } from '#/core/evaluation/validationPredictions';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { Storage } from '#/core/protocol/storage';
import { drawnDigits } from '#/core/samples/drawnDigits';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { openNodeStudio } from '../../../test/support/nodeStudio';
import type { ModelVersion } from '#/core/protocol/model';
import type { TrainConfig } from '#/core/protocol/train';
import { normals } from '#/core/random/random';
import { openStorage } from '#/storage/openStorage';
import { decode, encode } from '../predict/latents';
import { type OpenModel, openModel } from '../predict/openModel';
import { openNodeWasm } from './fixtures/nodeWasm';
import { runOnGrid } from './fixtures/runOnGrid';
import { storeImages, type TestImages } from './fixtures/storeImages';

const {
  FAMILY = 'gan',
  IMAGES = 'digits',
  SEEDS = '1,2,3,4,5',
  EPOCHS,
  SIZE,
  SHEET,
  ROWS,
  PARAMS,
} = process.env;
const drawn = 200;
const sure = 0.9;
/** The goal is 0.8, which `vae` reaches; of `gan` what a first version came to after 50 epochs (docs/performance.md). */
const reachedBefore = FAMILY === 'vae' ? 0.8 : 0.31;

function read(): Pick<TestImages, 'pixels' | 'images' | 'labels'> {
  if (IMAGES === 'digits') {
    const file = new URL('./fixtures/digits.csv.gz', import.meta.url);
    const lines = gunzipSync(readFileSync(file)).toString().trim().split(/\r?\n/).slice(1);
    const rows = lines.map((line) => line.split(',').map(Number));
    return {
      pixels: { height: 8, width: 8, channels: 1 },
      // Sixteen grey levels, as bytes.
      images: rows.map((row) => Uint8Array.from(row.slice(0, 64), (grey) => Math.round((grey * 255) / 16))),
      labels: rows.map((row) => String(row[64])),
    };
  }
  const folder = process.env.MNIST ?? '/work/shared/data/mnist';
  const bytesOf = (name: string) => new Uint8Array(gunzipSync(readFileSync(`${folder}/${name}`)));
  const pixels = bytesOf('t10k-images-idx3-ubyte.gz').subarray(16);
  const labels = bytesOf('t10k-labels-idx1-ubyte.gz').subarray(8, 8 + Number(ROWS ?? 2000));
  return {
    pixels: { height: 28, width: 28, channels: 1 },
    images: Array.from(labels, (_, i) => pixels.subarray(i * 784, (i + 1) * 784)),
    labels: Array.from(labels, String),
  };
}

it(
  'draws digits that cnn2d recognises',
  async () => {
    const { storage, version } = await stored();
    const wasm = await openNodeWasm();
    const asked = { features: ['image'] };
    const learnt = await runOnGrid(storage, version, wasm, {
      ...asked,
      family: 'cnn2d',
      task: 'classification',
      target: 'label',
    });
    console.log(JSON.stringify({ judge: learnt.metrics.valAccuracy }));
    const judge = await openModel(learnt.version.id, storage);
    const shares: number[] = [];
    for (const seed of SEEDS.split(',').map(Number)) {
      const started = performance.now();
      const config: Partial<TrainConfig> = { seed, ...(EPOCHS && { epochs: Number(EPOCHS) }) };
      const { version: made, metrics } = await runOnGrid(storage, version, wasm, {
        ...asked,
        family: FAMILY,
        task: 'reconstruction',
        target: 'image',
        familyParams: {
          ...(SIZE && withSize(families.get(FAMILY), SIZE as 'M')),
          ...(PARAMS && JSON.parse(PARAMS)),
        },
        config: { ...config, ...(process.env.CONFIG && JSON.parse(process.env.CONFIG)) },
      });
      const model = await openModel(made.id, storage);
      const rows = await heldBack(storage, made);
      const { latents: seen } = await encode(
        model,
        { rows: rows.map((sample) => ({ sample })), datasetVersionId: version.id },
        storage,
      );
      const images = await shown(model, drawnLatents(seen, drawn, seed));
      const told = {
        drawn: await recognised(images),
        byNormals: (await recognised(await shown(model, normalLatents(seen, made, seed)))).share,
        madeAgain: (await recognised(await shown(model, seen))).share,
      };
      const seconds = Math.round((performance.now() - started) / 1000);
      console.log(JSON.stringify({ family: FAMILY, images: IMAGES, seed, ...told, seconds, metrics }));
      if (SHEET) writeSheet(`${SHEET}-${seed}.pgm`, images);
      shares.push(told.drawn.share);
      model.dispose();
    }
    const sorted = shares.toSorted((a, b) => a - b);
    console.log(
      `${FAMILY} on ${IMAGES}: median ${sorted[Math.floor(sorted.length / 2)]}, worst ${sorted[0]}`,
    );
    expect(sorted[Math.floor(sorted.length / 2)]).toBeGreaterThanOrEqual(reachedBefore);
    storage.close();

    /** The share with one sure label, and of those how many have each. */
    async function recognised(images: number[][]) {
      const odds = await judge.run(standardise(images, learnt.version), images.length);
      return sureOf(odds, odds.length / images.length);
    }
  },
  6 * 60 * 60_000,
);

function standardise(images: readonly number[][], { input }: ModelVersion): Float32Array {
  const { mean, std } = input.fitted as { mean: number[]; std: number[] };
  return Float32Array.from(images.flat(), (shade) => (shade - (mean[0] as number)) / (std[0] as number));
}

function sureOf(odds: Float32Array, labels: number) {
  const counts = new Array<number>(labels).fill(0);
  let all = 0;
  for (let at = 0; at < odds.length; at += labels) {
    const row = [...odds.subarray(at, at + labels)];
    const most = Math.max(...row);
    if (1 / row.reduce((sum, value) => sum + Math.exp(value - most), 0) < sure) continue;
    all++;
    const label = row.indexOf(most);
    counts[label] = (counts[label] as number) + 1;
  }
  return { share: all / (odds.length / labels), counts };
}

async function shown(model: OpenModel, latents: number[][]): Promise<number[][]> {
  const { predictions } = await decode(model, latents);
  return predictions.map(({ field = new Float32Array() }) => [...field]);
}

/** A network that draws from a normal distribution in training is asked for that; another, for one as wide as its numbers. */
function normalLatents(seen: readonly number[][], made: ModelVersion, seed: number): number[][] {
  const spread = latentSpread(seen);
  const width = spread.mean.length;
  const numbers = normals(seed, 'drawn', 0, drawn * width);
  const row = (at: number) => [...numbers.subarray(at * width, (at + 1) * width)];
  const asTrained = networkOf(made)?.arch.outputs.some(({ name }) => name === 'realness');
  return Array.from({ length: drawn }, (_, at) =>
    asTrained ? row(at) : movedFrom(spread, new Map(row(at).map((value, i) => [i, value]))),
  );
}

/** Images of the validation part, as many as the studio reads of them. */
async function heldBack(storage: Storage, made: ModelVersion): Promise<number[]> {
  const runs = await storage.runs.list();
  const { artifacts = [] } = runs.find(({ modelVersionId }) => modelVersionId === made.id) ?? {};
  const kept = artifacts.find(({ name }) => name === validationArtifact);
  if (!kept) throw new Error('no predictions were kept');
  const { rows } = parseValidation(await storage.blobs.get(kept.blob));
  return [...rows].slice(0, drawn);
}

async function stored(): Promise<{ storage: Storage; version: DatasetVersion }> {
  if (IMAGES !== 'drawn') {
    const storage = await openStorage({ name: 'drawn', blobs: 'dexie' });
    return { storage, version: await storeImages(storage, 'digits', read()) };
  }
  const { services } = await openNodeStudio('drawn');
  provideServices(services);
  const made = await run('datasets.sample', { sampleId: drawnDigits.type });
  await run('jobs.wait', { id: made.jobId });
  const { version } = await run('datasets.get', { id: made.datasetId });
  return { storage: services.storage, version: version as DatasetVersion };
}

function writeSheet(path: string, images: readonly number[][]): void {
  const side = Math.sqrt(images[0]?.length ?? 1);
  const [across, down] = [20, 10];
  const sheet = new Uint8Array(across * side * down * side);
  images.slice(0, across * down).forEach((image, at) => {
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++)
        sheet[(Math.floor(at / across) * side + y) * across * side + (at % across) * side + x] =
          image[y * side + x] ?? 0;
  });
  writeFileSync(path, Buffer.concat([Buffer.from(`P5 ${across * side} ${down * side} 255\n`), sheet]));
}
