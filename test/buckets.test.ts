/** Files in buckets and containers: S3 against a store that checks signatures, Google Cloud and Azure against their own answers. */
import { createServer, type Socket, connect } from 'node:net';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandInput, run } from '#/app/run';
import { provideServices } from '#/app/services';
import { s3 } from '#/core/sources/s3';
import { type FileServer, openFileServer } from './support/fileServer';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';
import { dumpStudio } from './support/storeDump';

const name = `buckets-${crypto.randomUUID()}`;
const patience = { idleMs: 2000, attempts: 3, waitMs: () => 5, partBytes: 64 * 1024 };
let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(name, { patience });
  provideServices(studio.services);
});
afterAll(() => studio.close());

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
  const keys = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };
  const folder = mkdtempSync(join(tmpdir(), 'tetrad-s3-'));
  const server = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: folder,
    configureBuckets: [{ name: 'numbers', configs: [] }],
  });
  let wire: Awaited<ReturnType<typeof breakableWire>>;
  let address: Record<string, unknown>;

  beforeAll(async () => {
    const { port } = await server.run();
    wire = await breakableWire(port);
    address = { bucket: 'numbers', endpoint: `http://127.0.0.1:${wire.port}`, prefix: '' };
    await run('sources.allow', { host: `127.0.0.1:${wire.port}` });
    for (const key of ['data/train & test.csv', 'data/old/first.csv', 'readme.csv'])
      await put(`http://127.0.0.1:${wire.port}`, key, keys);
  });
  afterAll(async () => {
    wire.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('lists folders and files, and fetches with an address that it signed', async () => {
    const top = await run('sources.browse', { source: 's3', address, keys });
    expect(top).toEqual({ files: [{ path: 'readme.csv', bytes: csv.length }], folders: ['data/'] });
    const below = await run('sources.browse', { source: 's3', address, keys, folder: 'data/' });
    expect(below.files.map(({ path }) => path)).toEqual(['data/train & test.csv']);
    expect(below.folders).toEqual(['data/old/']);
    const { job, hashes } = await fetched({ source: 's3', address, keys, files: below.files });
    expect(job.error).toBeUndefined();
    expect(hashes).toEqual([hashOf(csv)]);
  });

  it('goes on after a broken connection, signing anew', async () => {
    await run('sources.forget', { what: 'files' });
    wire.breakAfter(120_000);
    const { job, hashes } = await fetched({ source: 's3', address, keys, files: [{ path: 'readme.csv' }] });
    expect(job.error).toBeUndefined();
    expect(hashes).toEqual([hashOf(csv)]);
    expect(wire.broken).toBe(1);
  });

  it('says what a wrong key looks like, and keeps no key', async () => {
    await run('sources.forget', { what: 'files' });
    for (const wrong of [
      { ...keys, secretAccessKey: 'another' },
      { ...keys, accessKeyId: 'nobody' },
    ]) {
      await expect(run('sources.browse', { source: 's3', address, keys: wrong })).rejects.toMatchObject({
        message: expect.stringContaining('answered 403') as string,
        hint: expect.stringContaining('Look at the key') as string,
      });
      const { job } = await fetched({ source: 's3', address, keys: wrong, files: [{ path: 'readme.csv' }] });
      expect(job.error?.message).toContain('answered 403');
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    const stored = JSON.stringify(await dumpStudio(name));
    expect(stored).not.toMatch(/S3RVER|X-Amz|another/);
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

/** Puts an object, signed by the library itself: what is tested is how we read. */
async function put(endpoint: string, key: string, keys: { accessKeyId: string; secretAccessKey: string }) {
  const { AwsClient } = await import('aws4fetch');
  const path = key.split('/').map(encodeURIComponent).join('/');
  const answer = await new AwsClient({ ...keys, service: 's3', region: 'us-east-1' }).fetch(
    `${endpoint}/numbers/${path}`,
    { method: 'PUT', body: csv },
  );
  expect(answer.status).toBe(200);
}

/** Between the studio and a server: the next answer of some length breaks off after so many bytes. */
async function breakableWire(to: number) {
  let cut: number | undefined;
  let broken = 0;
  const sockets = new Set<Socket>();
  const wire = createServer((near) => {
    const far = connect(to, '127.0.0.1');
    let sent = 0;
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far);
    far.on('data', (bytes) => {
      sent += bytes.length;
      near.write(bytes);
      if (cut === undefined || sent < cut) return;
      cut = undefined;
      broken++;
      setTimeout(() => near.destroy(), 20);
      far.pause();
    });
  });
  await new Promise<void>((resolve) => wire.listen(0, '127.0.0.1', resolve));
  return {
    port: (wire.address() as AddressInfo).port,
    get broken() {
      return broken;
    },
    breakAfter(bytes: number) {
      for (const socket of sockets) socket.destroy();
      cut = bytes;
    },
    close() {
      for (const socket of sockets) socket.destroy();
      wire.close();
    },
  };
}

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
