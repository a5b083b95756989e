import 'fake-indexeddb/auto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Storage } from '#/core/protocol/storage';
import { openStorage } from '#/storage/openStorage';
import { modelsSetAlias } from './commands/modelsSetAlias';
import { runsUpdate } from './commands/runsUpdate';
import { modelsUpdate } from './commands/modelsUpdate';
import type { AppServices } from './services';

let storage: Storage;
beforeAll(async () => {
  storage = await openStorage({ name: 'edits', blobs: 'dexie' });
});
afterAll(() => storage.close());
const services = () => ({ storage }) as AppServices;

test('the slower of two who edit the same field is told, and nothing is overwritten', async () => {
  const { id, notes } = await storage.models.create({ name: 'm', family: 'mlp' });
  await modelsUpdate.run(services(), { id, notes: 'hers', was: { notes } });
  const slower = modelsUpdate.run(services(), { id, name: 'n', notes: 'his', was: { notes } });
  await expect(slower).rejects.toMatchObject({ code: 'conflict', message: /to “hers”/, place: 'notes of m' });
  expect(await storage.models.get(id)).toMatchObject({ name: 'm', notes: 'hers' });
  // Another field is nobody's conflict, and without `was` the last word counts.
  await modelsUpdate.run(services(), { id, tags: ['a'], was: { tags: [] } });
  await modelsUpdate.run(services(), { id, notes: 'his' });
  expect(await storage.models.get(id)).toMatchObject({ notes: 'his', tags: ['a'] });
});

test('tags of a run are compared whatever their order', async () => {
  const run = await storage.runs.create({
    jobId: 'j',
    name: 'r',
    modelId: 'm',
    datasetId: 'd',
    datasetVersionId: 'v',
    config: {} as never,
    task: { type: 'regression', target: 'y' },
    tags: { a: '1', b: '2' },
  });
  await runsUpdate.run(services(), { id: run.id, tags: { a: '1' }, was: { tags: { b: '2', a: '1' } } });
  await expect(
    runsUpdate.run(services(), { id: run.id, tags: {}, was: { tags: { b: '2', a: '1' } } }),
  ).rejects.toMatchObject({ code: 'conflict' });
  expect((await storage.runs.get(run.id))?.tags).toEqual({ a: '1' });
});

test('an alias moves only from where it was seen', async () => {
  const { id: modelId } = await storage.models.create({ name: 'm', family: 'mlp' });
  const move = (versionId: string | null, was?: string | null) =>
    modelsSetAlias.run(services(), { modelId, alias: 'champion', versionId, was });
  await expect(move(null, 'elsewhere')).rejects.toMatchObject({ code: 'conflict' });
  await move(null, null);
  expect(await storage.models.moves(modelId)).toEqual([]);
});
