/**
 * What Shapley values of an mlp take through the whole road of an explanation, WASM in Node: 30 columns, 100 background rows,
 * 2,048 coalitions; and how near a draw of coalitions comes to all of them with 10 columns. Time is told, not judged.
 */
import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import type { Contributions } from '#/core/explain/attribution';
import { additivityError } from '#/core/explain/summarize';
import { normals } from '#/core/random/random';
import { openNodeStudio } from '../../../test/support/nodeStudio';
import { openNodeWasm } from '../train/fixtures/nodeWasm';
import { explainVersion } from './explainVersion';

async function madeModel(width: number) {
  const studio = await openNodeStudio(`speed-${crypto.randomUUID()}`);
  provideServices(studio.services);
  const rows = 600;
  const columns = Array.from({ length: width }, (_, i) => normals(7, `c${i}`, 0, rows));
  const lines = Array.from({ length: rows }, (_, row) => {
    const x = columns.map((column) => column[row] as number);
    const [a = 0, b = 0, c = 0, d = 0] = x;
    return [...x.map((value) => value.toFixed(4)), a * b + c - d > 0 ? 'yes' : 'no'].join(',');
  });
  const head = [...columns.map((_, i) => `c${i}`), 'y'].join(',');
  const file = new File([[head, ...lines].join('\n')], 'table.csv');
  const { jobId, datasetId } = await run('datasets.import', { files: [file] });
  await run('jobs.wait', { id: jobId });
  const training = { epochs: 15, backend: 'cpu', seed: 1 } as const;
  const trained = await run('training.submit', { datasetId, target: 'y', family: 'mlp', training });
  expect((await run('jobs.wait', { id: trained.jobId })).status).toBe('completed');
  const [version] = (await run('models.get', { id: trained.modelId })).versions;
  if (!version) throw new Error('no version');
  const explain = async (method: string, params: Record<string, unknown>, sample?: number) => {
    const { attribution, ms } = await explainVersion(
      { modelVersionId: version.id, method, params, ...(sample !== undefined && { sample }) },
      {
        storage: studio.services.storage,
        emit: () => undefined,
        stopped: () => false,
        breathe: () => Promise.resolve(),
        open: openNodeWasm,
      },
    );
    return { found: attribution as Contributions, ms };
  };
  return { explain, close: () => studio.close() };
}

const valuesOf = ({ values }: Contributions): number[] => [...values].filter((_, i) => i % 2 === 0);

it('30 columns: seconds a row, and the values add up', async () => {
  const { explain, close } = await madeModel(30);
  const settings = { background: 100, coalitions: 2048 };
  await explain('shapleySummary', { ...settings, rows: 1 });
  const times: number[] = [];
  for (let i = 0; i < 3; i++) {
    const one = await explain('shapleySummary', { ...settings, rows: 1, seed: i });
    const more = await explain('shapleySummary', { ...settings, rows: 6, seed: i });
    times.push((more.ms - one.ms) / 5 / 1000);
    expect(additivityError(more.found)).toBeLessThan(1e-5);
  }
  console.log(JSON.stringify({ secondsARow: times }));
  close();
}, 600_000);

it('10 columns: a draw of 512 coalitions comes near to all 1,022', async () => {
  const { explain, close } = await madeModel(10);
  for (const sample of [0, 1, 2]) {
    const all = await explain('shapley', { background: 100, coalitions: 1022 }, sample);
    const some = await explain('shapley', { background: 100, coalitions: 512 }, sample);
    expect([all.found.exact, some.found.exact]).toEqual([true, false]);
    const [a, b] = [valuesOf(all.found), valuesOf(some.found)];
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const dot = (f: number[], g: number[]) =>
      f.reduce((sum, value, i) => sum + (value - mean(f)) * ((g[i] as number) - mean(g)), 0);
    const pearson = dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    console.log(JSON.stringify({ sample, pearson }));
    expect(pearson).toBeGreaterThan(0.99);
  }
  close();
}, 600_000);
