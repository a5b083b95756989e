import { freshStorage } from './fixtures/freshStorage';
import { bytesOf, modelVersion, run } from './fixtures/records';
import { expect, it } from 'vitest';

async function twoVersions() {
  const storage = await freshStorage();
  const { models, runs, blobs } = storage;
  const weights = await blobs.put(bytesOf('weights'));
  const model = await models.create({ name: 'm', family: 'mlp' });
  const made = await runs.create(run('dataset', model.id));
  const one = await models.commitVersion(modelVersion(model.id, made.id, weights));
  const two = await models.commitVersion(modelVersion(model.id, made.id, weights));
  return { ...storage, model, made, one, two, weights };
}

it('moves aliases with history; rollback is moving back', async () => {
  const { models, model, one, two } = await twoVersions();
  expect((await models.setAlias(model.id, 'champion', one.id)).aliases).toEqual({ champion: one.id });
  await models.setAlias(model.id, 'champion', two.id);
  await models.setAlias(model.id, 'champion', one.id);
  await models.setAlias(model.id, 'champion', one.id);
  expect((await models.get(model.id))?.aliases).toEqual({ champion: one.id });
  expect((await models.moves(model.id)).map(({ from, to }) => [from, to])).toEqual([
    [two.id, one.id],
    [one.id, two.id],
    [undefined, one.id],
  ]);
  await models.setAlias(model.id, 'champion', null);
  expect((await models.get(model.id))?.aliases).toEqual({});
});

it('refuses aliases that are no names, and versions of other models', async () => {
  const { models, model, one } = await twoVersions();
  for (const alias of ['__proto__', '', '1st', 'a b', 'x'.repeat(41)])
    await expect(models.setAlias(model.id, alias, one.id)).rejects.toMatchObject({ code: 'badInput' });
  const other = await models.create({ name: 'other', family: 'mlp' });
  await expect(models.setAlias(other.id, 'champion', one.id)).rejects.toMatchObject({ code: 'notFound' });
  await models.setAlias(model.id, 'constructor', one.id);
  expect((await models.resolve(model.id, { alias: 'constructor' })).id).toBe(one.id);
  await expect(models.resolve(other.id, { alias: 'constructor' })).rejects.toMatchObject({
    code: 'notFound',
  });
});

it('deletes a version only when no alias points at it', async () => {
  const { models, model, one, two } = await twoVersions();
  await models.setAlias(model.id, 'champion', one.id);
  await expect(models.deleteVersion(one.id)).rejects.toMatchObject({
    code: 'conflict',
    message: 'Version 1 is in use as champion.',
  });
  expect(await models.version(one.id)).toBeDefined();
  await models.setAlias(model.id, 'champion', two.id);
  await models.deleteVersion(one.id);
  expect((await models.versions(model.id)).map(({ number }) => number)).toEqual([2]);
});

it('resolves number, alias, champion, latest, and says what there is', async () => {
  const { models, model, one, two } = await twoVersions();
  expect((await models.resolve(model.id)).id).toBe(two.id);
  await models.setAlias(model.id, 'champion', one.id);
  expect((await models.resolve(model.id)).id).toBe(one.id);
  expect((await models.resolve(model.id, { number: 2 })).id).toBe(two.id);
  await expect(models.resolve(model.id, { number: 7 })).rejects.toMatchObject({
    message: 'Model m has no version 7.',
    hint: 'It has versions 1, 2 and aliases champion.',
  });
});

it('commits version, alias and run together, and then needs no checkpoint', async () => {
  const { models, runs, checkpoints, model, made, weights } = await twoVersions();
  await checkpoints.put({ runId: made.id, step: 5, epoch: 1, state: {}, blobs: [weights] });
  const version = await models.commitVersion(modelVersion(model.id, made.id, weights), {
    alias: 'champion',
    run: { status: 'finished', finishedAt: 7, summary: { valLoss: 0.5 } },
  });
  expect((await models.get(model.id))?.aliases).toEqual({ champion: version.id });
  expect(await runs.get(made.id)).toMatchObject({
    modelVersionId: version.id,
    status: 'finished',
    summary: { valLoss: 0.5 },
    name: 'run one',
  });
  expect(await checkpoints.get(made.id)).toBeUndefined();
});

it('updates, lists dependants, deletes with versions and history', async () => {
  const { models, runs, model, made, one } = await twoVersions();
  const seen = await models.update(model.id, { notes: 'good', tags: ['a'] });
  expect(seen).toMatchObject({ notes: 'good', tags: ['a'], aliases: {} });
  expect((await models.updateVersion(one.id, { notes: 'first' })).notes).toBe('first');
  expect(await models.dependants(model.id)).toEqual({ runs: [{ id: made.id, name: 'run one' }] });
  await models.delete(model.id);
  expect(await models.get(model.id)).toBeUndefined();
  expect(await models.version(one.id)).toBeUndefined();
  expect(await models.moves(model.id)).toEqual([]);
  expect(await runs.get(made.id)).toBeDefined();
});
