import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import * as ort from 'onnxruntime-web';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Storage } from '#/core/protocol/storage';
import { normals } from '#/core/random/random';
import { openStorage } from '#/storage/openStorage';
import { exportVersion } from '../export/exportVersion';
import { runOnnx } from '../ort/runOnnx';
import { openModel } from '../predict/openModel';
import type { TableColumn } from '../train/fixtures/storeTable';
import { runSubmitted, submitTraining, type Wanted } from '../train/fixtures/trainTable';

let storage: Storage;
beforeAll(async () => {
  storage = await openStorage({ name: 'margin-test', blobs: 'dexie' });
});
afterAll(() => storage.close());

const rows = 300;
const [a, b, noise] = ['a', 'b', 'noise'].map((name) => Array.from(normals(5, name, 0, rows))) as [
  number[],
  number[],
  number[],
];
const bent = (row: number) => (a[row] as number) ** 2 + (b[row] as number);
const column = (
  name: string,
  type: TableColumn['field']['type'],
  cells: TableColumn['cells'],
): TableColumn => ({
  field: { name, type, role: 'feature' },
  cells,
});
const table = [
  column('a', 'numeric', a),
  column(
    'b',
    'numeric',
    b.map((value, row) => (row % 19 === 0 ? null : value)),
  ),
  column(
    'group',
    'categorical',
    a.map((_, row) => `g${row % 3}`),
  ),
  column(
    'two',
    'categorical',
    a.map((_, row) => (bent(row) > 0.8 ? 'in' : 'out')),
  ),
  column(
    'three',
    'categorical',
    a.map((_, row) => (bent(row) > 1.5 ? 'high' : bent(row) > 0.3 ? 'middle' : 'low')),
  ),
  column(
    'number',
    'numeric',
    a.map((_, row) => bent(row) + 0.1 * (noise[row] as number)),
  ),
];
const base = { features: ['a', 'b', 'group'], config: { testSplit: 0.2 } };

it.each<[string, Wanted]>([
  ['two labels', { ...base, target: 'two', task: 'classification', family: 'supportVectors' }],
  ['three labels', { ...base, target: 'three', task: 'classification', family: 'supportVectors' }],
  ['numbers', { ...base, target: 'number', task: 'regression', family: 'supportVectors' }],
  ['odd rows', { ...base, target: '', task: 'anomaly', family: 'oneClass' }],
])('support vectors learn %s, and leave as a file that answers alike', async (_, wanted) => {
  const { result } = await runSubmitted(storage, await submitTraining(storage, table, wanted));
  const { testAccuracy, testR2, trainOddShare } = result.metrics;
  if (wanted.task === 'classification') expect(testAccuracy).toBeGreaterThan(0.8);
  else if (wanted.task === 'regression') expect(testR2).toBeGreaterThan(0.8);
  else expect(trainOddShare).toBeGreaterThan(0);
  const model = await openModel(result.modelVersionId, storage);
  const options = {
    format: 'onnx',
    opset: 21,
    dynamicBatch: true,
    conv4d: 'folded',
    metadata: true,
  } as const;
  const { report } = await exportVersion(model, undefined, options, storage, (bytes, batches) =>
    runOnnx(bytes, batches, { provider: 'wasm', load: async () => ort }),
  );
  expect(report.parity).toMatchObject({ passed: true });
});
