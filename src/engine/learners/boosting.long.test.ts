/** What boosted trees are worth with their defaults beside a linear model and a network, on test rows nothing was chosen by; five seeds. */
import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { families } from '#/core/families/registry';
import { makeChurn } from '#/core/samples/make/makeChurn';
import { makeHouses } from '#/core/samples/make/makeHouses';
import type { Storage } from '#/core/protocol/storage';
import type { TaskType } from '#/core/protocol/train';
import { openStorage } from '#/storage/openStorage';
import type { TableColumn } from '../train/fixtures/storeTable';
import { runSubmitted, submitTraining } from '../train/fixtures/trainTable';

const seeds = [1, 2, 3, 4, 5];

/** A generated table: no quotes, every column with one type. */
function columnsOf(csv: string): TableColumn[] {
  const [header = [], ...lines] = csv
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','));
  return header.map((name, i) => {
    const isNumber = lines.every((cells) => cells[i] === '' || Number.isFinite(Number(cells[i])));
    return {
      field: { name, type: isNumber ? 'numeric' : 'categorical', role: 'feature' },
      cells: lines.map((cells) =>
        cells[i] === '' ? null : isNumber ? Number(cells[i]) : (cells[i] ?? null),
      ),
    };
  });
}

async function testedBy(
  storage: Storage,
  columns: TableColumn[],
  family: string,
  { target, task, metric }: { target: string; task: TaskType; metric: string },
): Promise<number[]> {
  const features = columns.map(({ field }) => field.name).filter((name) => name !== target);
  const rows = columns[0]?.cells.length ?? 0;
  const defaults = families.get(family).defaults({ rows, width: features.length, task });
  const values: number[] = [];
  for (const seed of seeds) {
    const config = { ...defaults, seed, testSplit: 0.2, splitBy: 'random' };
    const request = await submitTraining(storage, columns, { target, task, features, family, config });
    const { result } = await runSubmitted(storage, request, { checkpointEveryMs: 1e9 });
    values.push(result.metrics[metric] ?? Number.NaN);
  }
  return values.sort((a, b) => a - b);
}

it.each([
  { name: 'churn', csv: makeChurn(), target: 'churned', task: 'classification', metric: 'testAccuracy' },
  { name: 'houses', csv: makeHouses(), target: 'price_eur', task: 'regression', metric: 'testR2' },
] as const)('on $name', { timeout: 3_600_000 }, async ({ name, csv, ...wanted }) => {
  const storage = await openStorage({ name: `boosting-${name}`, blobs: 'dexie' });
  const columns = columnsOf(csv);
  const found: Record<string, number[]> = {};
  for (const family of ['boostedTrees', 'linear', 'mlp']) {
    const values = await testedBy(storage, columns, family, wanted);
    found[family] = values;
    console.log(`${name}, ${family}: median ${values[2]?.toFixed(4)}, worst ${values[0]?.toFixed(4)}`);
  }
  expect(found.boostedTrees?.[2]).toBeGreaterThan((found.linear?.[2] ?? 0) - 0.02);
  storage.close();
});
