/**
 * Keys of sources. They live in the memory of the tabs and go to nobody but the fetching worker; a person may ask to
 * keep them, and then they lie, readable, in this browser's storage. Records, logs and versions never hold them.
 */
import type { SettingsRepository } from '#/core/protocol/storage';
import type { SourceDef } from '#/core/sources/sourceDef';
import { withWriterLock } from '#/storage/locks';

/** What a request needs beside what may be written down. */
export interface Secret {
  address: unknown;
  keys?: unknown;
}

export const keptKeysKey = 'sources.keys';
const askTabsMs = 500;

interface KeptKeys {
  place: string;
  keys: unknown;
}

const secrets = new Map<string, Secret>();
const channelName = 'tetrad-keyring';
let channel: BroadcastChannel | undefined;

type Message = { wanted: string } | { id: string; secret: Secret };

/** Tabs help each other out: the one that runs the queue need not be the one where the keys were typed. */
function listen(): BroadcastChannel | undefined {
  if (channel || typeof window === 'undefined' || typeof BroadcastChannel === 'undefined') return channel;
  channel = new BroadcastChannel(channelName);
  channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    const secret = 'wanted' in data ? secrets.get(data.wanted) : undefined;
    if ('wanted' in data && secret) channel?.postMessage({ id: data.wanted, secret } satisfies Message);
  });
  return channel;
}

export function rememberSecret(secret: Secret): string {
  listen();
  const id = crypto.randomUUID();
  secrets.set(id, secret);
  return id;
}

/** From this tab, or from another one that is open. */
export async function secretOf(id: string): Promise<Secret | undefined> {
  const here = secrets.get(id);
  const open = listen();
  if (here || !open) return here;
  return await new Promise((resolve) => {
    const done = (secret?: Secret) => {
      open.removeEventListener('message', onMessage);
      clearTimeout(timer);
      if (secret) secrets.set(id, secret);
      resolve(secret);
    };
    const onMessage = ({ data }: MessageEvent<Message>) => {
      if ('id' in data && data.id === id) done(data.secret);
    };
    const timer = setTimeout(done, askTabsMs);
    open.addEventListener('message', onMessage);
    open.postMessage({ wanted: id } satisfies Message);
  });
}

/** What keys are kept for: one place, whichever folder of it is meant. */
export const keyPlaceOf = (def: SourceDef, address: unknown): string =>
  `${def.type} ${def.host(address)} ${def.origin(def.bare(address), '')}`;

const readKept = async (settings: SettingsRepository): Promise<KeptKeys[]> =>
  ((await settings.get(keptKeysKey)) as KeptKeys[] | undefined) ?? [];

export const keptKeyPlaces = async (settings: SettingsRepository): Promise<string[]> =>
  (await readKept(settings)).map(({ place }) => place);

/** undefined forgets them. */
export async function keepKeys(settings: SettingsRepository, place: string, keys: unknown): Promise<void> {
  await withWriterLock(keptKeysKey, async () => {
    const others = (await readKept(settings)).filter((kept) => kept.place !== place);
    await settings.set(keptKeysKey, keys === undefined ? others : [...others, { place, keys }]);
  });
}

export const keptKeys = async (settings: SettingsRepository, place: string): Promise<unknown> =>
  (await readKept(settings)).find((kept) => kept.place === place)?.keys;
