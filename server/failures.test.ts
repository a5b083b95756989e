/** What goes wrong below the server: a disk that is full, a database that goes, files that a sudden end left. */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaults } from './config';
import { openServer, type SyncServer } from './openServer';

const folder = mkdtempSync(join(tmpdir(), 'tetrad-failures-'));
const lines: { level?: string; message?: string }[] = [];
let server: SyncServer;
let token = '';
let workspace = '';

const ask = async (method: string, path: string, body?: Uint8Array<ArrayBuffer> | object) => {
  const isBytes = body instanceof Uint8Array;
  const response = await server.answer(
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
  return { status: response.status, headers: response.headers, json: text ? JSON.parse(text) : {} };
};
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

beforeAll(async () => {
  server = await openServer(
    { ...defaults, folder },
    { passwordCost: 2 ** 10, log: (line) => lines.push(line) },
  );
  token = String(
    (await ask('POST', '/auth/register', { name: 'ada', password: 'correct horse' })).json.token,
  );
  workspace = String((await ask('POST', '/workspaces', { name: 'Ours' })).json.id);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.runIf(existsSync('/dev/full'))(
  'a disk that is full: 507, and the blob comes when there is room',
  async () => {
    const bytes = new Uint8Array(5000).fill(7);
    const hash = sha256(bytes);
    const arriving = join(folder, 'blobs', workspace, 'arriving');
    mkdirSync(arriving, { recursive: true });
    symlinkSync('/dev/full', join(arriving, hash));
    const full = await ask('PUT', `/workspaces/${workspace}/blobs/${hash}`, bytes);
    expect(full).toMatchObject({
      status: 507,
      json: { code: 'quota', hint: expect.stringContaining('room') },
    });
    expect(lines.some(({ level, message }) => level === 'error' && message?.includes('ENOSPC'))).toBe(true);
    rmSync(join(arriving, hash));
    expect((await ask('PUT', `/workspaces/${workspace}/blobs/${hash}`, bytes)).status).toBe(201);
  },
);

test('files that no row speaks of are swept; what is young, and what has a row, stays', async () => {
  const bytes = new Uint8Array(10).fill(1);
  const kept = sha256(bytes);
  expect((await ask('PUT', `/workspaces/${workspace}/blobs/${kept}`, bytes)).status).toBe(201);
  const old = new Date(Date.now() - 30 * 24 * 3_600_000);
  const put = (at: string, hash: string, isOld: boolean) => {
    const path = join(folder, 'blobs', at, hash);
    mkdirSync(join(folder, 'blobs', at), { recursive: true });
    writeFileSync(path, 'x');
    if (isOld) utimesSync(path, old, old);
    return path;
  };
  const erased = put(`${randomUUID()}/aa`, 'a'.repeat(64), false);
  const orphan = put(`${workspace}/bb`, 'b'.repeat(64), true);
  const young = put(`${workspace}/cc`, 'c'.repeat(64), false);
  const given = put(`${workspace}/arriving`, 'd'.repeat(64), true);
  const blob = join(folder, 'blobs', workspace, kept.slice(0, 2), kept);
  utimesSync(blob, old, old);
  expect(await server.sweep()).toEqual({ workspaces: 1, blobs: 1, uploads: 1 });
  expect([erased, orphan, young, given, blob].map((path) => existsSync(path))).toEqual([
    false,
    false,
    true,
    false,
    true,
  ]);
});

test('an erased workspace leaves no files', async () => {
  const other = String((await ask('POST', '/workspaces', { name: 'Other' })).json.id);
  const bytes = new Uint8Array(10).fill(2);
  await ask('PUT', `/workspaces/${other}/blobs/${sha256(bytes)}`, bytes);
  expect(existsSync(join(folder, 'blobs', other))).toBe(true);
  expect((await ask('DELETE', `/workspaces/${other}`)).status).toBe(204);
  expect(existsSync(join(folder, 'blobs', other))).toBe(false);
});

test('a database that is away: 503, and when to come again', async () => {
  await server.close();
  const away = await ask('GET', `/workspaces/${workspace}/log`);
  expect(away).toMatchObject({
    status: 503,
    json: { code: 'offline', hint: expect.stringContaining('again') },
  });
  expect(away.headers.get('retry-after')).toBe('5');
  expect((await ask('GET', '/ready')).status).toBe(503);
  expect((await ask('GET', '/health')).status).toBe(200);
});
