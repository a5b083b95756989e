/** Named views of the table of runs: what stands in its address, kept with the studio. */
import { z } from 'zod';
import { TetradError } from '../protocol/errors';
import type { SettingsRepository } from '../protocol/storage';

const savedView = z.object({
  name: z.string().trim().min(1).max(100),
  /** By name, as the address has them: q, columns, group, experiment, … */
  search: z.record(z.string(), z.string().max(10_000)),
});
export const savedViews = z.array(savedView).max(200);
export type SavedView = z.infer<typeof savedView>;

const key = 'runs.views';

/** By name. What is stored and cannot be read counts as none. */
export async function readViews(settings: Pick<SettingsRepository, 'get'>): Promise<SavedView[]> {
  const parsed = savedViews.safeParse(await settings.get(key));
  return parsed.success ? parsed.data.toSorted((a, b) => a.name.localeCompare(b.name, 'en')) : [];
}

/** In place of one of that name; `search` undefined forgets it. */
export async function writeView(
  settings: SettingsRepository,
  name: string,
  search: SavedView['search'] | undefined,
): Promise<SavedView[]> {
  const before = await readViews(settings);
  const others = before.filter((view) => view.name !== name);
  if (search === undefined && others.length === before.length)
    throw new TetradError({
      code: 'notFound',
      message: `There is no view "${name.slice(0, 60)}".`,
      place: 'name',
      hint:
        before.length > 0 ? `There are: ${before.map((view) => view.name).join(', ')}.` : 'None is saved.',
    });
  await settings.set(key, search === undefined ? others : [...others, { name, search }]);
  return await readViews(settings);
}
