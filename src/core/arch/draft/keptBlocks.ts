/** Blocks of layers by name, kept with the studio. */
import { z } from 'zod';
import { TetradError } from '../../protocol/errors';
import type { SettingsRepository } from '../../protocol/storage';
import { type DraftBlock, draftBlock } from './draftBlock';

export const keptBlocks = z.array(draftBlock).max(200);

const key = 'architectures.blocks';

/** By name. What is stored and cannot be read counts as none. */
export async function readBlocks(settings: Pick<SettingsRepository, 'get'>): Promise<DraftBlock[]> {
  const parsed = keptBlocks.safeParse(await settings.get(key));
  return parsed.success ? parsed.data.toSorted((a, b) => a.name.localeCompare(b.name, 'en')) : [];
}

/** In place of one of that name; without layers it is forgotten. */
export async function writeBlock(
  settings: SettingsRepository,
  name: string,
  block: Omit<DraftBlock, 'name'> | undefined,
): Promise<DraftBlock[]> {
  const before = await readBlocks(settings);
  const others = before.filter((one) => one.name !== name);
  if (!block && others.length === before.length)
    throw new TetradError({
      code: 'notFound',
      message: `There is no block "${name.slice(0, 60)}".`,
      place: 'name',
      hint: before.length > 0 ? `There are: ${before.map((one) => one.name).join(', ')}.` : 'None is kept.',
    });
  await settings.set(key, block ? [...others, { name, ...block }] : others);
  return await readBlocks(settings);
}
