/** Files in buckets and containers: S3 against a store that checks signatures, Google Cloud and Azure against their own answers. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandInput, run } from '#/app/run';
import { provideServices } from '#/app/services';
import { privacyStore } from '#/app/stores/privacy';
import presigned from '#/core/sources/fixtures/presigned.json';
import { s3 } from '#/core/sources/s3';
import { type FileServer, openFileServer } from './support/fileServer';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';
import { openS3, signatureOf } from './support/s3Server';
import { dumpStudio } from './support/storeDump';

const name = `buckets-${crypto.randomUUID()}`;
const patience = { idleMs: 2000, attempts: 3, waitMs: () => 5, partBytes: 64 * 1024 };
let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(name, { patience });
  provideServices(studio.services);
});
afterAll(() => {
  privacyStore.setState({ outbound: 0, fetched: 0 });
  studio.close();
});

const csv = Buffer.from(`a,b\n${Array.from({ length: 30_000 }, (_, i) => `${i},x${i % 9}\n`).join('')}`);
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function fetched(input: CommandInput<'sources.fetch'>) {
  const { jobId } = await run('sources.fetch', input);
  const job = await run('jobs.wait', { id: jobId });
  if (job.error) return { job, hashes: [] };
  const { files } = await run('sources.open', { jobId });
  return {
    job,
    hashes: await Promise.all(files.map(async (file) => hashOf(new Uint8Array(await file.arrayBuffer())))),
  };
}

describe('S3', () => {
  const keys = { accessKeyId: 'OURKEY', secretAccessKey: 'our/secret+key', sessionToken: 'session//token=' };
  const store = openS3('numbers', keys);
  let address: Record<string, unknown>;

  beforeAll(async () => {
    const { server, objects } = await store;
    address = { bucket: 'numbers', endpoint: server.origin };
    await run('sources.allow', { host: server.host });
    for (const key of ['data/train & (test)+1.csv', 'data/old/first.csv', 'a.csv', 'b.csv', 'ä.csv'])
      objects.set(key, { body: csv, etag: `"${key.length}"` });
  });
  afterAll(async () => await (await store).server.close());

  it('lists folders and files in pages, and fetches with an address that it signed', async () => {
    const top = await run('sources.browse', { source: 's3', address, keys });
    expect(top).toEqual({
      files: ['a.csv', 'b.csv'].map((path) => ({ path, bytes: csv.length })),
      folders: ['data/'],
      next: '2',
    });
    const rest = await run('sources.browse', { source: 's3', address, keys, next: top.next });
    expect(rest.files.map(({ path }) => path)).toEqual(['ä.csv']);
    const below = await run('sources.browse', { source: 's3', address, keys, folder: 'data/' });
    expect(below.files.map(({ path }) => path)).toEqual(['data/train & (test)+1.csv']);
    expect(below.folders).toEqual(['data/old/']);
    const { job, hashes } = await fetched({
      source: 's3',
      address,
      keys,
      files: [...below.files, ...rest.files],
    });
    expect(job.error).toBeUndefined();
    expect(hashes).toEqual([hashOf(csv), hashOf(csv)]);
  });

  it('goes on after a broken connection', async () => {
    await run('sources.forget', { what: 'files' });
    const { server, objects } = await store;
    objects.set('a.csv', { body: csv, breaks: [120_000] });
    server.asked.length = 0;
    const { job, hashes } = await fetched({ source: 's3', address, keys, files: [{ path: 'a.csv' }] });
    expect(job.error).toBeUndefined();
    expect(hashes).toEqual([hashOf(csv)]);
    expect(server.asked).toHaveLength(2);
    expect(server.asked[1]).toMatch(/ bytes=1\d{5}-$/);
  });

  it('says what a wrong key looks like, and keeps no key', async () => {
    await run('sources.forget', { what: 'files' });
    for (const [wrong, code] of [
      [{ ...keys, secretAccessKey: 'guessed' }, 'SignatureDoesNotMatch'],
      [{ ...keys, accessKeyId: 'nobody' }, 'InvalidAccessKeyId'],
      [{ ...keys, sessionToken: 'older' }, 'InvalidToken'],
      [{}, 'AccessDenied'],
    ] as const) {
      await expect(run('sources.browse', { source: 's3', address, keys: wrong })).rejects.toMatchObject({
        message: expect.stringContaining(`answered 403 instead of the file: “${code}`) as string,
        hint: expect.stringContaining('Look at the key') as string,
      });
      const { job } = await fetched({ source: 's3', address, keys: wrong, files: [{ path: 'a.csv' }] });
      expect(job.error?.message).toContain(code);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(JSON.stringify(await dumpStudio(name))).not.toMatch(/OURKEY|our.secret|session..token|X-Amz/);
  });

  it('keeps keys only when asked, and forgets them', async () => {
    await run('sources.browse', { source: 's3', address, keys, keepKeys: true });
    const [place] = (await run('sources.list', {})).keptKeys;
    expect(place).toContain('numbers');
    expect((await run('sources.browse', { source: 's3', address })).folders).toEqual(['data/']);
    await run('sources.forget', { what: 'keys', place });
    await expect(run('sources.browse', { source: 's3', address })).rejects.toMatchObject({
      code: 'badInput',
    });
  });
});

it('the store of these tests takes the signatures of botocore', () => {
  const { secret, cases } = presigned;
  for (const { signed } of cases) {
    const url = new URL(signed);
    expect(signatureOf(url, url.host, secret)).toBe(url.searchParams.get('X-Amz-Signature'));
  }
});

describe('Google Cloud and Azure', () => {
  let server: FileServer;
  beforeAll(async () => {
    server = await openFileServer();
    await run('sources.allow', { host: server.host });
  });
  afterAll(() => server.close());

  it('a public bucket is listed in pages and read through the JSON interface', async () => {
    const objects = '/storage/v1/b/open-data/o';
    server.more = (request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '', server.origin);
      response.setHeader('Access-Control-Allow-Origin', '*');
      if (pathname === objects) {
        const second = searchParams.get('pageToken') === 'p2';
        response.end(
          JSON.stringify(
            second
              ? { items: [{ name: 'd/b.csv', size: '7' }] }
              : {
                  items: [{ name: 'd/a.csv', size: String(csv.length) }],
                  prefixes: ['d/e/'],
                  nextPageToken: 'p2',
                },
          ),
        );
        return true;
      }
      if (pathname !== `${objects}/d%2Fa.csv` || searchParams.get('alt') !== 'media') return false;
      response.end(csv);
      return true;
    };
    const address = { bucket: 'open-data', prefix: 'd/', endpoint: server.origin };
    const first = await run('sources.browse', { source: 'gcs', address });
    expect(first).toEqual({ files: [{ path: 'd/a.csv', bytes: csv.length }], folders: ['d/e/'], next: 'p2' });
    const rest = await run('sources.browse', { source: 'gcs', address, next: 'p2' });
    expect(rest.files).toEqual([{ path: 'd/b.csv', bytes: 7 }]);
    const { hashes } = await fetched({ source: 'gcs', address, files: first.files });
    expect(hashes).toEqual([hashOf(csv)]);
  });

  it('a container with a shared access signature is listed and read; the signature stays out of what is kept', async () => {
    server.more = (request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '', server.origin);
      if (searchParams.get('sig') !== 'se+cret=') {
        response.writeHead(403);
        response.end('<?xml version="1.0"?><Error><Code>AuthenticationFailed</Code></Error>');
        return true;
      }
      if (searchParams.get('comp') === 'list') {
        response.end(
          `\uFEFF<?xml version="1.0" encoding="utf-8"?><EnumerationResults><Blobs><Blob><Name>d/a &amp; b.csv</Name><Properties><Content-Length>${csv.length}</Content-Length></Properties></Blob><BlobPrefix><Name>d/e/</Name></BlobPrefix></Blobs><NextMarker /></EnumerationResults>`,
        );
        return true;
      }
      if (decodeURIComponent(pathname) !== '/box/d/a & b.csv') return false;
      response.end(csv);
      return true;
    };
    const address = { url: `${server.origin}/box?sv=2024-01-01&sr=c&sig=se%2Bcret%3D`, prefix: 'd/' };
    const { files, folders } = await run('sources.browse', { source: 'azure', address });
    expect({ files, folders }).toEqual({
      files: [{ path: 'd/a & b.csv', bytes: csv.length }],
      folders: ['d/e/'],
    });
    await run('sources.forget', { what: 'files' });
    const { job, hashes } = await fetched({ source: 'azure', address, files });
    expect(hashes).toEqual([hashOf(csv)]);
    expect((await run('sources.list', {})).kept[0]?.url).toBe(`${server.origin}/box/d/a%20%26%20b.csv`);
    expect(JSON.stringify([job, await dumpStudio(name)])).not.toContain('se%2Bcret');
    await expect(
      run('sources.browse', { source: 'azure', address: { url: `${server.origin}/box?sig=no` } }),
    ).rejects.toMatchObject({ message: expect.stringContaining('AuthenticationFailed') as string });
  });
});

it('a bucket of AWS is asked at its own host', () => {
  const host = (bucket: string) => s3.host({ bucket, region: 'eu-west-1', prefix: '', endpoint: '' });
  expect(host('my-bucket')).toBe('my-bucket.s3.eu-west-1.amazonaws.com');
  expect(host('my.bucket')).toBe('s3.eu-west-1.amazonaws.com');
});
