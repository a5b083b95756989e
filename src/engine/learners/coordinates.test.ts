import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Storage } from '#/core/protocol/storage';
import { normals } from '#/core/random/random';
import { openStorage } from '#/storage/openStorage';
import type { TableColumn } from '../train/fixtures/storeTable';
import { runSubmitted, submitTraining } from '../train/fixtures/trainTable';

let storage: Storage;
beforeAll(async () => {
  storage = await openStorage({ name: 'coordinates-test', blobs: 'dexie' });
});
afterAll(() => storage.close());

const [rows, width] = [80, 12];
const drawn = normals(1, 'rows', 0, rows * width);
const noise = normals(1, 'noise', 0, rows);
const valueOf = (row: number, i: number) => drawn[row * width + i] as number;
const columns: TableColumn[] = [
  ...Array.from({ length: width }, (_, i) => ({
    field: { name: `x${i}`, type: 'numeric' as const, role: 'feature' as const },
    cells: Array.from({ length: rows }, (_, row) => valueOf(row, i)),
  })),
  {
    field: { name: 'y', type: 'numeric', role: 'target' },
    cells: Array.from(
      { length: rows },
      (_, row) => 3 * valueOf(row, 0) - 2 * valueOf(row, 5) + 0.5 * (noise[row] as number),
    ),
  },
];

async function trained(familyParams: Record<string, number>) {
  const request = await submitTraining(storage, columns, {
    target: 'y',
    task: 'regression',
    features: columns.slice(0, -1).map(({ field }) => field.name),
    family: 'elasticNet',
    familyParams,
  });
  const { events, result } = await runSubmitted(storage, request);
  const run = await storage.runs.get(request.runId);
  const left = run?.warnings?.find((text) => text.startsWith('Left out'));
  return { epochs: events.filter(({ kind }) => kind === 'epoch').length, result, left };
}

it('keeps the inputs that count, and chooses how strongly by the validation rows', async () => {
  const lasso = await trained({ strength: 0.1, lassoShare: 1 });
  expect(lasso.epochs).toBe(1);
  expect(lasso.left).toMatch(/^Left out: 10 of 12 inputs/);
  const chosen = await trained({ strength: 0, lassoShare: 1 });
  expect(chosen.epochs).toBe(30);
  expect(chosen.result.metrics.valLoss).toBeLessThan(lasso.result.metrics.valLoss ?? 0);
  expect(chosen.result.metrics.valR2).toBeGreaterThan(0.95);
});
