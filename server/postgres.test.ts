/** Two servers over one PostgreSQL and one folder of blobs: what is given once is given once, whichever is asked. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClock } from '#/core/sync/clock';
import {
  noPostgres,
  postgresFolder,
  type RunningPostgres,
  startPostgres,
} from '../test/support/postgresServer';
import { verifyAudit } from './auditLog';
import { defaults } from './config';
import { openServer, type SyncServer } from './openServer';

if (!postgresFolder) console.warn(noPostgres);

describe.runIf(postgresFolder)('two servers and a PostgreSQL', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tetrad-two-'));
  let postgres: RunningPostgres;
  let servers: SyncServer[] = [];
  let token = '';
  let at = '';

  const ask = async (
    which: number,
    method: string,
    path: string,
    body?: object | Uint8Array<ArrayBuffer>,
  ) => {
    const isBytes = body instanceof Uint8Array;
    const response = await (servers[which % servers.length] as SyncServer).answer(
      new Request(`http://server${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(isBytes && { 'content-length': String(body.byteLength) }),
        },
        ...(body && { body: isBytes ? body : JSON.stringify(body) }),
      }),
      '127.0.0.1',
    );
    const text = await response.text();
    return { status: response.status, json: text.startsWith('{') ? JSON.parse(text) : {} };
  };

  beforeAll(async () => {
    postgres = await startPostgres();
    const config = { ...defaults, folder, databaseUrl: postgres.url, perSecond: 1e6, burst: 1e6 };
    // At once: one makes the tables, the other waits.
    servers = await Promise.all([1, 2].map(() => openServer(config, { passwordCost: 2 ** 10 })));
    token = String(
      (await ask(0, 'POST', '/auth/register', { name: 'ada', password: 'correct horse' })).json.token,
    );
    at = `/workspaces/${String((await ask(1, 'POST', '/workspaces', { name: 'Ours' })).json.id)}`;
  }, 120_000);
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.close()));
    postgres?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('of ten that make the same experiment at both, one does; versions are numbered without a gap', async () => {
    const ml = `${at}/api/2.0/mlflow`;
    const made = await Promise.all(
      Array.from({ length: 10 }, (_, i) => ask(i, 'POST', `${ml}/experiments/create`, { name: 'Iris' })),
    );
    expect(made.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      200,
      ...Array.from({ length: 9 }, () => 400),
    ]);
    expect((await ask(0, 'POST', `${ml}/registered-models/create`, { name: 'flowers' })).status).toBe(200);
    const versions = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        ask(i, 'POST', `${ml}/model-versions/create`, { name: 'flowers', source: 's' }),
      ),
    );
    const numbers = versions.map(({ json }) => Number(json.model_version?.version));
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    for (let i = 0; i < 20; i++) {
      const name = { name: 'flowers', alias: 'champion' };
      await ask(i, 'POST', `${ml}/registered-models/alias`, { ...name, version: String(i + 1) });
      const got = await ask(
        i + 1,
        'GET',
        `${ml}/registered-models/alias?${new URLSearchParams(name).toString()}`,
      );
      expect(got.json.model_version?.version, `after ${i + 1}`).toBe(String(i + 1));
    }
  });

  test('numbers of the log have no gap and no double, and both tell the same', async () => {
    const clocks = [createClock('a'), createClock('b', () => Date.now() + 3_600_000)];
    const written = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        ask(i, 'POST', `${at}/log`, {
          entries: Array.from({ length: 5 }, (_one, j) => ({
            kind: 'model',
            record: `r${(i + j) % 7}`,
            field: `f${j}`,
            value: i,
            clock: clocks[i % 2]?.next(),
          })),
        }),
      ),
    );
    expect(written.every(({ status }) => status === 200)).toBe(true);
    const one = await ask(0, 'GET', `${at}/log?limit=10000`);
    expect((await ask(1, 'GET', `${at}/log?limit=10000`)).json).toEqual(one.json);
    const numbers = (one.json.entries as { seq: number }[]).map(({ seq }) => seq);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  test('a blob that arrives at both at once arrives once, and whole', async () => {
    const bytes = new Uint8Array(3_000_000).map((_, i) => (i * 31) % 251);
    const hash = createHash('sha256').update(bytes).digest('hex');
    const put = await Promise.all(
      [0, 1, 0, 1].map((which) => ask(which, 'PUT', `${at}/blobs/${hash}`, bytes)),
    );
    const statuses = put.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => ![200, 201, 409].includes(status))).toEqual([]);
    const response = await (servers[1] as SyncServer).answer(
      new Request(`http://server${at}/blobs/${hash}`, { headers: { authorization: `Bearer ${token}` } }),
      '',
    );
    const read = new Uint8Array(await response.arrayBuffer());
    expect(createHash('sha256').update(read).digest('hex')).toBe(hash);
    const [held] = (await servers[0]?.db.all('select count(*)::int as held from uploads')) ?? [];
    expect(held).toEqual({ held: 0 });
  });

  test('of two runners that ask both, one gets a job; it is told at the other server', async () => {
    const job = await ask(0, 'POST', `${at}/ml/training`, { dataset_id: 'd', target: 't', family: 'mlp' });
    expect(job.status).toBe(202);
    const leases = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        ask(i, 'POST', `${at}/runners/lease`, { runner: `r${i}`, jobs: true, wait_ms: 0 }),
      ),
    );
    const got = leases.flatMap(({ json }, i) => (json.requests as object[]).map(() => i));
    expect(got).toHaveLength(1);
    expect(
      (await ask((got[0] ?? 0) + 1, 'GET', `${at}/ml/training/${String(job.json.job_id)}`)).json,
    ).toMatchObject({
      status: 'running',
      runner: `r${got[0]}`,
    });
  });

  test('the audit log of both is one chain', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => ask(i, 'POST', `${at}/invites`, { role: 'viewer' })),
    );
    const verdict = await verifyAudit((servers[0] as SyncServer).db);
    expect(verdict.brokenAt).toBeUndefined();
    expect(verdict.lines).toBeGreaterThanOrEqual(22);
  });

  test('the database goes: 503; it comes back: both go on, and what was acknowledged is there', async () => {
    const clock = createClock('c');
    const entry = (value: number) => ({
      kind: 'model',
      record: 'kept',
      field: 'f',
      value,
      clock: clock.next(),
    });
    expect((await ask(0, 'POST', `${at}/log`, { entries: [entry(1)] })).status).toBe(200);
    postgres.crash();
    for (const which of [0, 1]) expect((await ask(which, 'GET', `${at}/log`)).status).toBe(503);
    expect((await ask(0, 'POST', `${at}/log`, { entries: [entry(2)] })).status).toBe(503);
    postgres.start();
    for (const which of [0, 1])
      await expect
        .poll(async () => (await ask(which, 'GET', '/ready')).status, { timeout: 20_000 })
        .toBe(200);
    const { json } = await ask(1, 'GET', `${at}/log?limit=10000`);
    const kept = (json.entries as { record: string; value: number }[]).find(
      ({ record }) => record === 'kept',
    );
    expect(kept?.value).toBe(1);
  }, 60_000);
});
