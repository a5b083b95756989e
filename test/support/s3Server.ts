/**
 * A store that speaks S3 for what is read of it: lists in pages, whole objects and the rest of one, and answers only
 * what is signed by the right key. The signature is computed here from the protocol's text, with Node's own hashes.
 */
import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { openFileServer, type ServedFile } from './fileServer';

export interface S3Keys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** Of a GET whose query is signed: what the signature has to be. */
export function signatureOf(url: URL, host: string, secret: string): string {
  const [, day = '', region = ''] = (url.searchParams.get('X-Amz-Credential') ?? '').split('/');
  const query = [...url.searchParams]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
  const path = decodeURIComponent(url.pathname).split('/').map(encode).join('/');
  const request = ['GET', path, query, `host:${host}`, '', 'host', 'UNSIGNED-PAYLOAD'].join('\n');
  const toSign = [
    'AWS4-HMAC-SHA256',
    url.searchParams.get('X-Amz-Date'),
    `${day}/${region}/s3/aws4_request`,
    createHash('sha256').update(request).digest('hex'),
  ].join('\n');
  const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, day), region), 's3'), 'aws4_request');
  return hmac(key, toSign).toString('hex');
}

export async function openS3(bucket: string, keys: S3Keys, pageSize = 2) {
  const server = await openFileServer();
  const objects = new Map<string, ServedFile>();
  server.more = (request, response) => {
    const url = new URL(request.url ?? '', server.origin);
    const refused = refusal(url, server.host, keys);
    if (refused) {
      response.writeHead(403, { 'Access-Control-Allow-Origin': '*', 'Content-Type': 'application/xml' });
      response.end(`<?xml version="1.0"?><Error><Code>${refused}</Code></Error>`);
      return true;
    }
    const path = decodeURIComponent(url.pathname);
    if (path === `/${bucket}/`) return list(url, objects, pageSize, response);
    const object = path.startsWith(`/${bucket}/`) ? objects.get(path.slice(bucket.length + 2)) : undefined;
    if (object) server.answer(object, request as IncomingMessage, response);
    return object !== undefined;
  };
  return { server, objects };
}

function refusal(url: URL, host: string, { accessKeyId, secretAccessKey, sessionToken }: S3Keys) {
  const given = url.searchParams;
  if (!given.has('X-Amz-Signature')) return 'AccessDenied';
  if (!given.get('X-Amz-Credential')?.startsWith(`${accessKeyId}/`)) return 'InvalidAccessKeyId';
  if (given.get('X-Amz-Security-Token') !== (sessionToken ?? null)) return 'InvalidToken';
  const at = (given.get('X-Amz-Date') ?? '').replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5');
  const ends = Date.parse(at) + Number(given.get('X-Amz-Expires')) * 1000;
  if (!(ends > Date.now())) return 'AccessDenied';
  return given.get('X-Amz-Signature') === signatureOf(url, host, secretAccessKey)
    ? undefined
    : 'SignatureDoesNotMatch';
}

function list(
  { searchParams }: URL,
  objects: Map<string, ServedFile>,
  pageSize: number,
  response: ServerResponse,
): boolean {
  const prefix = searchParams.get('prefix') ?? '';
  const below = [...objects.keys()].filter((key) => key.startsWith(prefix)).sort();
  const folderOf = (key: string) => /^[^/]*\//.exec(key.slice(prefix.length))?.[0];
  const folders = new Set(below.flatMap((key) => (folderOf(key) ? [prefix + folderOf(key)] : [])));
  const keys = below.filter((key) => !folderOf(key));
  const from = Number(searchParams.get('continuation-token') ?? 0);
  const more = from + pageSize < keys.length;
  const contents = keys
    .slice(from, from + pageSize)
    .map(
      (key) => `<Contents><Key>${encode(key)}</Key><Size>${objects.get(key)?.body.length}</Size></Contents>`,
    );
  const prefixes =
    from > 0
      ? []
      : [...folders].map((name) => `<CommonPrefixes><Prefix>${encode(name)}</Prefix></CommonPrefixes>`);
  const next = more ? `<NextContinuationToken>${from + pageSize}</NextContinuationToken>` : '';
  response.writeHead(200, { 'Access-Control-Allow-Origin': '*', 'Content-Type': 'application/xml' });
  response.end(
    `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult><EncodingType>url</EncodingType>${contents.join('')}${prefixes.join('')}${next}</ListBucketResult>`,
  );
  return true;
}
