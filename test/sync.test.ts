/** Two studios and a server: whatever breaks, whatever their clocks say, they end with the same records and bytes. */
import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ask } from '#/app/sync/serverApi';
import { serverApi } from '#/app/sync/serverApi';
import { syncRound } from '#/app/sync/syncRound';
import type { Storage } from '#/core/protocol/storage';
import type { SharePolicy, SyncStore } from '#/core/protocol/sync';
import { openStorage } from '#/storage/openStorage';
import { openSyncStore } from '#/storage/sync/syncStore';
import { defaults } from '../server/config';
import { openServer, type SyncServer } from '../server/openServer';
import { held, randomEdit, randomsOf, type SyncedStudio, untilQuiet } from './support/syncStudios';
import type { FilledStudio } from './support/fillStudio';
import { loadStudio } from './support/storeDump';

const { dump } = JSON.parse(
  readFileSync(new URL('./stores/v1.json', import.meta.url), 'utf8'),
) as FilledStudio;

let server: SyncServer;
let token: string;
const opened: { close(): void }[] = [];

beforeAll(async () => {
  server = await openServer(
    { ...defaults, folder: undefined, perSecond: 1e6, burst: 1e6 },
    { passwordCost: 2 ** 10 },
  );
  const made = await post('/auth/register', { name: 'ada', password: 'correct horse' });
  token = String(made.token);
}, 120_000);
afterAll(async () => {
  for (const one of opened) one.close();
  await server.close();
});

async function post(path: string, body: object): Promise<Record<string, unknown>> {
  const headers = { ...(token && { authorization: `Bearer ${token}` }) };
  const request = new Request(`http://server${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  return (await (await server.answer(request, 'test')).json()) as Record<string, unknown>;
}

/** Through no network: the handlers of the server, and connections that break as often as told. */
const asking =
  (breaks: () => 'before' | 'after' | undefined): Ask =>
  async ({ url, method, headers, body }) => {
    const when = breaks();
    if (when === 'before') throw new Error('The connection broke.');
    const sent = new Headers(headers);
    if (body) sent.set('content-length', String(body.byteLength));
    const response = await server.answer(
      new Request(url, { method, headers: sent, ...(body && { body }) }),
      'test',
    );
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (when === 'after') throw new Error('The connection broke.');
    return { status: response.status, headers: Object.fromEntries(response.headers), body: bytes };
  };

const everything: SharePolicy = { what: 'all', datasetIds: [], modelIds: [] };

async function openStudio(
  workspaceId: string,
  {
    share = everything,
    name = crypto.randomUUID(),
    aheadMs = 0,
    breaks = () => undefined as 'before' | 'after' | undefined,
  } = {},
): Promise<SyncedStudio> {
  const storage: Storage = await openStorage({ name, blobs: 'dexie' });
  const store: SyncStore = await openSyncStore(name);
  opened.push(storage, store);
  const api = serverApi(asking(breaks), { url: 'http://server', token }, workspaceId);
  const connection = { url: 'http://server', workspaceId, role: 'owner', share };
  const round = () => syncRound({ storage, store, api, connection, now: () => Date.now() + aheadMs });
  return { storage, store, round };
}

const newWorkspace = async () => String((await post('/workspaces', { name: 'Ours' })).id);

describe('a studio and its server', () => {
  it('an empty studio gets everything another shares: records, bytes, curves; what trains stays where it is', async () => {
    const workspace = await newWorkspace();
    const name = crypto.randomUUID();
    await loadStudio(name, dump);
    const a = await openStudio(workspace, { name });
    const b = await openStudio(workspace);
    expect((await a.round()).refused).toEqual([]);
    const got = await b.round();
    expect(got.refused).toEqual([]);
    const training = new Set((await a.storage.runs.list({ status: 'running' })).map(({ id }) => id));
    const here = await held(a);
    const there = await held(b);
    expect(there.datasets).toEqual(here.datasets);
    expect(there.datasetVersions).toEqual(here.datasetVersions);
    expect(there.models).toEqual(here.models);
    expect(there.modelVersions).toEqual(here.modelVersions);
    expect(there.logged).toEqual(here.logged);
    expect((await b.storage.runs.list()).length).toBe((await a.storage.runs.list()).length - training.size);
    const records = await b.storage.workspace.records();
    for (const ref of await b.storage.workspace.blobsOf(records)) await b.storage.blobs.get(ref);
    // It reads its own once; then nothing changed, and nothing is said.
    await a.round();
    expect(await a.round()).toMatchObject({ sent: 0, read: 0 });
    expect(await b.round()).toMatchObject({ sent: 0 });
  });

  it('converges after edits apart, 30 % of connections broken, clocks an hour off', async () => {
    const workspace = await newWorkspace();
    const name = crypto.randomUUID();
    await loadStudio(name, dump);
    const random = randomsOf(7);
    const breaks = () =>
      random() < 0.3 ? (random() < 0.5 ? ('before' as const) : ('after' as const)) : undefined;
    const a = await openStudio(workspace, { name, breaks, aheadMs: 3_600_000 });
    const b = await openStudio(workspace, { breaks });
    await untilQuiet(a);
    await untilQuiet(b);
    const studios = [a, b];
    for (let i = 0; i < 40; i++) {
      const studio = studios[random() < 0.5 ? 0 : 1] as SyncedStudio;
      await randomEdit(studio.storage, random, i);
      if (random() < 0.3) await studio.round().catch(() => {});
    }
    for (let i = 0; i < 2; i++) for (const studio of studios) await untilQuiet(studio);
    const [here, there] = [await held(a), await held(b)];
    const inA = new Set((await a.storage.runs.list({ status: 'running' })).map(({ id }) => id));
    const known = (texts: unknown) =>
      (texts as string[]).filter((text) => ![...inA].some((id) => text.includes(`"id":"${id}"`)));
    expect(known(there.runs)).toEqual(known(here.runs));
    for (const table of ['experiments', 'datasets', 'datasetVersions', 'models', 'modelVersions'] as const)
      expect(there[table], table).toEqual(here[table]);
    for (const { store } of studios) expect(await store.counts()).toEqual({ toSend: 0, toApply: 0 });
  });

  it('tells what both changed, and the later counts on both sides', async () => {
    const workspace = await newWorkspace();
    const a = await openStudio(workspace);
    const { id } = await a.storage.models.create({ name: 'one', family: 'mlp' });
    await a.round();
    const b = await openStudio(workspace);
    await b.round();
    await a.storage.models.update(id, { name: 'mine', notes: 'kept' });
    await a.round();
    await b.storage.models.update(id, { name: 'theirs' });
    await b.round();
    await a.round();
    expect((await a.storage.models.get(id))?.name).toBe('theirs');
    expect(await b.storage.models.get(id)).toMatchObject({ name: 'theirs', notes: 'kept' });
    expect(await b.store.conflicts()).toMatchObject([{ field: 'name', kept: 'mine', theirs: '"mine"' }]);
  });

  it('deleted is deleted, also where it was changed meanwhile', async () => {
    const workspace = await newWorkspace();
    const a = await openStudio(workspace);
    const { id } = await a.storage.datasets.create({ name: 'rows', kind: 'tabular' });
    await a.round();
    const b = await openStudio(workspace);
    await b.round();
    await a.storage.datasets.delete(id);
    await a.round();
    await b.storage.datasets.update(id, { name: 'still' });
    await b.round();
    await a.round();
    expect(await a.storage.datasets.get(id)).toBeUndefined();
    expect(await b.storage.datasets.get(id)).toBeUndefined();
    expect(await b.store.conflicts()).toMatchObject([{ field: 'name', kept: 'theirs' }]);
  });

  it('versions made apart keep both, with the same numbers on both sides', async () => {
    const workspace = await newWorkspace();
    const name = crypto.randomUUID();
    await loadStudio(name, dump);
    const a = await openStudio(workspace, { name });
    const b = await openStudio(workspace);
    await a.round();
    await b.round();
    const [dataset] = await a.storage.datasets.list();
    for (const { storage } of [a, b]) {
      const version = await storage.datasets.version(dataset?.latestVersionId ?? '');
      if (!version) throw new Error('no version');
      const { id: _id, number: _number, hash: _hash, createdAt: _at, ...content } = version;
      await storage.datasets.commitVersion({ ...content, reason: 'changed' });
    }
    for (let i = 0; i < 2; i++) for (const studio of [a, b]) await studio.round();
    const numbers = async ({ storage }: SyncedStudio) =>
      (await storage.datasets.versions(dataset?.id ?? '')).map(({ id, number }) => [number, id]);
    expect((await numbers(a)).length).toBe(3);
    expect(await numbers(a)).toEqual(await numbers(b));
    expect((await a.storage.datasets.get(dataset?.id ?? ''))?.latestVersionId).toBe(
      (await b.storage.datasets.get(dataset?.id ?? ''))?.latestVersionId,
    );
  });

  it('models without data: no row leaves', async () => {
    const workspace = await newWorkspace();
    const name = crypto.randomUUID();
    await loadStudio(name, dump);
    const a = await openStudio(workspace, { name, share: { ...everything, withoutData: true } });
    const b = await openStudio(workspace);
    await a.round();
    await b.round();
    expect(await b.storage.datasets.list()).toEqual([]);
    expect((await b.storage.models.list()).length).toBe((await a.storage.models.list()).length);
    const held = await server.db.all<{ hash: string }>('select hash from blobs where workspace_id = $1', [
      workspace,
    ]);
    const { datasetVersions } = await a.storage.workspace.records();
    const rows = new Set(datasetVersions.flatMap(({ chunks }) => chunks.map(({ hash }) => hash)));
    expect(held.length).toBeGreaterThan(0);
    expect(held.filter(({ hash }) => rows.has(hash))).toEqual([]);
  });

  it('records of a hostile server are refused and stay out', async () => {
    const workspace = await newWorkspace();
    const a = await openStudio(workspace);
    const clock = `${String(Date.now()).padStart(15, '0')}-000000-evil`;
    const entry = (record: string, field: string, value: unknown) => ({
      kind: 'models',
      record,
      field,
      value,
      clock,
    });
    await post(`/workspaces/${workspace}/log`, {
      entries: [
        entry('m1', 'id', 'm1'),
        entry('m1', 'name', { toString: 'evil' }),
        entry('m2', '__proto__', { polluted: true }),
      ],
    });
    const { refused } = await a.round();
    expect(refused.length).toBeGreaterThan(0);
    expect(await a.storage.models.list()).toEqual([]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
