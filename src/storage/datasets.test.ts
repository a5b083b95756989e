import { freshStorage } from './fixtures/freshStorage';
import { bytesOf, datasetVersion, modelVersion, run } from './fixtures/records';
import { expect, it } from 'vitest';

it('keeps versions immutable, numbered and hashed; the latest is known', async () => {
  const { datasets, blobs } = await freshStorage();
  const dataset = await datasets.create({ name: 'iris', kind: 'tabular' });
  expect(dataset.latestVersionId).toBeUndefined();
  const chunk = await blobs.put(bytesOf('a'));
  const first = await datasets.commitVersion(datasetVersion(dataset.id, [chunk]));
  const second = await datasets.commitVersion(datasetVersion(dataset.id, [chunk, chunk]));
  expect([first.number, second.number]).toEqual([1, 2]);
  expect(first.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(second.hash).not.toBe(first.hash);
  expect((await datasets.get(dataset.id))?.latestVersionId).toBe(second.id);
  expect((await datasets.versions(dataset.id)).map(({ id }) => id)).toEqual([second.id, first.id]);
  expect((await datasets.version(first.id))?.schema.columns[0]?.name).toBe('__proto__');
});

it('gives concurrent commits different numbers', async () => {
  const { datasets, blobs } = await freshStorage();
  const { id } = await datasets.create({ name: 'iris', kind: 'tabular' });
  const chunk = await blobs.put(bytesOf('a'));
  const commits = Array.from({ length: 10 }, () => datasets.commitVersion(datasetVersion(id, [chunk])));
  const numbers = (await Promise.all(commits)).map((version) => version.number).sort((a, b) => a - b);
  expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

it('refuses a manifest whose bytes are not there, and one for a deleted dataset', async () => {
  const { datasets, blobs } = await freshStorage();
  const { id } = await datasets.create({ name: 'iris', kind: 'tabular' });
  const nowhere = { hash: 'f'.repeat(64), bytes: 3 };
  await expect(datasets.commitVersion(datasetVersion(id, [nowhere]))).rejects.toMatchObject({
    code: 'corrupt',
  });
  const chunk = await blobs.put(bytesOf('a'));
  await datasets.delete(id);
  await expect(datasets.commitVersion(datasetVersion(id, [chunk]))).rejects.toMatchObject({
    code: 'notFound',
  });
  expect(await datasets.versions(id)).toEqual([]);
});

it('loses no update of many at once', async () => {
  const { datasets } = await freshStorage();
  const { id } = await datasets.create({ name: 'iris', kind: 'tabular' });
  await Promise.all(
    Array.from({ length: 30 }, (_, at) =>
      datasets.update(id, (current) => ({ tags: [...current.tags, `tag${at}`] })),
    ),
  );
  expect((await datasets.get(id))?.tags).toHaveLength(30);
});

it('never changes what is fixed', async () => {
  const { datasets } = await freshStorage();
  const dataset = await datasets.create({ name: 'iris', kind: 'tabular' });
  const smuggled = { name: 'x', id: 'other', kind: 'images', createdAt: 0 } as { name: string };
  expect(await datasets.update(dataset.id, smuggled)).toMatchObject({
    id: dataset.id,
    kind: 'tabular',
    createdAt: dataset.createdAt,
    name: 'x',
  });
});

it('lists newest first, names dependants, deletes with all versions', async () => {
  const { datasets, runs, models, blobs } = await freshStorage();
  const older = await datasets.create({ name: 'a', kind: 'tabular', createdAt: 1 });
  const newer = await datasets.create({ name: 'b', kind: 'tabular', createdAt: 2 });
  expect((await datasets.list()).map(({ id }) => id)).toEqual([newer.id, older.id]);
  const chunk = await blobs.put(bytesOf('a'));
  await datasets.commitVersion(datasetVersion(older.id, [chunk]));
  const model = await models.create({ name: 'm', family: 'mlp' });
  const made = await runs.create(run(older.id, model.id));
  await models.commitVersion({ ...modelVersion(model.id, made.id, chunk), datasetId: older.id });
  expect(await datasets.dependants(older.id)).toEqual({
    runs: [{ id: made.id, name: 'run one' }],
    models: [{ id: model.id, name: 'm' }],
  });
  expect(await datasets.dependants(newer.id)).toEqual({ runs: [], models: [] });
  await datasets.delete(older.id);
  expect(await datasets.get(older.id)).toBeUndefined();
  expect(await datasets.versions(older.id)).toEqual([]);
});
