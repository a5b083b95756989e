/** Files from elsewhere, by every source, against local servers that speak its protocol: broken, resumed, refused, kept. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CommandInput, run } from '#/app/run';
import { provideServices } from '#/app/services';
import { privacyStore } from '#/app/stores/privacy';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { type FileServer, openFileServer } from './support/fileServer';
import { openHub } from './support/hubServer';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';
import { dumpStudio } from './support/storeDump';

const name = `sources-${crypto.randomUUID()}`;
const patience = { idleMs: 400, attempts: 3, waitMs: () => 5, partBytes: 64 * 1024 };
let studio: NodeStudio;
let server: FileServer;

const rows = 20_000;
const csv = Buffer.from(
  `id,value,word\n${Array.from({ length: rows }, (_, i) => `${i},${i * 0.5},w${i % 7}\n`).join('')}`,
);
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

beforeAll(async () => {
  studio = await openNodeStudio(name, { patience });
  provideServices(studio.services);
  server = await openFileServer();
  await run('sources.allow', { host: server.host });
});
afterAll(async () => {
  privacyStore.setState({ outbound: 0, fetched: 0 });
  studio.close();
  await server.close();
});
beforeEach(() => {
  server.asked.length = 0;
});

type Wanted = Omit<CommandInput<'sources.fetch'>, 'source' | 'address'>;
const fetchIt = async (source: string, address: Record<string, unknown>, more: Wanted = {}) =>
  await run('jobs.wait', {
    id: (await run('sources.fetch', { source, address, ...more } as CommandInput<'sources.fetch'>)).jobId,
  });
const fetchUrl = (path: string) =>
  fetchIt('url', { url: path.startsWith('http') ? path : `${server.origin}${path}` });

async function hashesOf(jobId: string): Promise<string[]> {
  const { files } = await run('sources.open', { jobId });
  return await Promise.all(files.map(async (file) => hashOf(new Uint8Array(await file.arrayBuffer()))));
}

/** It is on its way, and something has come. */
async function begun(asked: number): Promise<void> {
  await expect.poll(() => server.asked.length).toBe(asked);
  await new Promise((resolve) => setTimeout(resolve, 150));
}

describe('an address', () => {
  it('becomes a dataset as a dropped file does, and the version says where it is from', async () => {
    server.files.set('/a.csv', { body: csv, etag: '"one"' });
    const job = await fetchUrl('/a.csv?token=hidden&part=1');
    expect(job.error).toBeUndefined();
    expect(await hashesOf(job.id)).toEqual([hashOf(csv)]);
    const { jobId, datasetId } = await run('sources.import', { jobId: job.id });
    expect((await run('jobs.wait', { id: jobId })).status).toBe('completed');
    const { dataset, version } = await run('datasets.get', { id: datasetId });
    expect(dataset.name).toBe('a');
    expect((version as DatasetVersion).rows).toBe(rows);
    expect((version as DatasetVersion).source.origin).toMatchObject({
      url: `${server.origin}/a.csv?part=1`,
      etag: '"one"',
      sha256: hashOf(csv),
    });
    // Nothing that was as good as a key lies anywhere.
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(JSON.stringify(await dumpStudio(name))).not.toContain('hidden');
  });

  it('is asked only of hosts that are allowed, and no more once that is taken back', async () => {
    const other = await openFileServer({ '/b.csv': { body: csv } });
    await expect(fetchUrl(`${other.origin}/b.csv`)).rejects.toMatchObject({
      message: `${other.host} is not allowed yet, so nothing was sent.`,
    });
    await run('sources.allow', { host: other.host });
    expect((await fetchUrl(`${other.origin}/b.csv`)).status).toBe('completed');
    await run('sources.revoke', { host: other.host });
    await expect(fetchUrl(`${other.origin}/b.csv`)).rejects.toMatchObject({ code: 'badInput' });
    // The worker looks itself, whoever asks it.
    await expect(
      studio.services.sources.fetch(
        { jobId: 'x', source: 'url', address: { url: `${other.origin}/b.csv` }, path: 'b.csv' },
        () => {},
      ).done,
    ).rejects.toMatchObject({ message: expect.stringContaining('not allowed') as string });
    expect(other.asked).toHaveLength(1);
    await other.close();
  });

  it('goes on where the connection broke, and asks for the rest alone', async () => {
    server.files.set('/broken.csv', { body: csv, etag: '"b"', breaks: [100_000, 50_000] });
    const job = await fetchUrl('/broken.csv');
    expect(job.error).toBeUndefined();
    expect(await hashesOf(job.id)).toEqual([hashOf(csv)]);
    expect(server.asked).toHaveLength(3);
    expect(server.asked[1]).toMatch(/bytes=9\d{4}-$/);
  });

  it('goes on of a host that shows neither tag nor date, by the bytes before the break', async () => {
    server.files.set('/bare.csv', { body: csv, breaks: [150_000] });
    const job = await fetchUrl('/bare.csv');
    expect(await hashesOf(job.id)).toEqual([hashOf(csv)]);
    const changed = Buffer.from(csv.toString().replaceAll('w3', 'x3'));
    server.files.set('/bare2.csv', {
      body: csv,
      breaks: [150_000],
      before: (file, { headers }) => {
        if (headers.range) file.body = changed;
      },
    });
    expect(await hashesOf((await fetchUrl('/bare2.csv')).id)).toEqual([hashOf(changed)]);
  });

  it('starts again where ranges are not known', async () => {
    server.files.set('/whole.csv', { body: csv, ranges: false, breaks: [120_000] });
    const job = await fetchUrl('/whole.csv');
    expect(await hashesOf(job.id)).toEqual([hashOf(csv)]);
    expect(server.asked).toHaveLength(2);
  });

  it('takes nothing of the old file when it changed in between', async () => {
    const changed = Buffer.from(csv.toString().replaceAll('w', 'v'));
    server.files.set('/moving.csv', {
      body: csv,
      etag: '"old"',
      breaks: [90_000],
      before: (file, { headers }) => {
        if (headers.range) Object.assign(file, { body: changed, etag: '"new"' });
      },
    });
    const job = await fetchUrl('/moving.csv');
    expect(await hashesOf(job.id)).toEqual([hashOf(changed)]);
    const [first] = (await run('sources.list', {})).kept;
    expect(first?.sha256).toBe(hashOf(changed));
  });

  it('packed for the way, arrives whole also over a break', async () => {
    server.files.set('/packed.csv', { body: csv, gzip: true, breaks: [30_000] });
    const job = await fetchUrl('/packed.csv');
    expect(job.error).toBeUndefined();
    expect(await hashesOf(job.id)).toEqual([hashOf(csv)]);
  });

  it('that stays silent counts as broken; given up, it goes on from there when tried again', async () => {
    server.files.set('/slow.csv', {
      body: csv,
      etag: '"s"',
      breaks: [70_000, 0, 0, 0, 0, 0, 0],
      hangs: true,
    });
    const job = await fetchUrl('/slow.csv');
    expect(job.status).toBe('failed');
    expect(job.error?.message).toMatch(
      /^The connection to .* broke off again and again, the last time after .* of /,
    );
    server.files.set('/slow.csv', { body: csv, etag: '"s"' });
    server.asked.length = 0;
    await run('jobs.resume', { id: job.id });
    expect((await run('jobs.wait', { id: job.id })).status).toBe('completed');
    expect(server.asked).toHaveLength(1);
    expect(server.asked[0]).toMatch(/bytes=6\d{4}-$/);
    expect(await hashesOf(job.id)).toEqual([hashOf(csv)]);
  });

  it('is paused and resumed, and cancelled without a trace of bytes', async () => {
    server.files.set('/long.csv', { body: csv, etag: '"l"', breaks: [100_000], hangs: true });
    const { jobId } = await run('sources.fetch', {
      source: 'url',
      address: { url: `${server.origin}/long.csv` },
    });
    await begun(1);
    expect((await run('jobs.pause', { id: jobId })).status).toBe('paused');
    await run('jobs.resume', { id: jobId });
    expect((await run('jobs.wait', { id: jobId })).status).toBe('completed');
    expect(await hashesOf(jobId)).toEqual([hashOf(csv)]);
    expect(server.asked.at(-1)).toMatch(/bytes=9\d{4}-$/);

    server.files.set('/long2.csv', { body: csv, breaks: [100_000], hangs: true });
    const second = await run('sources.fetch', {
      source: 'url',
      address: { url: `${server.origin}/long2.csv` },
    });
    await begun(3);
    expect((await run('jobs.cancel', { id: second.jobId })).status).toBe('cancelled');
    expect((await run('jobs.get', { id: second.jobId })).input).toMatchObject({ got: [] });
    expect(JSON.stringify((await run('jobs.get', { id: second.jobId })).input)).not.toContain('hash');
  });

  it('is not read a second time while it is the same there', async () => {
    server.files.set('/same.csv', { body: csv, etag: '"same"' });
    await fetchUrl('/same.csv');
    const before = (await run('sources.list', {})).traffic.find(({ host }) => host === server.host);
    const again = await fetchUrl('/same.csv');
    expect(await hashesOf(again.id)).toEqual([hashOf(csv)]);
    const after = (await run('sources.list', {})).traffic.find(({ host }) => host === server.host);
    expect((after?.down ?? 0) - (before?.down ?? 0)).toBe(0);
    expect((after?.requests ?? 0) - (before?.requests ?? 0)).toBe(1);
  });

  it.each([
    [
      'a page instead of data',
      '/page.csv',
      {
        body: '<!DOCTYPE html><html><head><title>x</title></head><body><h1>Sign in</h1> to go on</body></html>',
        type: 'text/html',
      },
      'answered with a web page instead of data: “Sign in to go on”.',
    ],
    [
      'an error page',
      '/gone.csv',
      { body: '<html><body>Service moved</body></html>', status: 403 },
      'answered 403 instead of the file: “Service moved”.',
    ],
    ['nothing there', '/none.csv', undefined, 'answered 404 instead of the file: “No such file.”.'],
    ['a private address', '/inside.csv', { body: '', sendOnTo: 'SELF' }, 'sent us on to'],
  ])('%s is refused in words', async (_what, path, file, message) => {
    const inside = await openFileServer({ '/secret.csv': { body: csv } });
    if (file)
      server.files.set(path, {
        ...file,
        ...('sendOnTo' in file && { sendOnTo: `${inside.origin}/secret.csv` }),
      });
    const job = await fetchUrl(path);
    expect(job.status).toBe('failed');
    expect(job.error?.message).toContain(message);
    expect(job.error?.hint).toBeTruthy();
    await inside.close();
  });

  it('of a web page by name is fetched: it may be a text', async () => {
    server.files.set('/tale.html', {
      body: '<!doctype html><html><body>Once upon a time</body></html>',
      type: 'text/html',
    });
    expect((await fetchUrl('/tale.html')).status).toBe('completed');
  });

  it('is refused before it is read when there is no room', async () => {
    server.files.set('/huge.csv', { body: csv });
    const room = studio.services.storage.roomBytes;
    studio.services.storage.roomBytes = async () => 1000;
    const job = await fetchUrl('/huge.csv');
    studio.services.storage.roomBytes = room;
    expect(job.error).toMatchObject({ code: 'quota' });
  });

  it('is https, or of this machine', async () => {
    for (const url of [
      'http://example.org/a.csv',
      'ftp://example.org/a.csv',
      'file:///etc/passwd',
      'javascript:1',
    ])
      await expect(fetchUrl(url)).rejects.toMatchObject({
        code: expect.stringMatching(/unsupported|badInput/) as string,
      });
  });

  it('what cannot be reached is told with what to do about CORS', async () => {
    await run('sources.allow', { host: '127.0.0.1:9' });
    const job = await fetchUrl('http://127.0.0.1:9/a.csv');
    expect(job.error?.message).toContain(
      'does not allow pages of other addresses to read it (CORS), or it could not be reached',
    );
    expect(job.error?.hint).toContain('download the file and drop it here');
  });
});

it('kept files are told of, counted and forgotten', async () => {
  const before = await run('sources.list', {});
  expect(before.kept.length).toBeGreaterThan(3);
  expect((await run('storage.status', {})).fetchedBytes).toBeGreaterThan(0);
  const { files, bytes } = await run('sources.forget', { what: 'files' });
  expect(files).toBe(before.kept.length);
  expect(bytes).toBeGreaterThan(0);
  expect((await run('sources.list', {})).kept).toEqual([]);
  await run('sources.forget', { what: 'traffic' });
  expect((await run('sources.list', {})).traffic).toEqual([]);
});

describe('the Hub', () => {
  const parts = [0, 1, 2].map((part) => Buffer.from(`a,b\n${part},x\n${part + 10},y\n`));
  const datasets = {
    'maker/irises': {
      revisions: {
        'refs/convert/parquet': {
          'default/train/0000.csv': parts[0] as Buffer,
          'default/train/0001.csv': parts[1] as Buffer,
          'default/test/0000.csv': parts[2] as Buffer,
        },
        main: { 'README.md': Buffer.from('# Irises'), '.gitattributes': Buffer.from('*') },
      },
    },
    'maker/gated': { token: 'hf_right', revisions: { main: { 'data.csv': csv } } },
  };
  let hub: Awaited<ReturnType<typeof openHub>>;
  let address: (dataset: string, files?: string) => Record<string, unknown>;
  beforeAll(async () => {
    hub = await openHub(datasets);
    await run('sources.allow', { host: hub.hub.host });
    await run('sources.allow', { host: hub.store.host });
    address = (dataset, files = 'parquet') => ({ dataset, files, hub: hub.hub.origin });
  });
  afterAll(() => hub.close());

  it('lists the converted files by split, page after page, and joins those that are chosen', async () => {
    const first = await run('sources.browse', { source: 'hub', address: address('maker/irises') });
    expect(first.files.map(({ path }) => path)).toEqual(['default/train/0000.csv', 'default/train/0001.csv']);
    const next = await run('sources.browse', {
      source: 'hub',
      address: address('maker/irises'),
      next: first.next,
    });
    expect(next).toEqual({
      files: [{ path: 'default/test/0000.csv', bytes: parts[2]?.length, sha256: hashOf(parts[2] as Buffer) }],
      folders: [],
    });
    const job = await fetchIt('hub', address('maker/irises'), { files: [...first.files, ...next.files] });
    expect(job.error).toBeUndefined();
    const { files } = await run('sources.open', { jobId: job.id });
    expect(files.map((file) => file.name)).toEqual(['train-0000.csv', 'train-0001.csv', 'test-0000.csv']);
    expect(await hashesOf(job.id)).toEqual(parts.map(hashOf));
    const { jobId, datasetId } = await run('sources.import', {
      jobId: job.id,
      options: { table: { fileColumn: 'file' } },
    });
    expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
    const { version } = await run('datasets.get', { id: datasetId });
    expect(version?.rows).toBe(6);
    expect(version?.source.origin?.url).toBe(
      `${hub.hub.origin}/datasets/maker/irises/resolve/refs%2Fconvert%2Fparquet/default/train/0000.csv`,
    );
  });

  it('does not ask again for what is known by its SHA-256', async () => {
    hub.hub.asked.length = 0;
    const { files } = await run('sources.browse', { source: 'hub', address: address('maker/irises') });
    await fetchIt('hub', address('maker/irises'), { files });
    expect(hub.hub.asked.filter((asked) => asked.includes('resolve'))).toEqual([]);
  });

  it('takes a token in memory, and says so when it is wrong', async () => {
    const gated = address('maker/gated', 'own');
    await expect(
      run('sources.browse', { source: 'hub', address: gated, keys: { token: 'hf_wrong' } }),
    ).rejects.toMatchObject({
      message: expect.stringContaining('answered 401 instead of the file') as string,
      hint: expect.stringContaining('token') as string,
    });
    const keys = { token: 'hf_right' };
    const { files } = await run('sources.browse', { source: 'hub', address: gated, keys });
    const job = await fetchIt('hub', gated, { files, keys });
    expect(await hashesOf(job.id)).toEqual([hashOf(csv)]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(JSON.stringify(await dumpStudio(name))).not.toMatch(/hf_right|hf_wrong/);
  });

  it('goes on after a break of the host that hands the files out', async () => {
    await run('sources.forget', { what: 'files' });
    hub.store.files.set(`/${hashOf(csv)}`, { body: csv, etag: `"${hashOf(csv)}"`, breaks: [100_000] });
    const job = await fetchIt('hub', address('maker/gated', 'own'), {
      keys: { token: 'hf_right' },
      files: [{ path: 'data.csv', sha256: hashOf(csv) }],
    });
    expect(job.error).toBeUndefined();
    expect(await hashesOf(job.id)).toEqual([hashOf(csv)]);
  });

  it('refuses bytes that are not those it lists', async () => {
    await run('sources.forget', { what: 'files' });
    const job = await fetchIt('hub', address('maker/irises'), {
      files: [{ path: 'default/train/0000.csv', sha256: hashOf(csv) }],
    });
    expect(job.error).toMatchObject({ code: 'corrupt' });
  });

  it('names a host that it sends on to and that is not allowed', async () => {
    await run('sources.revoke', { host: hub.store.host });
    await run('sources.forget', { what: 'files' });
    const job = await fetchIt('hub', address('maker/irises'), {
      files: [{ path: 'default/train/0000.csv' }],
    });
    expect(job.error?.message).toContain(`sent us on to a private address, ${hub.store.host}`);
    await run('sources.allow', { host: hub.store.host });
  });
});
