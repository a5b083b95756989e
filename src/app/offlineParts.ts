/**
 * Parts of the studio that are kept on this machine once they were used, or all at once. The service worker serves them
 * (src/serviceWorker); the build lists them in /offline.json (scripts/vite/offline.ts).
 */
import { z } from 'zod';
import { TetradError } from '#/core/protocol/errors';
import { type OfflinePart, precacheName } from '#/core/protocol/offlinePart';

const listed: z.ZodType<OfflinePart[]> = z.array(
  z.object({ title: z.string(), bytes: z.number(), urls: z.array(z.string()) }),
);

export interface KeptPart extends OfflinePart {
  /** Those of `urls` that are not kept. */
  missing: string[];
}

/** undefined where nothing is kept: no service worker, or a build for development. */
export async function readOfflineParts(): Promise<KeptPart[] | undefined> {
  if (typeof caches === 'undefined' || !navigator.serviceWorker?.controller) return undefined;
  const response = await fetch('/offline.json').catch(() => undefined);
  if (!response?.ok) return undefined;
  const parts = listed.parse(await response.json());
  const cache = await caches.open(precacheName);
  return Promise.all(
    parts.map(async (part) => {
      const kept = await Promise.all(part.urls.map((url) => cache.match(url)));
      return { ...part, missing: part.urls.filter((_, i) => !kept[i]) };
    }),
  );
}

/** Fetches what is missing, one file after another; what arrived stays when one cannot be had. */
export async function keepOfflineParts(): Promise<KeptPart[]> {
  const parts = await readOfflineParts();
  if (!parts)
    throw new TetradError({
      code: 'unsupported',
      message: 'This browser keeps nothing of the studio for offline use.',
      hint: 'A private window or a policy may forbid service workers; open the studio in a normal window.',
    });
  const cache = await caches.open(precacheName);
  for (const { title, missing } of parts)
    for (const url of missing) {
      await cache.add(url).catch((cause: unknown) => {
        throw new TetradError(
          {
            code: isFull(cause) ? 'quota' : 'offline',
            message: `${title} could not be kept: ${cause instanceof Error ? cause.message : String(cause)}`,
            place: url,
            hint: isFull(cause)
              ? 'Free space, then ask again; what arrived is kept.'
              : 'Go online, then ask again; what arrived is kept.',
          },
          { cause },
        );
      });
    }
  return parts;
}

const isFull = (thrown: unknown): boolean =>
  thrown instanceof DOMException && thrown.name === 'QuotaExceededError';
