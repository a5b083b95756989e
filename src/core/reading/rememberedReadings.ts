/** What somebody chose for the reading of files of one shape: the next one like it is read alike. */
import { z } from 'zod';
import type { SettingsRepository } from '../protocol/storage';
import { readOptions, type ReadOptions } from './readOptions';

const key = 'readings';
const most = 50;

export const rememberedReading = z.object({
  /** SHA-256 of what `shapeOf` gives. */
  shape: z.string(),
  /** The file that it was chosen for. */
  fileName: z.string(),
  options: readOptions,
  at: z.number(),
});
export type RememberedReading = z.infer<typeof rememberedReading>;

type Settings = Pick<SettingsRepository, 'get' | 'set'>;

/** What is stored and does not fit any more counts as forgotten. */
async function readAll(settings: Pick<Settings, 'get'>): Promise<RememberedReading[]> {
  const stored = await settings.get(key);
  if (!Array.isArray(stored)) return [];
  return stored.flatMap((entry) => {
    const parsed = rememberedReading.safeParse(entry);
    return parsed.success ? [parsed.data] : [];
  });
}

export async function recallReading(
  settings: Pick<Settings, 'get'>,
  shape: string,
): Promise<RememberedReading | undefined> {
  const hash = await hashOf(shape);
  return (await readAll(settings)).find((entry) => entry.shape === hash);
}

/** Nothing chosen: forgets. The newest come first; beyond fifty the oldest is forgotten. */
export async function rememberReading(
  settings: Settings,
  { shape, fileName, options }: { shape: string; fileName: string; options: ReadOptions },
): Promise<void> {
  const hash = await hashOf(shape);
  const others = (await readAll(settings)).filter((entry) => entry.shape !== hash);
  const isEmpty = Object.keys(options).length === 0;
  const kept = isEmpty ? others : [{ shape: hash, fileName, options, at: Date.now() }, ...others];
  await settings.set(key, kept.slice(0, most));
}

/** Names of columns may be long and many; they are not kept. */
async function hashOf(shape: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(shape));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
