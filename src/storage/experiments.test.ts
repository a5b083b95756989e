import { expect, it } from 'vitest';
import { freshStorage } from './fixtures/freshStorage';
import { run } from './fixtures/records';

it('gives no two experiments one name, and moves the runs of a deleted one to the first', async () => {
  const { experiments, runs } = await freshStorage();
  const wide = await experiments.create('Wide');
  await expect(experiments.create('Wide')).rejects.toMatchObject({ code: 'conflict', place: 'name' });
  const other = await experiments.create('Other');
  await expect(experiments.rename(other.id, 'Wide')).rejects.toMatchObject({ code: 'conflict' });
  expect(await experiments.rename(other.id, 'Other')).toMatchObject({ name: 'Other' });
  const { id } = await runs.create({ ...run('d', 'm'), experimentId: wide.id });
  await experiments.delete(wide.id);
  expect((await runs.get(id))?.experimentId).toBe(experiments.defaultId);
  expect((await experiments.list()).map(({ name }) => name).sort()).toEqual(['Default', 'Other']);
  await expect(experiments.delete(experiments.defaultId)).rejects.toMatchObject({ place: 'id' });
  await expect(experiments.rename('gone', 'x')).rejects.toMatchObject({ code: 'notFound' });
});
