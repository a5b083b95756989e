import { type NetworkBody, networkBody, networkOf } from '#/core/bodies/network';
import { freshStorage } from './fixtures/freshStorage';
import { bytesOf, datasetVersion, modelVersion } from './fixtures/records';
import { expect, it } from 'vitest';
import type { FittedGrid } from '#/core/grid/fittedGrid';
import type { NewDatasetVersion, NewModelVersion } from '#/core/protocol/storage';
import { canonicalJson } from './canonicalHash';

const grid: FittedGrid = {
  channels: [{ name: 'wind', unit: 'm/s', mean: 3, std: 2 }],
  size: [4, 3, 3, 1],
  horizon: 0,
};

async function hashesOfModels() {
  const { models, blobs } = await freshStorage();
  const weights = await blobs.put(bytesOf('weights'));
  const other = await blobs.put(bytesOf('weight2'));
  const { id } = await models.create({ name: 'm', family: 'mlp' });
  const base: NewModelVersion = {
    ...modelVersion(id, 'run', weights),
    input: { kind: 'spacetime4d', fitted: grid },
  };
  const hashOf = async (change: object) => (await models.commitVersion({ ...base, ...change })).hash;
  return { base, other, hashOf };
}

it('the hash of a model version covers the fitted grid: other means are another version', async () => {
  const { base, hashOf } = await hashesOfModels();
  const [channel] = grid.channels;
  const same = await hashOf({});
  expect(
    await hashOf({ input: { ...base.input, fitted: { ...grid, channels: [{ ...channel, mean: 3.5 }] } } }),
  ).not.toBe(same);
  expect(await hashOf({ input: { ...base.input, fitted: { ...grid, horizon: 1 } } })).not.toBe(same);
  expect(await hashOf({ input: { ...base.input, kind: 'tabular' } })).not.toBe(same);
});

it('the hash of a model version covers every member that answers, those of later releases too, and no other', async () => {
  const { base, other, hashOf } = await hashesOfModels();
  const network = networkOf(base) as NetworkBody;
  const same = await hashOf({});
  const changed: Partial<NewModelVersion> & Record<string, unknown> = {
    task: { type: 'regression', target: 'z' },
    inputs: [],
    input: { ...base.input, kind: 'tabular' },
    body: networkBody({ ...network, weights: { ...network.weights, blob: other } }),
    threshold: 0.3,
  };
  const hashes = [same];
  for (const [key, value] of Object.entries(changed)) hashes.push(await hashOf({ [key]: value }));
  expect(new Set(hashes).size).toBe(1 + Object.keys(changed).length);
  const notHashed: Partial<NewModelVersion> = {
    runId: 'another run',
    datasetId: 'another',
    datasetVersionId: 'another',
    datasetHash: 'another',
    metrics: { valLoss: 0 },
    sampleRows: [],
    notes: 'a note',
  };
  for (const [key, value] of Object.entries(notHashed))
    expect([key, await hashOf({ [key]: value })]).toEqual([key, same]);
});

it('the hash of a dataset version covers schema, chunks and what later releases add, and nothing that follows from them', async () => {
  const { datasets, blobs } = await freshStorage();
  const [one, two] = [await blobs.put(bytesOf('one')), await blobs.put(bytesOf('two'))];
  const { id } = await datasets.create({ name: 'd', kind: 'tabular' });
  const base = datasetVersion(id, [one]);
  const hashOf = async (change: object) => (await datasets.commitVersion({ ...base, ...change })).hash;
  const same = await hashOf({});
  const changed: Partial<NewDatasetVersion> & Record<string, unknown> = {
    schema: { ...base.schema, columns: [] },
    chunks: [{ ...two, rows: 1 }],
    encodings: ['utf-16'],
  };
  const hashes = [same];
  for (const [key, value] of Object.entries(changed)) hashes.push(await hashOf({ [key]: value }));
  expect(new Set(hashes).size).toBe(1 + Object.keys(changed).length);
  const notHashed: Partial<NewDatasetVersion> = {
    source: { ...base.source, fileName: 'copy.csv' },
    stats: [],
    issues: [{ severity: 'info', message: 'noticed' }],
    rows: 7,
    bytes: 7,
    reason: 'relabelled',
  };
  for (const [key, value] of Object.entries(notHashed))
    expect([key, await hashOf({ [key]: value })]).toEqual([key, same]);
});

it('canonical JSON tells numbers that JSON has none for apart', () => {
  expect(new Set([NaN, Infinity, -Infinity, null].map(canonicalJson)).size).toBe(4);
  expect(canonicalJson({ b: 1, a: [undefined, '2'] })).toBe('{"a":[null,"2"],"b":1}');
});
