/**
 * What stands in a file is what an exported model is fed: labels and categories that look like numbers, words for missing,
 * infinite numbers. ONNX Runtime must answer them as the studio does.
 */
import { readFileSync } from 'node:fs';
import * as ort from 'onnxruntime-web';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import type { RawRow } from '#/core/protocol/model';
import { runOnnx } from '#/engine/ort/runOnnx';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`raw-text-${crypto.randomUUID()}`);
  provideServices(studio.services);
});
afterAll(() => studio.close());

const fixture = (name: string) =>
  readFileSync(new URL(`../src/formats/fixtures/cases/${name}`, import.meta.url));

async function trained(file: File, target: string, options?: object) {
  const { jobId, datasetId } = await run('datasets.import', {
    files: [file],
    ...(options && { options: { table: options } }),
  });
  expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
  const answer = await run('training.submit', {
    datasetId,
    target,
    family: 'linear',
    training: { backend: 'cpu' },
  });
  expect((await run('jobs.wait', { id: answer.jobId })).error).toBeUndefined();
  return answer.modelId;
}

/** Both answers to rows of raw cells: the studio's, and the file's fed the very texts. */
async function both(modelId: string, rows: RawRow[], numbers: string[] = []) {
  const { predictions } = await run('inference.predict', { modelId, rows });
  const { files, report } = await run('models.export', { modelId });
  expect(report.parity?.passed).toBe(true);
  const names = Object.keys(rows[0] ?? {});
  const [ran] = await runOnnx(
    files[0]?.bytes as Uint8Array<ArrayBuffer>,
    [
      names.map((name) => {
        const cells = rows.map((row) => row[name]);
        const dims: [number, number] = [rows.length, 1];
        return numbers.includes(name)
          ? { name, type: 'float64' as const, data: Float64Array.from(cells, Number), dims }
          : { name, type: 'string' as const, data: cells.map(String), dims };
      }),
    ],
    { provider: 'wasm', load: async () => ort },
  );
  const labels = [...(ran?.outputs.values() ?? [])].find(({ data }) => typeof data[0] === 'string');
  const shares = ran?.outputs.get('probabilities')?.data as Float32Array;
  const width = shares.length / rows.length;
  return {
    studio: predictions.map(({ value }) => value),
    file: Array.from(labels?.data ?? []),
    difference: Math.max(
      ...predictions.flatMap(({ probabilities = [] }, i) =>
        probabilities.map((share, k) => Math.abs(share - (shares[i * width + k] ?? Number.NaN))),
      ),
    ),
  };
}

test('categories that look like numbers are told apart, alike in the file', async () => {
  const text = fixture('category-number-look.csv');
  const modelId = await trained(new File([text], 'category-number-look.csv'), 'y');
  const rows = text
    .toString()
    .trim()
    .split('\n')
    .slice(1, 60)
    .map((line) => ({ code: line.split(',')[0] as string, x: 0 }));
  const odd = ['193', '1e2', '100', '2.5', '+5', 'NA', '?'].map((code) => ({ code, x: 0 }));
  const found = await both(modelId, [...rows, ...odd], ['x']);
  expect(found.file).toEqual(found.studio);
  expect(found.difference).toBeLessThan(1e-5);
  expect(new Set(found.studio).size).toBeGreaterThan(1);
});

test('labels that look like numbers stay as they are written', async () => {
  const modelId = await trained(new File([fixture('code_target.csv')], 'code_target.csv'), 'code');
  const found = await both(modelId, [{ x: 0 }, { x: 11 }, { x: 30 }], ['x']);
  expect(found.file).toEqual(found.studio);
  const { versions } = await run('models.get', { id: modelId });
  expect(versions[0]?.task.labels).toEqual(expect.arrayContaining(['1E2', '100']));
});

test('words the column takes for missing are missing in the file too, and infinite numbers far', async () => {
  const lines = Array.from(
    { length: 80 },
    (_, i) => `${['red', 'blue', 'unknown'][i % 3]},${i % 7},${i % 3 ? 'b' : 'a'}`,
  );
  const modelId = await trained(new File([`colour,n,y\n${lines.join('\n')}\n`], 'colours.csv'), 'y', {
    columns: { colour: { missing: ['unknown'] } },
  });
  const found = await both(
    modelId,
    [
      { colour: 'unknown', n: 1 },
      { colour: 'N/A', n: 1 },
      { colour: 'red', n: Number.POSITIVE_INFINITY },
      { colour: 'red', n: Number.NEGATIVE_INFINITY },
      { colour: 'blue', n: 1e300 },
    ],
    ['n'],
  );
  expect(found.file).toEqual(found.studio);
  expect(found.difference).toBeLessThan(1e-5);
});
