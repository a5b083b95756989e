/**
 * The fetching worker's API over storage that is handed in. It is the only place that asks other hosts, and asks only
 * those that a person allowed: it reads that list itself, before each request, whoever the request comes from.
 */
import type { z } from 'zod';
import { TetradError } from '#/core/protocol/errors';
import { Pulse } from '#/core/protocol/heartbeat';
import {
  type AllowedHost,
  allowedHostsKey,
  type SourceApi,
  type SourceEvent,
} from '#/core/protocol/sourceApi';
import type { Storage } from '#/core/protocol/storage';
import type { Registry } from '#/core/registry/registry';
import { sources } from '#/core/sources/registry';
import type { FetchedFile, SourceDef } from '#/core/sources/sourceDef';
import { brokeOff, keptChanging, otherBytes, tooLarge } from '#/core/sources/sourceErrors';
import { nameInPath } from '#/core/sources/withoutSecrets';
import { Asking } from './asking';
import { askServer } from './askServer';
import { Changed, type Patience, standardPatience, transfer } from './transfer';

export type SourceStorage = Pick<Storage, 'blobs' | 'settings' | 'writing' | 'roomBytes'>;

/** Of one file. */
const mostBytes = 32 * 2 ** 30;
const progressEveryMs = 100;

export interface SourceOptions {
  among?: Registry<SourceDef>;
  patience?: Patience;
  /** Of the page, for what is said of CORS. */
  pageOrigin?: string;
}

export function createSourceService(
  openStorage: () => Promise<SourceStorage>,
  { among = sources, patience = standardPatience, pageOrigin }: SourceOptions = {},
): SourceApi {
  let opened: Promise<SourceStorage> | undefined;
  const storage = () => (opened ??= openStorage());
  const running = new Map<string, AbortController>();

  const asked = async (
    request: { source: string; address: unknown; keys?: unknown },
    what: (def: SourceDef, address: unknown) => string,
    tell: (event: SourceEvent) => void,
  ) => {
    const def = among.get(request.source, 'source');
    const address = parsed(def.address, request.address, 'address');
    const keys = def.keys && parsed(def.keys, request.keys ?? {}, 'keys');
    const host = def.host(address);
    const { settings } = await storage();
    const asking = new Asking({
      place: {
        host,
        what: what(def, address),
        pageOrigin,
        letPagesRead: pageOrigin && def.letPagesRead?.(address, pageOrigin),
      },
      handsOutBy: def.handsOutBy,
      allowed: async () =>
        ((await settings.get(allowedHostsKey)) as AllowedHost[] | undefined)?.map((entry) => entry.host) ??
        [],
      tell: (traffic) => tell({ kind: 'traffic', traffic }),
      idleMs: patience.idleMs,
    });
    return { def, address, keys, asking };
  };

  return {
    async list(request, port) {
      const tell = (event: SourceEvent) => port.postMessage(event);
      try {
        const { def, address, keys, asking } = await asked(
          request,
          (d, given) => `${d.host(given)}, list of files`,
          tell,
        );
        if (!def.listing)
          throw new TetradError({ code: 'unsupported', message: `${def.title} has no list of files.` });
        const outgoing = await def.listing.ask(address, keys, request.place);
        const { text, headers } = await asking.text(outgoing, new AbortController().signal);
        return def.listing.read(text, headers, address, request.place);
      } finally {
        port.close();
      }
    },

    async fetch(request, port) {
      const controller = new AbortController();
      running.set(request.jobId, controller);
      const { signal } = controller;
      const pulse = new Pulse((beat) => port.postMessage(beat));
      const tell = (event: SourceEvent) => port.postMessage(event);
      try {
        const { def, address, keys, asking } = await asked(
          request,
          (d, given) => d.origin(given, request.path),
          tell,
        );
        const { blobs, writing, roomBytes } = await storage();
        const { place } = asking;
        const { known, sha256 } = request;
        const name = nameInPath(def.names(address) ?? request.path);
        let received = 0;
        let toldAt = Number.NEGATIVE_INFINITY;
        return await writing(async () => {
          const done = await transfer(request.partial, {
            ask: async (headers) => {
              const outgoing = await def.file(address, request.path, keys);
              return await asking.ask({ ...outgoing, headers: { ...outgoing.headers, ...headers } }, signal);
            },
            look: (response, head) => asking.requireData(response, head, name),
            put: (bytes) => blobs.put(bytes),
            get: (ref) => blobs.get(ref),
            isKnown: ({ headers }) => known !== undefined && isSame(known, headers),
            requireRoom: async (bytes) => {
              const room = Math.min((await roomBytes()) ?? Number.POSITIVE_INFINITY, mostBytes);
              if (bytes > room) throw tooLarge(place, bytes, room);
            },
            onBytes: (now, total, came) => {
              received = now;
              asking.count(came);
              pulse.breathe();
              if (performance.now() - toldAt < progressEveryMs && now !== total) return;
              toldAt = performance.now();
              asking.tellCount();
              tell({ kind: 'progress', received: now, ...(total !== undefined && { total }) });
            },
            onSaved: (partial) => tell({ kind: 'saved', partial }),
            onBreak: (now) =>
              tell({ kind: 'progress', received: now, note: 'The connection broke; going on' }),
            signal,
            patience,
          });
          if (done.kind === 'known') return { file: known as FetchedFile };
          if (done.kind === 'part') {
            const { partial, thrown } = done;
            if (thrown === undefined) return { partial };
            const problem =
              thrown instanceof Changed
                ? keptChanging(place)
                : (asking.lastProblem ?? brokeOff(place, received, partial.total));
            // Nothing came: there is nothing to go on from.
            if (received === 0) throw problem;
            return { partial, error: problem.toInfo() };
          }
          if (sha256 !== undefined && done.sha256 !== sha256) throw otherBytes(place);
          const { parts, etag, lastModified } = done.partial;
          const file: FetchedFile = {
            name,
            url: def.origin(address, request.path),
            ...(etag !== undefined && { etag }),
            ...(lastModified !== undefined && { lastModified }),
            sha256: done.sha256,
            bytes: done.bytes,
            parts,
            at: Date.now(),
          };
          return { file };
        });
      } finally {
        running.delete(request.jobId);
        pulse.stop();
        port.close();
      }
    },

    async stop(jobId) {
      running.get(jobId)?.abort();
    },

    async ask(request) {
      const { settings } = await storage();
      const allowed = ((await settings.get(allowedHostsKey)) as AllowedHost[] | undefined) ?? [];
      return await askServer(
        request,
        allowed.map(({ host }) => host),
        patience.idleMs,
      );
    },
  };
}

function parsed<T>(schema: z.ZodType<T>, value: unknown, place: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new TetradError({
    code: 'badInput',
    message: issue?.message ?? 'This cannot be used.',
    place: [place, ...(issue?.path ?? [])].map(String).join('.'),
  });
}

/** Strong enough to leave the body unread: the same tag, or, of a host that shows none, the same date and length. */
function isSame(known: FetchedFile, headers: Headers): boolean {
  const etag = headers.get('ETag');
  if (etag !== null || known.etag !== undefined)
    return etag !== null && etag === known.etag && !etag.startsWith('W/');
  const lastModified = headers.get('Last-Modified');
  const sameDate = lastModified !== null && lastModified === known.lastModified;
  return sameDate && Number(headers.get('Content-Length')) === known.bytes;
}
