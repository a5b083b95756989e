/**
 * The files of a release, kept before anybody asks for them. One cache holds this release and the one before:
 * files that both have are stored once, and an old tab finds its hashed files until it is reloaded.
 */
import { precacheName } from '#/core/protocol/offlinePart';

export interface PrecachedFile {
  url: string;
  /** Of a file whose name does not tell what is in it: a hash of that. */
  revision?: string;
}

/** A release: the files that are kept ahead, and the addresses of those that are kept once somebody asked for them. */
export interface Release {
  atFirst: readonly PrecachedFile[];
  whenUsed: readonly string[];
}

export interface Precache {
  /** Whether the file is of this release. */
  has(pathname: string): boolean;
  /** Fetches what is not there yet; rejects when one file cannot be had, and the release before stays. */
  fill(): Promise<void>;
  /** This release is the one in use: what neither it nor the one before needs is given up. */
  settle(): Promise<void>;
  /** From the cache; when it was taken away, or never held, from the network. */
  answer(request: Request, pathname: string): Promise<Response>;
}

interface Deps {
  caches: CacheStorage;
  origin: string;
  fetch(request: Request): Promise<Response>;
}

/** Of the worker before ours. */
const formerCaches = 'workbox-precache';
/** Not an address of the studio: holds the lists of files of the release in use and of the one before. */
const releasesKey = '/.releases';
const atOnce = 6;

export function createPrecache({ atFirst, whenUsed }: Release, { caches, origin, fetch }: Deps): Precache {
  const keptWhenUsed = new Set(whenUsed);
  const keys = new Map(
    atFirst.map(({ url, revision }) => [url, revision ? `${url}?revision=${revision}` : url]),
  );
  const absolute = (key: string): string => new URL(key, origin).href;
  const open = () => caches.open(precacheName);

  async function add(cache: Cache, { url, revision }: PrecachedFile): Promise<void> {
    const key = absolute(keys.get(url) as string);
    if (await cache.match(key)) return;
    const request = new Request(absolute(url), {
      credentials: 'same-origin',
      cache: revision ? 'reload' : 'default',
    });
    const response = await fetch(request);
    if (!response.ok) throw new Error(`${url} answered ${response.status}: this release is not complete.`);
    await cache.put(key, response.redirected ? await withoutRedirect(response) : response);
  }

  return {
    has: (pathname) => keys.has(pathname) || keptWhenUsed.has(pathname),

    async fill() {
      const cache = await open();
      const queue = [...atFirst];
      const take = async (): Promise<void> => {
        for (let file = queue.shift(); file; file = queue.shift()) await add(cache, file);
      };
      await Promise.all(Array.from({ length: atOnce }, take));
    },

    async settle() {
      const cache = await open();
      const current = [...keys.values(), ...whenUsed];
      const stored = (await (await cache.match(absolute(releasesKey)))?.json()) as string[][] | undefined;
      const before = stored?.find((release) => release.join() !== current.join()) ?? [];
      await cache.put(absolute(releasesKey), Response.json([current, before]));
      const needed = new Set([...current, ...before, releasesKey].map(absolute));
      for (const { url } of await cache.keys()) if (!needed.has(url)) await cache.delete(url);
      for (const name of await caches.keys()) if (name.startsWith(formerCaches)) await caches.delete(name);
    },

    async answer(request, pathname) {
      const cache = await open();
      const kept = await cache.match(absolute(keys.get(pathname) ?? pathname));
      if (kept) return kept;
      const response = await fetch(request);
      // Where there is no room it works as well, only not offline.
      if (keptWhenUsed.has(pathname) && response.status === 200)
        await cache.put(absolute(pathname), response.clone()).catch(() => undefined);
      return response;
    },
  };
}

/** Browsers refuse a redirected answer for a page; hosts like to redirect /index.html to /. */
const withoutRedirect = async ({ body, headers, status, statusText }: Response): Promise<Response> =>
  new Response(body, { headers, status, statusText });
