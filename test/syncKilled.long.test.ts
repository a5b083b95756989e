/**
 * Two studios that change things apart, one with a clock an hour ahead, three of ten connections breaking, and servers that
 * are killed again and again in the midst of it: what was acknowledged is there, no blob is torn, and both end alike.
 * KILLS, SEED. On PGlite with one process; on PostgreSQL with two, killed in turn.
 */
import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Ask } from '#/app/sync/serverApi';
import { serverApi } from '#/app/sync/serverApi';
import { syncRound } from '#/app/sync/syncRound';
import type { SharePolicy } from '#/core/protocol/sync';
import { openStorage } from '#/storage/openStorage';
import { openSyncStore } from '#/storage/sync/syncStore';
import type { FilledStudio } from './support/fillStudio';
import { noPostgres, postgresFolder, startPostgres } from './support/postgresServer';
import { buildServer, type ServerProcess, serverProcess } from './support/serverProcess';
import { loadStudio } from './support/storeDump';
import { held, randomEdit, randomsOf, type SyncedStudio, untilQuiet } from './support/syncStudios';

const kills = Number(process.env.KILLS ?? 100);
const seed = Number(process.env.SEED ?? 7);
const built = join(process.cwd(), '.cache', `server-sync-killed-${process.pid}`);
const { dump } = JSON.parse(
  readFileSync(new URL('./stores/v1.json', import.meta.url), 'utf8'),
) as FilledStudio;
const everything: SharePolicy = { what: 'all', datasetIds: [], modelIds: [] };
let main = '';

beforeAll(async () => {
  main = await buildServer(built);
}, 120_000);
afterAll(() => rmSync(built, { recursive: true, force: true }));

interface Acknowledged {
  /** The clock of each field that was answered 200, by workspace's kind, record and field. */
  fields: Map<string, string>;
  blobs: Set<string>;
}

async function killedAgainAndAgain(servers: readonly ServerProcess[]): Promise<void> {
  const random = randomsOf(seed);
  let isOver = false;
  const acknowledged: Acknowledged = { fields: new Map(), blobs: new Set() };
  let requests = 0;
  let broken = 0;
  const one = () => servers[Math.floor(random() * servers.length)] as ServerProcess;

  const asking: Ask = async ({ url, method, headers, body }) => {
    requests++;
    const when = isOver || random() >= 0.3 ? undefined : random() < 0.5 ? 'before' : 'after';
    if (when === 'before') {
      broken++;
      throw new Error('The connection broke.');
    }
    const path = new URL(url).pathname + new URL(url).search;
    const response = await fetch(one().url() + path, {
      method,
      headers,
      ...(body && { body: body as BodyInit }),
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    // The server said so, whether the studio hears it or not.
    if (response.status === 200 && method === 'POST' && path.endsWith('/log') && body) {
      const { entries } = JSON.parse(Buffer.from(body).toString()) as { entries: Record<string, string>[] };
      for (const { kind, record, field, clock = '' } of entries) {
        const key = JSON.stringify([kind, record, field]);
        if ((acknowledged.fields.get(key) ?? '') < clock) acknowledged.fields.set(key, clock);
      }
    }
    if (response.status === 201 && method === 'PUT') acknowledged.blobs.add(path.split('/').at(-1) ?? '');
    if (when === 'after') {
      broken++;
      throw new Error('The connection broke.');
    }
    return { status: response.status, headers: Object.fromEntries(response.headers), body: bytes };
  };

  for (const server of servers) await server.start();
  let token = '';
  const post = async (path: string, given: object) => {
    const response = await fetch((servers[0] as ServerProcess).url() + path, {
      method: 'POST',
      body: JSON.stringify(given),
      headers: { authorization: `Bearer ${token}` },
    });
    return (await response.json()) as Record<string, unknown>;
  };
  token = String((await post('/auth/register', { name: 'ada', password: 'correct horse' })).token);
  const workspaceId = String((await post('/workspaces', { name: 'Ours' })).id);

  const opened: { close(): void }[] = [];
  const studio = async (name: string, aheadMs: number): Promise<SyncedStudio> => {
    const storage = await openStorage({ name, blobs: 'dexie' });
    const store = await openSyncStore(name);
    opened.push(storage, store);
    const api = serverApi(asking, { url: 'http://server', token }, workspaceId);
    const connection = { url: 'http://server', workspaceId, role: 'owner', share: everything };
    return {
      storage,
      store,
      round: () => syncRound({ storage, store, api, connection, now: () => Date.now() + aheadMs }),
    };
  };
  const name = crypto.randomUUID();
  await loadStudio(name, dump);
  const studios = [await studio(name, 3_600_000), await studio(crypto.randomUUID(), 0)];

  let edits = 0;
  let blobs = 0;
  let killed = 0;
  const working = studios.map(async (mine) => {
    while (!isOver) {
      // A few between two kills: what is made only grows, and each round looks through all of it.
      if (edits < 4 * (killed + 2)) await randomEdit(mine.storage, random, edits++);
      // Bytes of its own, so that blobs are on their way at any time.
      if (random() < 0.3 && blobs++ < 2 * (killed + 2)) await addRows(mine, random, edits);
      await mine.round().catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, random() * 20));
    }
  });
  for (; killed < kills; killed++) {
    await new Promise((resolve) => setTimeout(resolve, 50 + random() * 400));
    const server = servers[killed % servers.length] as ServerProcess;
    await server.kill();
    await server.start();
  }
  isOver = true;
  await Promise.all(working);
  for (let i = 0; i < 3; i++) for (const mine of studios) await untilQuiet(mine);

  const [here, there] = await Promise.all(studios.map((mine) => held(mine)));
  const inA = (await (studios[0] as SyncedStudio).storage.runs.list({ status: 'running' })).map(
    ({ id }) => id,
  );
  const known = (texts: unknown) =>
    (texts as string[]).filter((text) => !inA.some((id) => text.includes(`"id":"${id}"`)));
  expect(known(there?.runs)).toEqual(known(here?.runs));
  for (const table of ['experiments', 'datasets', 'datasetVersions', 'models', 'modelVersions'] as const)
    expect(there?.[table], table).toEqual(here?.[table]);
  for (const { store } of studios) expect(await store.counts()).toEqual({ toSend: 0, toApply: 0 });

  const get = async (path: string, from: ServerProcess) =>
    await fetch(`${from.url()}/workspaces/${workspaceId}${path}`, {
      headers: { authorization: `Bearer ${token}` },
    });
  for (const server of servers) {
    const fields = new Map<string, string>();
    const deleted = new Set<string>();
    for (let after = 0, more = true; more; ) {
      const told = (await (await get(`/log?after=${after}&limit=5000`, server)).json()) as {
        entries: { kind: string; record: string; field: string; clock: string; seq: number }[];
        more: boolean;
      };
      for (const { kind, record, field, clock, seq } of told.entries) {
        fields.set(JSON.stringify([kind, record, field]), clock);
        if (field === 'deleted') deleted.add(JSON.stringify([kind, record]));
        after = seq;
      }
      more = told.more;
    }
    const lost = [...acknowledged.fields].filter(([key, clock]) => {
      const [kind, record] = JSON.parse(key) as string[];
      return (fields.get(key) ?? '') < clock && !deleted.has(JSON.stringify([kind, record]));
    });
    expect(lost).toEqual([]);
    for (const hash of acknowledged.blobs) {
      const bytes = new Uint8Array(await (await get(`/blobs/${hash}`, server)).arrayBuffer());
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(hash);
    }
  }
  // Bytes that a record of either studio speaks of are there, in both.
  for (const { storage } of studios)
    for (const ref of await storage.workspace.blobsOf(await storage.workspace.records()))
      await storage.blobs.get(ref);
  const { fields } = acknowledged;
  console.log(
    `${kills} kills, seed ${seed}: ${edits} edits, ${requests} requests of which ${broken} broke, ${fields.size} fields and ${acknowledged.blobs.size} blobs acknowledged, none lost or torn`,
  );
  expect(fields.size).toBeGreaterThan(50);
  for (const one of opened) one.close();
}

async function addRows({ storage }: SyncedStudio, random: () => number, i: number): Promise<void> {
  const datasets = await storage.datasets.list();
  const dataset = datasets[Math.floor(random() * datasets.length)];
  const version = dataset && (await storage.datasets.version(dataset.latestVersionId ?? ''));
  const chunk = version?.chunks[0];
  if (!version || !chunk) return;
  const bytes = Uint8Array.from(
    { length: 20_000 + Math.floor(random() * 100_000) },
    (_, at) => (at * i * 7) % 251,
  );
  bytes.set(new TextEncoder().encode(String(random())));
  const ref = await storage.blobs.put(bytes);
  const { id: _id, number: _number, hash: _hash, createdAt: _at, ...content } = version;
  await storage.datasets.commitVersion({
    ...content,
    chunks: [{ ...chunk, ...ref }],
    reason: `changed ${i}`,
  });
}

it(`one server on PGlite, ${kills} kills`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tetrad-killed-'));
  const server = serverProcess(main, { TETRAD_DATA: folder, TETRAD_PORT: '0' });
  try {
    await killedAgainAndAgain([server]);
    expect(await server.kill('SIGTERM')).toBe(0);
  } finally {
    await server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}, 1_800_000);

if (!postgresFolder) console.warn(noPostgres);
it.runIf(postgresFolder)(
  `two servers on PostgreSQL, ${kills} kills`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tetrad-killed-'));
    const postgres = await startPostgres();
    const env = { TETRAD_DATA: folder, TETRAD_PORT: '0', TETRAD_DATABASE_URL: postgres.url };
    const servers = [serverProcess(main, env), serverProcess(main, env)];
    try {
      await killedAgainAndAgain(servers);
      for (const server of servers) expect(await server.kill('SIGTERM')).toBe(0);
    } finally {
      for (const server of servers) await server.kill();
      postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
  1_800_000,
);
