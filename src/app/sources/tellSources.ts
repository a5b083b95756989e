/** Everything a person may want to know of sources: what there is, what is allowed, what left, what is kept. */
import { z } from 'zod';
import type { SettingsRepository } from '#/core/protocol/storage';
import { sources } from '#/core/sources/registry';
import { readAllowed } from './allowedHosts';
import { readFetched } from './fetchedFiles';
import { keptKeyPlaces } from './keyring';
import { readTraffic } from './traffic';

export async function tellSources(settings: SettingsRepository) {
  const schema = (type: z.ZodType) => z.toJSONSchema(type, { io: 'input', unrepresentable: 'any' });
  return {
    sources: sources.all.map(({ type, title, about, address, keys, listing }) => ({
      type,
      title,
      about,
      address: schema(address) as Record<string, unknown>,
      keys: keys ? (schema(keys) as Record<string, unknown>) : null,
      lists: listing !== undefined,
    })),
    allowed: await readAllowed(settings),
    traffic: await readTraffic(settings),
    kept: (await readFetched(settings)).map(({ name, url, sha256, bytes, at }) => ({
      name,
      url,
      sha256,
      bytes,
      at,
    })),
    keptKeys: await keptKeyPlaces(settings),
  };
}
