import { expect, it } from 'vitest';
import { readViews, writeView } from './savedViews';

it('keeps views by name, replaces one of the same name, forgets one, reads damage as none', async () => {
  const stored = new Map<string, unknown>();
  const settings = {
    get: async (key: string) => stored.get(key),
    set: async (key: string, value: unknown) => void stored.set(key, value),
    delete: async (key: string) => void stored.delete(key),
  };
  expect(await readViews(settings)).toEqual([]);
  await writeView(settings, 'night', { q: 'family = mlp' });
  await writeView(settings, 'best', { q: 'metrics.valAccuracy > 0.9' });
  expect(
    (await writeView(settings, 'night', { q: 'x' })).map(({ name, search }) => [name, search.q]),
  ).toEqual([
    ['best', 'metrics.valAccuracy > 0.9'],
    ['night', 'x'],
  ]);
  expect(await writeView(settings, 'best', undefined)).toHaveLength(1);
  await expect(writeView(settings, 'gone', undefined)).rejects.toMatchObject({ code: 'notFound' });
  stored.set('runs.views', [{ name: 3 }]);
  expect(await readViews(settings)).toEqual([]);
});
