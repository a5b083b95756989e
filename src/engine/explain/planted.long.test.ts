/**
 * Whether explanations by gradients point at what is there to be found: blocks planted in noisy fields over space and time,
 * and shapes on noisy images, on samples held back from training. WASM in Node, three named seeds (`SEEDS=1,2,3`).
 */
import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { parseValidation, validationArtifact } from '#/core/evaluation/validationPredictions';
import { summarize } from '#/core/explain/summarize';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { ModelVersion } from '#/core/protocol/model';
import type { Storage } from '#/core/protocol/storage';
import { normals, uniforms } from '#/core/random/random';
import { openStorage } from '#/storage/openStorage';
import { storeGrid } from '../train/fixtures/gridDataset';
import { openNodeWasm } from '../train/fixtures/nodeWasm';
import { runOnGrid } from '../train/fixtures/runOnGrid';
import { storeImages } from '../train/fixtures/storeImages';
import { explainVersion } from './explainVersion';

const seeds = (process.env.SEEDS ?? '1,2,3').split(',').map(Number);

async function heldBack(storage: Storage, { runId }: ModelVersion): Promise<number[]> {
  const run = await storage.runs.get(runId);
  const artifact = run?.artifacts.find(({ name }) => name === validationArtifact);
  if (!artifact) throw new Error('nothing was held back');
  return [...parseValidation(await storage.blobs.get(artifact.blob)).rows];
}

async function explain(
  storage: Storage,
  version: ModelVersion,
  dataset: DatasetVersion,
  method: string,
  sample: number,
  params: Record<string, unknown>,
) {
  const request = { modelVersionId: version.id, method, params, datasetVersionId: dataset.id, sample };
  const { attribution } = await explainVersion(request, {
    storage,
    emit: () => undefined,
    stopped: () => false,
    breathe: () => Promise.resolve(),
    open: openNodeWasm,
  });
  return attribution;
}

const [times, side, deep, edge] = [8, 8, 4, 2];

/** 0.96, 0.98 and 1 with seeds 1 to 3, of models that are right for 98, 98 and 100 %: where the model errs, so does its explanation. */
const goal = 0.9;

it('the peak lies in the block that was planted, in time and space, for most samples', async () => {
  const shares: Record<string, number[]> = { integratedGradients: [], smoothGrad: [] };
  const accuracies: number[] = [];
  for (const seed of seeds) {
    const count = 640;
    const frame = side * side * deep;
    const field = Float32Array.from(normals(seed, 'noise', 0, count * times * frame), (value) => 0.4 * value);
    const corners = Array.from({ length: count }, (_, i) => {
      const [t = 0, x = 0, y = 0, z = 0] = uniforms(seed, 'corner', i, 4);
      const at = (u: number, size: number) => Math.floor(u * (size - edge + 1));
      return [at(t, times), at(x, side), at(y, side), at(z, deep)] as const;
    });
    for (const [i, [t0, x0, y0, z0]] of corners.entries())
      for (let t = t0; t < t0 + edge; t++)
        for (let x = x0; x < x0 + edge; x++)
          for (let y = y0; y < y0 + edge; y++)
            for (let z = z0; z < z0 + edge; z++) {
              const place = (((i * times + t) * side + x) * side + y) * deep + z;
              field[place] = (field[place] as number) + (i % 2 === 0 ? 2 : -2);
            }
    const storage = await openStorage({ name: `planted-${seed}`, blobs: 'dexie' });
    const dataset = await storeGrid(storage, 'planted', {
      field,
      size: [count, times, side, side, deep],
      labels: [
        {
          field: { name: 'label', type: 'categorical', role: 'target' },
          cells: Array.from({ length: count }, (_, i) => (i % 2 === 0 ? 'warm' : 'cold')),
        },
      ],
    });
    const { version, metrics } = await runOnGrid(storage, dataset, await openNodeWasm(), {
      family: 'cnn4d',
      task: 'classification',
      target: 'label',
      familyParams: { filters: [8] },
      config: { epochs: 40, seed },
    });
    accuracies.push(metrics.valAccuracy as number);
    const rows = (await heldBack(storage, version)).slice(0, 50);
    for (const [method, all] of Object.entries(shares)) {
      let inside = 0;
      for (const row of rows) {
        const params = { checks: false, ...(method === 'integratedGradients' && { steps: 16 }) };
        const found = summarize(await explain(storage, version, dataset, method, row, params));
        if (!('largest' in found)) throw new Error('no place');
        const { time, x, y, z } = found.largest;
        const corner = corners[row] as readonly number[];
        if (
          [time, x, y, z].every(
            (at, axis) => at >= (corner[axis] as number) && at < (corner[axis] as number) + edge,
          )
        )
          inside++;
      }
      all.push(inside / rows.length);
    }
  }
  console.log(JSON.stringify({ fields: shares, accuracies }));
  expect(Math.min(...(shares.integratedGradients as number[]))).toBeGreaterThanOrEqual(goal);
}, 2_400_000);

it('of images of shapes, most of what speaks for the answer lies in the shape', async () => {
  const shares: Record<string, number[]> = {
    integratedGradients: [],
    expectedGradients: [],
    saliency: [],
    gradCam: [],
    occlusion: [],
  };
  const accuracies: number[] = [];
  for (const seed of seeds) {
    const [count, size] = [400, 24];
    const masks: boolean[][] = [];
    const images = Array.from({ length: count }, (_, i) => {
      const [u = 0, v = 0, r = 0] = uniforms(seed, 'shape', i, 3);
      const radius = 4 + 2 * r;
      const [cx, cy] = [radius + u * (size - 2 * radius), radius + v * (size - 2 * radius)];
      const isBright = i % 2 === 0;
      const noise = normals(seed, 'pixels', i, size * size);
      const mask = Array.from({ length: size * size }, (_v, at) => {
        const [dx, dy] = [(at % size) + 0.5 - cx, Math.floor(at / size) + 0.5 - cy];
        return dx * dx + dy * dy < radius * radius;
      });
      masks.push(mask);
      return Uint8Array.from(mask, (inside, at) =>
        Math.max(0, Math.min(255, 128 + 12 * (noise[at] as number) + (inside ? (isBright ? 70 : -70) : 0))),
      );
    });
    const storage = await openStorage({ name: `shapes-${seed}`, blobs: 'dexie' });
    const dataset = await storeImages(storage, 'shapes', {
      pixels: { height: size, width: size, channels: 1 },
      images,
      labels: images.map((_, i) => (i % 2 === 0 ? 'bright' : 'dark')),
    });
    const { version, metrics } = await runOnGrid(storage, dataset, await openNodeWasm(), {
      family: 'cnn2d',
      task: 'classification',
      target: 'label',
      features: [],
      familyParams: { filters: [8, 8] },
      config: { epochs: 10, seed },
    });
    accuracies.push(metrics.valAccuracy as number);
    const rows = (await heldBack(storage, version)).slice(0, 50);
    for (const [method, all] of Object.entries(shares)) {
      const each: number[] = [];
      for (const row of rows) {
        const { values } = await explain(
          storage,
          version,
          dataset,
          method,
          row,
          method === 'occlusion' ? {} : { checks: false },
        );
        let [inside, whole] = [0, 0];
        for (const [at, value] of values.entries()) {
          if (value <= 0) continue;
          whole += value;
          if (masks[row]?.[at]) inside += value;
        }
        each.push(whole > 0 ? inside / whole : 0);
      }
      all.push(each.reduce((sum, value) => sum + value, 0) / each.length);
    }
  }
  console.log(JSON.stringify({ images: shares, accuracies }));
  for (const method of ['integratedGradients', 'expectedGradients', 'saliency'])
    expect(Math.min(...(shares[method] as number[])), method).toBeGreaterThanOrEqual(0.8);
}, 1_200_000);
