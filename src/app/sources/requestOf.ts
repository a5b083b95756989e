/** What a person asked for, checked and parted into what may be written down and what may not. */
import type { SettingsRepository } from '#/core/protocol/storage';
import { TetradError } from '#/core/protocol/errors';
import { sources } from '#/core/sources/registry';
import type { SourceDef } from '#/core/sources/sourceDef';
import { keepKeys, keptKeys, keyPlaceOf } from './keyring';

export interface AskedSource {
  def: SourceDef;
  address: unknown;
  /** The address as it may be stored. */
  bare: unknown;
  keys: unknown;
  /** There is something that may not be stored. */
  isSecret: boolean;
}

export interface GivenSource {
  source: string;
  address: unknown;
  keys?: Record<string, string>;
  keepKeys?: boolean;
}

export async function askedSource(settings: SettingsRepository, given: GivenSource): Promise<AskedSource> {
  const def = sources.get(given.source, 'source');
  const parsed = def.address.safeParse(given.address);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new TetradError({
      code: 'badInput',
      message: `${def.title}: ${issue?.message ?? 'this address cannot be used'}`,
      place: ['address', ...(issue?.path ?? [])].map(String).join('.'),
    });
  }
  const address = parsed.data;
  const bare = def.bare(address);
  const place = keyPlaceOf(def, address);
  const typed = Object.fromEntries(Object.entries(given.keys ?? {}).filter(([, value]) => value !== ''));
  const hasTyped = Object.keys(typed).length > 0;
  if (hasTyped && given.keepKeys) await keepKeys(settings, place, typed);
  const keys = hasTyped ? typed : await keptKeys(settings, place);
  const isSecret = keys !== undefined || JSON.stringify(bare) !== JSON.stringify(address);
  return { def, address, bare, keys, isSecret };
}
