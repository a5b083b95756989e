/** Blobs in the real origin private file system, across real threads. */
import { afterEach, expect, it, vi } from 'vitest';
import { cdp } from 'vitest/browser';
import type { Storage } from '#/core/protocol/storage';
import { sha256 } from './canonicalHash';
import { killProbes, probe } from './fixtures/probe';
import { bytesOf, datasetVersion } from './fixtures/records';
import { tryHold } from './locks';
import { openStorage } from './openStorage';

const opened: Storage[] = [];
const open = async (name: string): Promise<Storage> => {
  const storage = await openStorage({ name });
  opened.push(storage);
  return storage;
};
afterEach(() => {
  killProbes();
  for (const storage of opened.splice(0)) storage.close();
});

const randomBytes = (length: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += 65536)
    crypto.getRandomValues(bytes.subarray(at, Math.min(at + 65536, length)));
  return bytes;
};

/** toEqual takes seconds for megabytes. */
const same = (a: Uint8Array | undefined, b: Uint8Array | undefined): boolean =>
  a !== undefined && a.length === b?.length && a.every((byte, at) => byte === b[at]);

async function filesUnder(directory: FileSystemDirectoryHandle, path = ''): Promise<Map<string, File>> {
  const files = new Map<string, File>();
  for await (const entry of directory.values()) {
    if (entry.kind === 'file') files.set(`${path}${entry.name}`, await entry.getFile());
    else for (const found of await filesUnder(entry, `${path}${entry.name}/`)) files.set(...found);
  }
  return files;
}
const filesOf = async (name: string) =>
  await filesUnder(await (await navigator.storage.getDirectory()).getDirectoryHandle(name));

async function overwrite(name: string, hash: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const root = await (await navigator.storage.getDirectory()).getDirectoryHandle(name);
  const folder = await (await root.getDirectoryHandle('blobs')).getDirectoryHandle(hash.slice(0, 2));
  const file = await (await folder.getFileHandle(hash)).createWritable();
  await file.write(bytes);
  await file.close();
}

it('stores once under the hash, leaves no temporary file, reads back', async () => {
  const name = crypto.randomUUID();
  const storage = await open(name);
  const { blobs } = storage;
  const bytes = randomBytes(3_000_001);
  const ref = await blobs.put(bytes);
  expect(await blobs.put(bytes)).toEqual(ref);
  expect([...(await filesOf(name)).keys()]).toEqual([`blobs/${ref.hash.slice(0, 2)}/${ref.hash}`]);
  expect(same(await blobs.get(ref), bytes)).toBe(true);
  expect(await blobs.has(ref.hash)).toBe(true);
  expect(await blobs.has('0'.repeat(64))).toBe(false);
  const seen = await storage.status();
  expect(seen).toMatchObject({ blobs: 'opfs', unreferencedBytes: 3_000_001 });
  expect(seen.quotaBytes).toBeGreaterThan(0);
  const reader = await open(name);
  expect(same(await reader.blobs.get(ref), bytes)).toBe(true);
});

it('finds a flipped bit and a cut file, names the item, and heals by storing again', async () => {
  const name = crypto.randomUUID();
  const writer = await open(name);
  const bytes = randomBytes(1000);
  const ref = await writer.blobs.put(bytes);
  const { id } = await writer.datasets.create({ name: 'iris', kind: 'tabular' });
  await writer.datasets.commitVersion(datasetVersion(id, [ref]));
  const flipped = bytes.slice();
  flipped[500] = (flipped[500] ?? 0) ^ 1;
  for (const damaged of [flipped, bytes.slice(0, 999), new Uint8Array()]) {
    await overwrite(name, ref.hash, damaged);
    const reader = await open(name);
    await expect(reader.blobs.get(ref)).rejects.toMatchObject({
      code: 'corrupt',
      place: `dataset iris, version 1, chunk 1 of 1 (blob ${ref.hash.slice(0, 12)})`,
    });
    await reader.blobs.put(bytes);
    expect(await reader.blobs.get(ref)).toEqual(bytes);
  }
});

it('shows the page what a worker writes, and lets both read', async () => {
  const name = crypto.randomUUID();
  const page = await open(name);
  const live = page.observe(async () => {
    const datasets = await page.datasets.list();
    return await Promise.all(datasets.map(({ id }) => page.datasets.versions(id)));
  });
  let changes = 0;
  live.subscribe(() => changes++);
  await vi.waitFor(() => expect(live.get()).toEqual([]));
  const chunks = [randomBytes(500_000), randomBytes(500_000)];
  await probe({ name }, { kind: 'import', datasetName: 'iris', chunks }).result;
  const [versions] = await vi.waitFor(() => {
    const seen = live.get();
    if (!seen?.[0]?.[0]) throw new Error('not yet');
    return seen;
  });
  expect(changes).toBeGreaterThan(1);
  const stored = await Promise.all(versions?.[0]?.chunks.map((chunk) => page.blobs.get(chunk)) ?? []);
  expect(stored.map((bytes, at) => same(bytes, chunks[at]))).toEqual([true, true]);
});

it('survives the same bytes stored by three threads at once', async () => {
  const name = crypto.randomUUID();
  const page = await open(name);
  const chunks = Array.from({ length: 12 }, () => randomBytes(200_000));
  const workers = [1, 2].map(() => probe({ name }, { kind: 'put', chunks }).result);
  const refs = [];
  for (const bytes of chunks) refs.push(await page.blobs.put(bytes));
  expect(await Promise.all(workers)).toEqual([refs, refs]);
  for (const [at, ref] of refs.entries()) expect(same(await page.blobs.get(ref), chunks[at])).toBe(true);
  expect((await filesOf(name)).size).toBe(12);
});

it('shows no torn blob after workers were killed while storing, and cleans up after them', async () => {
  const name = crypto.randomUUID();
  const chunks = Array.from({ length: 30 }, () => randomBytes(700_000));
  for (let kill = 0; kill < 12; kill++) {
    const writer = probe({ name }, { kind: 'put', chunks });
    await writer.stored(1 + 2 * kill);
    await new Promise((resolve) => setTimeout(resolve, (kill * 7) % 11));
    writer.kill();
  }
  const torn = [];
  for (const [path, file] of await filesOf(name)) {
    if (!path.startsWith('blobs/')) continue;
    const hash = await sha256(new Uint8Array(await file.arrayBuffer()));
    if (!path.endsWith(`/${hash}`)) torn.push(path);
  }
  expect(torn).toEqual([]);
  const cleaner = await open(name);
  await vi.waitFor(async () => {
    await cleaner.collectGarbage({ graceMs: -1000 });
    expect([...(await filesOf(name)).keys()]).toEqual([]);
  });
});

it('hands leadership over when the leading worker dies', async () => {
  const lock = crypto.randomUUID();
  const leader = probe({}, { kind: 'lead', lock });
  expect(await leader.result).toBe('leading');
  expect(await tryHold(lock)).toBeUndefined();
  leader.kill();
  const held = await vi.waitFor(async () => {
    const taken = await tryHold(lock);
    if (!taken) throw new Error('not yet');
    return taken;
  });
  held.release();
});

it('says quota when the disk is full, keeps what was stored, and goes on after space was freed', async () => {
  const name = crypto.randomUUID();
  const storage = await open(name);
  const { blobs, datasets } = storage;
  const kept = await blobs.put(bytesOf('kept'));
  const { id } = await datasets.create({ name: 'iris', kind: 'tabular' });
  await datasets.commitVersion(datasetVersion(id, [kept]));
  const { usage = 0 } = await navigator.storage.estimate();
  const limit = async (quotaSize?: number) =>
    await (cdp() as unknown as { send(method: string, params: object): Promise<unknown> }).send(
      'Storage.overrideQuotaForOrigin',
      { origin: location.origin, quotaSize },
    );
  await limit(usage + 12_000_000);
  try {
    const fill = async () => {
      for (let round = 0; round < 60; round++) await blobs.put(randomBytes(1_000_000));
    };
    await expect(fill()).rejects.toMatchObject({ code: 'quota', hint: expect.stringContaining('iris') });
    expect(await blobs.get(kept)).toEqual(bytesOf('kept'));
    storage.close();
    const after = await open(name);
    expect(await after.datasets.versions(id)).toHaveLength(1);
    await vi.waitFor(async () =>
      expect((await after.collectGarbage({ graceMs: -1000 })).freedBytes).toBeGreaterThan(1_000_000),
    );
    await after.blobs.put(randomBytes(1_000_000));
    expect(await after.blobs.get(kept)).toEqual(bytesOf('kept'));
  } finally {
    await limit();
  }
});

it('large blobs written by a worker of their own are the blobs they would be, once, and leave nothing half-written', async () => {
  const name = crypto.randomUUID();
  const makeWriter = vi.fn(
    () => new Worker(new URL('./blobs/writer.worker.ts', import.meta.url), { type: 'module' }),
  );
  const storage = await openStorage({ name, makeWriter });
  opened.push(storage);
  const bytes = randomBytes(1_500_000);
  const [first, again] = await Promise.all([storage.blobs.put(bytes), storage.blobs.put(bytes)]);
  expect(makeWriter).toHaveBeenCalledOnce();
  expect(first).toEqual({ hash: await sha256(bytes), bytes: bytes.length });
  expect(again).toEqual(first);
  expect(same(await storage.blobs.get(first), bytes)).toBe(true);
  expect([...(await filesOf(name)).keys()]).toEqual([`blobs/${first.hash.slice(0, 2)}/${first.hash}`]);
});
