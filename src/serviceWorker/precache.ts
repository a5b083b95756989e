/**
 * The files of a release, kept before anybody asks for them. One cache holds this release and the one before:
 * files that both have are stored once, and an old tab finds its hashed files until it is reloaded.
 */
export interface PrecachedFile {
  url: string;
  /** Of a file whose name does not tell what is in it: a hash of that. */
  revision?: string;
}

export interface Precache {
  /** Whether this release holds the file. */
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

const cacheName = 'tetrad-precache';
/** Of the worker before ours. */
const formerCaches = 'workbox-precache';
/** Not an address of the studio: holds the lists of files of the release in use and of the one before. */
const releasesKey = '/.releases';
const atOnce = 6;

export function createPrecache(files: readonly PrecachedFile[], { caches, origin, fetch }: Deps): Precache {
  const keys = new Map(
    files.map(({ url, revision }) => [url, revision ? `${url}?revision=${revision}` : url]),
  );
  const absolute = (key: string): string => new URL(key, origin).href;
  const open = () => caches.open(cacheName);

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
    has: (pathname) => keys.has(pathname),

    async fill() {
      const cache = await open();
      const queue = [...files];
      const take = async (): Promise<void> => {
        for (let file = queue.shift(); file; file = queue.shift()) await add(cache, file);
      };
      await Promise.all(Array.from({ length: atOnce }, take));
    },

    async settle() {
      const cache = await open();
      const current = [...keys.values()];
      const stored = (await (await cache.match(absolute(releasesKey)))?.json()) as string[][] | undefined;
      const before = stored?.find((release) => release.join() !== current.join()) ?? [];
      await cache.put(absolute(releasesKey), Response.json([current, before]));
      const needed = new Set([...current, ...before, releasesKey].map(absolute));
      for (const { url } of await cache.keys()) if (!needed.has(url)) await cache.delete(url);
      for (const name of await caches.keys()) if (name.startsWith(formerCaches)) await caches.delete(name);
    },

    async answer(request, pathname) {
      const cache = await open();
      return (await cache.match(absolute(keys.get(pathname) ?? pathname))) ?? (await fetch(request));
    },
  };
}

/** Browsers refuse a redirected answer for a page; hosts like to redirect /index.html to /. */
const withoutRedirect = async ({ body, headers, status, statusText }: Response): Promise<Response> =>
  new Response(body, { headers, status, statusText });
