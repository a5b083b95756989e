/** Blobs over HTTP: PUT by hash, whole or from where it broke off (content-range), GET whole or a range. */
import { Readable } from 'node:stream';
import { HttpProblem } from '#/app/rest/problem';
import type { Config } from '../config';
import type { Database, Row } from '../db/sql';
import { type Ask, json, nowhere, refused } from '../http/ask';
import { type BlobStore, isHash, type Part } from './blobStore';
import type { Uploads } from './uploads';

export function blobHandlers(db: Database, store: BlobStore, uploads: Uploads, { quotaBytes }: Config) {
  const bytesOf = async (workspace: string, hash: string): Promise<number | undefined> => {
    const [row] = await db.all<{ bytes: number }>(
      'select bytes::float8 as bytes from blobs where workspace_id = $1 and hash = $2',
      [workspace, hash],
    );
    return row?.bytes;
  };
  const namesOf = ({ params: { workspace = '', hash = '' } }: Ask) => {
    if (!isHash(hash))
      throw refused(
        'A blob is called by its SHA-256: 64 digits 0-9 a-f.',
        'path, hash',
        'Take that of its bytes.',
      );
    return { workspace, hash };
  };
  const headersOf = (hash: string) => ({
    etag: `"${hash}"`,
    'content-type': 'application/octet-stream',
    'accept-ranges': 'bytes',
    'cache-control': 'private, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
    'content-disposition': 'attachment',
  });

  return {
    async listBlobs({ params: { workspace }, url }: Ask) {
      const after = url.searchParams.get('after') ?? '';
      const rows = await db.all<Row>(
        'select hash, bytes::float8 as bytes from blobs where workspace_id = $1 and hash > $2 order by hash limit 1000',
        [workspace, after],
      );
      return json({ blobs: rows });
    },

    async askBlob(ask: Ask) {
      const { workspace, hash } = namesOf(ask);
      const bytes = await bytesOf(workspace, hash);
      if (bytes !== undefined)
        return new Response(null, { headers: { ...headersOf(hash), 'content-length': String(bytes) } });
      const arrived = await store.arrived(workspace, hash);
      return new Response(null, { status: 404, headers: { 'upload-offset': String(arrived) } });
    },

    async readBlob(ask: Ask) {
      const { workspace, hash } = namesOf(ask);
      const bytes = await bytesOf(workspace, hash);
      if (bytes === undefined) throw nowhere('blob');
      if (ask.request.headers.get('if-none-match') === `"${hash}"`)
        return new Response(null, { status: 304 });
      if (bytes === 0) return new Response(new Uint8Array(), { headers: headersOf(hash) });
      const range = rangeOf(ask.request.headers.get('range'), bytes);
      const body = Readable.toWeb(
        Readable.from(store.read(workspace, hash, range.start, range.end), { objectMode: false }),
      );
      return new Response(body as unknown as BodyInit, {
        status: range.isPart ? 206 : 200,
        headers: {
          ...headersOf(hash),
          'content-length': String(range.end - range.start + 1),
          ...(range.isPart && { 'content-range': `bytes ${range.start}-${range.end}/${bytes}` }),
        },
      });
    },

    async writeBlob(ask: Ask) {
      const { workspace, hash } = namesOf(ask);
      const { request } = ask;
      if ((await bytesOf(workspace, hash)) !== undefined) return json({ hash, complete: true });
      const part = partOf(request.headers);
      const [used] = await db.all<{ bytes: number }>(
        'select coalesce(sum(bytes), 0)::float8 as bytes from blobs where workspace_id = $1',
        [workspace],
      );
      if ((used?.bytes ?? 0) + part.total > quotaBytes)
        throw new HttpProblem({
          code: 'quota',
          message: `This workspace may hold ${quotaBytes} bytes, and holds ${used?.bytes ?? 0}.`,
          place: 'header content-length',
          hint: 'Delete what is not needed, or let the server give it more (TETRAD_QUOTA_BYTES).',
        });
      const body = (request.body ?? []) as AsyncIterable<Uint8Array>;
      const release = await uploads.hold(workspace, hash);
      const isComplete = await store.receive(workspace, hash, part, body).finally(release);
      if (!isComplete) {
        const arrived = await store.arrived(workspace, hash);
        return json({ hash, complete: false, arrived }, 202);
      }
      await db.all(
        'insert into blobs (workspace_id, hash, bytes) values ($1, $2, $3) on conflict do nothing',
        [workspace, hash, part.total],
      );
      return json({ hash, complete: true }, 201);
    },
  };
}

/** `content-range: bytes 5-9/10`, or the whole by its length. */
function partOf(headers: Headers): Part {
  const range = headers.get('content-range');
  if (range !== null) {
    const [, from, to, total] = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(range) ?? [];
    const part = { from: Number(from), total: Number(total) };
    if (from !== undefined && part.from <= Number(to) && Number(to) < part.total) return part;
    throw refused('The range cannot be read.', 'header content-range', 'Write it as "bytes 0-99/100".');
  }
  const length = headers.get('content-length');
  if (length !== null && /^\d{1,15}$/.test(length)) return { from: 0, total: Number(length) };
  throw refused(
    'The size is not told.',
    'header content-length',
    'Send content-length, or content-range for a part.',
    411,
  );
}

function rangeOf(header: string | null, bytes: number): { start: number; end: number; isPart: boolean } {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (header === null || (first === '' && last === '')) return { start: 0, end: bytes - 1, isPart: false };
  const start = first === '' ? Math.max(0, bytes - Number(last)) : Number(first);
  const end = first === '' || last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1);
  if (start <= end) return { start, end, isPart: true };
  throw new HttpProblem(
    {
      code: 'badInput',
      message: `The blob has ${bytes} bytes.`,
      place: 'header range',
      hint: 'Ask for some of them.',
    },
    { status: 416, headers: { 'content-range': `bytes */${bytes}` } },
  );
}
