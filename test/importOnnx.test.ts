/** Models that others wrote (test/fixtures/onnx, python3-onnx), imported, asked, exported and deleted as a user would. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '#/app/run';
import { elementName } from '#/core/onnxFile/elementTypes';
import { readOnnxFile } from '#/core/onnxFile/readOnnxFile';
import { provideServices } from '#/app/services';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`onnx-${crypto.randomUUID()}`);
  provideServices(studio.services);
});
afterAll(() => studio.close());

const bytesOf = (name: string) => readFileSync(new URL(`./fixtures/onnx/${name}`, import.meta.url));
const fixture = (name: string) => new File([bytesOf(name)], name);

async function imported(...names: string[]): Promise<string> {
  const { jobId, modelId } = await run('models.import', { files: names.map(fixture) });
  const job = await run('jobs.wait', { id: jobId });
  expect(job.status, job.error?.message).toBe('completed');
  return modelId;
}

it('a model of two inputs is registered, asked, given another version, exported byte for byte, and deleted', async () => {
  const modelId = await imported('twoInputs.onnx');
  const { model, versions } = await run('models.get', { id: modelId });
  expect(model).toMatchObject({ name: 'twoInputs', family: 'onnx' });
  expect(versions[0]).toMatchObject({ number: 1, task: { target: 'best, shares' } });
  const arrays = {
    x: [
      [1, 2, 3],
      [0, 0, 0],
    ],
    shift: [0, 0, 9, 0],
  };
  const { predictions, warnings } = await run('inference.predict', { modelId, arrays });
  expect(warnings).toEqual([]);
  const [best, shares] = predictions[0]?.arrays ?? [];
  expect(best).toMatchObject({ name: 'best', dtype: 'int64', shape: [2] });
  expect([...(best?.data ?? [])][1]).toBe(2n);
  const sums = [0, 1].map((row) =>
    [...((shares?.data ?? []) as Float32Array)].slice(4 * row, 4 * row + 4).reduce((a, b) => a + b),
  );
  expect(sums[0]).toBeCloseTo(1, 5);
  expect(sums[1]).toBeCloseTo(1, 5);

  const again = await run('models.import', { files: [fixture('twoInputs.onnx')], modelId });
  await run('jobs.wait', { id: again.jobId });
  expect((await run('models.get', { id: modelId })).versions.map(({ number }) => number)).toEqual([2, 1]);

  const { files, report } = await run('models.export', { modelId, version: 1 });
  expect(Buffer.from(files[0]?.bytes ?? []).equals(bytesOf('twoInputs.onnx'))).toBe(true);
  expect(report.bytes).toBe(bytesOf('twoInputs.onnx').length);
  await run('models.setAlias', { modelId, alias: 'champion', versionId: versions[0]?.id ?? '' });
  await run('models.delete', { id: modelId });
  expect((await run('models.list', {})).some((entry) => entry.model.id === modelId)).toBe(false);
});

it('control flow and half precision run, with truth values given as such', async () => {
  const modelId = await imported('branches.onnx');
  const ask = async (add: boolean) => {
    const { predictions } = await run('inference.predict', { modelId, arrays: { add, x: [1, 1, 1] } });
    return [...(predictions[0]?.arrays?.[0]?.data ?? [])];
  };
  expect(await ask(true)).toEqual([2.5, -1, 1.25]);
  expect(await ask(false)).toEqual([1.5, -2, 0.25]);
});

it('weights in a file of their own come with it, or are asked for by name', async () => {
  const { jobId, modelId } = await run('models.import', { files: [fixture('beside.onnx')] });
  const failed = await run('jobs.wait', { id: jobId });
  expect(failed.error).toMatchObject({ code: 'notFound', place: 'beside.onnx' });
  expect(failed.error?.message).toContain('"beside.weights"');
  await expect(run('models.get', { id: modelId })).rejects.toThrow('no such model');

  const whole = await imported('beside.onnx', 'beside.weights');
  const x = new Float32Array(512).fill(2);
  const { predictions } = await run('inference.predict', { modelId: whole, arrays: { x } });
  expect(predictions[0]?.arrays?.[0]?.data[511]).toBe(1022);
  const { files } = await run('models.export', { modelId: whole });
  expect(files.map(({ name }) => name)).toEqual(['beside.onnx', 'beside.weights']);
});

it.each([
  [{ image: [1, 2] }, '"image" has 2 values, which do not fill its shape'],
  [{ image: [[[[1]]]] }, '"image" is [1, 1, 1, 1]'],
  [{ image: 'much' }, '"image" has 1 value'],
  [{ picture: [1] }, 'no input "picture"'],
  [{}, '"image" is missing'],
])('refuses %j in words', async (arrays, message) => {
  pictures ??= imported('picture.onnx');
  await expect(run('inference.predict', { modelId: await pictures, arrays })).rejects.toThrow(message);
});
let pictures: Promise<string> | undefined;

it('a file that is no model is refused, and nothing stays of it', async () => {
  const before = await run('models.list', {});
  const { jobId } = await run('models.import', { files: [new File(['a,b\n1,2\n'], 'table.onnx')] });
  expect((await run('jobs.wait', { id: jobId })).error?.message).toContain('no whole ONNX file');
  await expect(run('models.import', { files: [new File(['x'], 'a.pt')] })).rejects.toThrow(
    '"a.pt" is no model',
  );
  expect(await run('models.list', {})).toEqual(before);
});

const iris = readFileSync(new URL('../public/samples/iris.csv', import.meta.url));
const flower = { sepal_length_cm: 5.9, sepal_width_cm: 3, petal_length_cm: 4.2, petal_width_cm: 1.5 };

it('a file of our own is opened again as the network that it was; a changed one only as a file', {
  timeout: 240_000,
}, async () => {
  const { jobId, datasetId } = await run('datasets.import', { files: [new File([iris], 'iris.csv')] });
  await run('jobs.wait', { id: jobId });
  const trained = await run('training.submit', {
    datasetId,
    target: 'species',
    family: 'mlp',
    familyParams: { normalization: 'batchNorm' },
    training: { epochs: 2, backend: 'cpu' },
  });
  expect((await run('jobs.wait', { id: trained.jobId })).error).toBeUndefined();
  const { files } = await run('models.export', { modelId: trained.modelId });
  const bytes = files[0]?.bytes ?? new Uint8Array();
  const importIt = async (content: Uint8Array<ArrayBuffer>) => {
    const { jobId: importing, modelId } = await run('models.import', {
      files: [new File([content], 'iris.onnx')],
    });
    const job = await run('jobs.wait', { id: importing });
    expect(job.status, job.error?.message).toBe('completed');
    return await run('models.get', { id: modelId });
  };
  const sharesOf = async (modelId: string) =>
    (await run('inference.predict', { modelId, rows: [flower] })).predictions[0]?.probabilities ?? [];

  const { model, versions } = await importIt(bytes);
  expect(model.family).toBe('mlp');
  expect(versions[0]).toMatchObject({ body: { type: 'network' }, input: { kind: 'tabular' }, notes: '' });
  const [before, after] = [await sharesOf(trained.modelId), await sharesOf(model.id)];
  for (const [i, share] of after.entries()) expect(Math.abs(share - (before[i] ?? 0))).toBeLessThan(1e-6);
  // And trains on from there: at a rate that changes nothing it answers the same, which random weights would not.
  const further = await run('training.submit', {
    datasetId,
    target: 'species',
    family: 'mlp',
    familyParams: { normalization: 'batchNorm' },
    startFrom: versions[0]?.id ?? '',
    training: { epochs: 1, backend: 'cpu', learningRate: 1e-9, optimizer: 'sgd' },
  });
  expect((await run('jobs.wait', { id: further.jobId })).error).toBeUndefined();
  const later = await sharesOf(further.modelId);
  for (const [i, share] of later.entries()) expect(Math.abs(share - (before[i] ?? 0))).toBeLessThan(0.05);
  const again = await run('models.export', { modelId: model.id });
  expect(again.report.bytes).toBeGreaterThan(1000);

  // A number of the preprocessing, say: the file answers otherwise than its outline would.
  const changed = bytes.slice();
  const value = readOnnxFile(bytes).graph.initializers.find(
    ({ element }) => elementName(element) === 'double',
  );
  const raw = value && 'raw' in value.data ? value.data.raw : undefined;
  if (!raw) throw new Error('The file holds no double.');
  changed[raw.byteOffset + raw.length - 2] = (changed[raw.byteOffset + raw.length - 2] ?? 0) ^ 0x10;
  const other = await importIt(changed);
  expect(other.versions[0]).toMatchObject({ body: { type: 'onnx' }, input: { kind: 'tensors' } });
  expect(other.versions[0]?.notes).toContain('taken as a file like any other');
});
