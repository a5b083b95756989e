/** The server over its one table of operations, in memory: who may do what, and what arrives whole or not at all. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hostile } from '../test/support/fromSchema';
import { verifyAudit } from './auditLog';
import { defaults } from './config';
import { type Listening, listen } from './http/listen';
import { createLimits } from './http/limits';
import { createClock } from '#/core/sync/clock';
import { type Operation, operations, type Role, roles } from './operations';
import { openServer, type SyncServer } from './openServer';

let server: SyncServer;
let workspace: string;
/** By role, and of somebody in no workspace of theirs. */
const tokens = {} as Record<Role | 'stranger', string>;

interface Told {
  status: number;
  headers: Headers;
  json: Record<string, never> & { [key: string]: unknown };
}

async function ask(
  method: string,
  path: string,
  body?: unknown,
  token?: string,
  headers: HeadersInit = {},
): Promise<Told> {
  const isBytes = body instanceof Uint8Array;
  const response = await server.answer(
    new Request(`http://server${path}`, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(isBytes && { 'content-length': String(body.byteLength) }),
        ...(headers as Record<string, string>),
      },
      ...(body !== undefined && { body: isBytes ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
    }),
    '127.0.0.1',
  );
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    json: text.startsWith('{') ? JSON.parse(text) : { text },
  };
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const bytes = (length: number, seed = 1) => Uint8Array.from({ length }, (_, i) => (i * 31 + seed * 17) % 251);
const password = 'correct horse';

async function register(name: string, invite?: string): Promise<Told> {
  return await ask('POST', '/auth/register', { name, password, ...(invite && { invite }) });
}

async function inviteAs(role: Role, into = workspace, token = tokens.owner): Promise<string> {
  return String((await ask('POST', `/workspaces/${into}/invites`, { role }, token)).json.invite);
}

beforeAll(async () => {
  server = await openServer(
    { ...defaults, folder: undefined, quotaBytes: 50_000, mostBodyBytes: 200_000 },
    { passwordCost: 2 ** 10 },
  );
  tokens.owner = String((await register('owner')).json.token);
  workspace = String((await ask('POST', '/workspaces', { name: 'Ours' }, tokens.owner)).json.id);
  for (const role of roles.slice(1))
    tokens[role] = String((await register(role, await inviteAs(role))).json.token);
  tokens.stranger = String((await register('stranger', await inviteAs('viewer'))).json.token);
  const { members } = (await ask('GET', `/workspaces/${workspace}/members`, undefined, tokens.owner)).json;
  const { id } = (members as unknown as { id: string; name: string }[]).find(
    ({ name }) => name === 'stranger',
  ) ?? { id: '' };
  expect(
    (await ask('DELETE', `/workspaces/${workspace}/members/${id}`, undefined, tokens.owner)).status,
  ).toBe(204);
}, 180_000);
afterAll(() => server.close());

const filled = ({ path }: Pick<Operation, 'path'>, into: string) =>
  path
    .replace('{workspace}', into)
    .replace('{hash}', '0'.repeat(64))
    .replace(/\{\w+\}/, 'nobody');

test('the table: every operation, role and foreign workspace', async () => {
  const unknown = crypto.randomUUID();
  for (const operation of operations) {
    if (operation.for === 'public') continue;
    const call = (token: string | undefined, into = workspace) =>
      ask(
        operation.method,
        filled(operation, into),
        operation.method === 'POST' || operation.method === 'PUT' ? {} : undefined,
        token,
      );
    expect((await call(undefined)).status, `${operation.name} without a token`).toBe(401);
    expect((await call('tetrad_made-up')).status, `${operation.name} with a made-up token`).toBe(401);
    if (operation.for === 'user') continue;
    const foreign = await call(tokens.stranger);
    expect(foreign, operation.name).toMatchObject({ status: 404 });
    expect(foreign.json, operation.name).toEqual((await call(tokens.stranger, unknown)).json);
    for (const role of roles) {
      if (operation.name === 'eraseWorkspace' && role === 'owner') continue;
      const { status, json } = await call(tokens[role]);
      const isAdmitted = status !== 401 && status !== 403 && !String(json.detail).includes('workspace');
      expect(isAdmitted, `${operation.name} as ${role}: ${status}`).toBe(operation.for.includes(role));
      // Of what runners answer, and nobody is here.
      if (![501, 503].includes(status)) expect(status, operation.name).toBeLessThan(500);
    }
  }
});

test('scopes narrow what a token may; secrets are hashed at rest; what is revoked ends at once', async () => {
  const made = await ask('POST', '/auth/tokens', { name: 'notebook', scopes: ['read'] }, tokens.owner);
  const reader = String(made.json.token);
  expect((await ask('GET', `/workspaces/${workspace}/log`, undefined, reader)).status).toBe(200);
  expect((await ask('POST', `/workspaces/${workspace}/log`, {}, reader)).status).toBe(403);
  expect((await ask('POST', '/auth/tokens', { name: 'more', scopes: ['admin'] }, reader)).status).toBe(403);
  const kept =
    JSON.stringify(await server.db.all('select * from tokens')) +
    JSON.stringify(await server.db.all('select * from users'));
  for (const secret of [reader, tokens.owner, password]) expect(kept).not.toContain(secret);
  expect((await ask('DELETE', `/auth/tokens/${String(made.json.id)}`, undefined, tokens.viewer)).status).toBe(
    404,
  );
  expect((await ask('DELETE', `/auth/tokens/${String(made.json.id)}`, undefined, tokens.owner)).status).toBe(
    204,
  );
  expect((await ask('GET', '/auth/me', undefined, reader)).status).toBe(401);
  const session = String((await ask('POST', '/auth/login', { name: 'viewer', password })).json.token);
  expect((await ask('GET', '/auth/me', undefined, session)).json).toMatchObject({ name: 'viewer' });
  expect((await ask('POST', '/auth/logout', undefined, session)).status).toBe(204);
  expect((await ask('GET', '/auth/me', undefined, session)).status).toBe(401);
});

test('people come by invitation, once; passwords are not guessed', async () => {
  expect((await register('alone')).status).toBe(403);
  const invite = await inviteAs('viewer');
  expect((await register('owner', invite)).status).toBe(409);
  expect((await register('late', invite)).status).toBe(201);
  expect((await register('later', invite)).status).toBe(403);
  const wrong = [];
  for (let i = 0; i < 11; i++)
    wrong.push((await ask('POST', '/auth/login', { name: 'late', password: 'x' })).status);
  expect(wrong.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 401));
  expect(wrong[10]).toBe(429);
  const { id } = (await ask('GET', '/auth/me', undefined, tokens.owner)).json;
  const last = await ask(
    'PUT',
    `/workspaces/${workspace}/members/${String(id)}`,
    { role: 'viewer' },
    tokens.owner,
  );
  expect(last).toMatchObject({ status: 409, json: { hint: expect.stringContaining('owner') } });
});

test('blobs: whole, true and resumable, or not there', async () => {
  const at = (hash: string) => `/workspaces/${workspace}/blobs/${hash}`;
  const whole = bytes(5000);
  const hash = sha256(whole);
  expect((await ask('PUT', at('0'.repeat(64)), whole, tokens.editor)).json).toMatchObject({
    status: 422,
    code: 'corrupt',
  });
  expect((await ask('HEAD', at('0'.repeat(64)), undefined, tokens.editor)).headers.get('upload-offset')).toBe(
    '0',
  );

  const part = (from: number, to: number, total = whole.length) =>
    ask('PUT', at(hash), whole.subarray(from, to), tokens.editor, {
      'content-range': `bytes ${from}-${to - 1}/${total}`,
    });
  expect((await part(0, 2000)).json).toMatchObject({ complete: false, arrived: 2000 });
  expect((await ask('GET', at(hash), undefined, tokens.viewer)).status).toBe(404);
  expect((await part(3000, 5000)).headers.get('upload-offset')).toBe('2000');
  expect((await ask('HEAD', at(hash), undefined, tokens.editor)).headers.get('upload-offset')).toBe('2000');
  expect((await part(2000, 5000)).status).toBe(201);
  expect((await ask('PUT', at(hash), whole, tokens.editor)).status).toBe(200);

  const response = await server.answer(
    new Request(`http://server${at(hash)}`, {
      headers: { authorization: `Bearer ${tokens.viewer}`, range: 'bytes=10-19' },
    }),
    '127.0.0.1',
  );
  expect([response.status, response.headers.get('content-range')]).toEqual([206, 'bytes 10-19/5000']);
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(whole.subarray(10, 20));
  expect((await ask('GET', at(hash), undefined, tokens.viewer, { range: 'bytes=9000-' })).status).toBe(416);
  expect(
    (await ask('GET', at(hash), undefined, tokens.viewer, { 'if-none-match': `"${hash}"` })).status,
  ).toBe(304);

  const large = bytes(60_000);
  expect((await ask('PUT', at(sha256(large)), large, tokens.editor)).json).toMatchObject({
    status: 507,
    code: 'quota',
  });
  for (const name of ['..%2f..%2fetc%2fpasswd', hash.toUpperCase(), `${hash}%00`])
    expect((await ask('PUT', at(name), whole, tokens.editor)).status, name).toBe(400);
  // The same bytes of another workspace are not had by their name.
  const other = String((await ask('POST', '/workspaces', { name: 'Theirs' }, tokens.stranger)).json.id);
  expect((await ask('GET', `/workspaces/${other}/blobs/${hash}`, undefined, tokens.stranger)).status).toBe(
    404,
  );
});

test('devices whose clocks are hours apart converge, whatever order and however often writes come', async () => {
  const at = `/workspaces/${workspace}/log`;
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  const skews = [0, 3_600_000, -3_600_000];
  const devices = skews.map((skew, i) => ({
    clock: createClock(`d${i}`, () => 1e12 + skew),
    seen: 0,
    state: new Map<string, unknown>(),
    sent: [] as object[],
  }));
  const expected = new Map<string, { clock: string; value: unknown }>();
  const deleted = new Set<string>();
  for (let round = 0; round < 20; round++) {
    for (const { clock, sent } of devices) {
      const record = `r${random(4)}`;
      const field = random(12) === 0 ? 'deleted' : `f${random(3)}`;
      sent.push({ kind: 'model', record, field, value: random(1000), clock: clock.next() });
    }
    for (const device of devices) {
      if (random(10) < 3) continue;
      // A dropped answer: the same is written again, together with older writes, in another order.
      const batch = random(10) < 3 ? [...device.sent].reverse() : device.sent.slice(-6);
      await ask('POST', at, { entries: batch }, tokens.editor);
    }
  }
  for (const { sent } of devices) {
    expect((await ask('POST', at, { entries: sent }, tokens.editor)).status).toBe(200);
    for (const entry of sent as { record: string; field: string; value: unknown; clock: string }[]) {
      if (entry.field === 'deleted') deleted.add(entry.record);
      const key = `${entry.record} ${entry.field}`;
      if ((expected.get(key)?.clock ?? '') < entry.clock) expected.set(key, entry);
    }
  }
  for (const device of devices)
    for (let more = true; more; ) {
      const read = (await ask('GET', `${at}?after=${device.seen}&limit=7`, undefined, tokens.viewer)).json;
      for (const { kind, record, field, value, seq } of read.entries as unknown as {
        kind: string;
        record: string;
        field: string;
        value: unknown;
        seq: number;
      }[]) {
        if (kind === 'model') device.state.set(`${record} ${field}`, value);
        device.seen = seq;
      }
      more = Boolean(read.more);
    }
  const wanted = [...expected].flatMap(([key, { value }]) => {
    const [record = '', field] = key.split(' ');
    return deleted.has(record) && field !== 'deleted' ? [] : [[key, value] as const];
  });
  expect(deleted.size).toBeGreaterThan(0);
  for (const { state } of devices) expect(new Map(state)).toEqual(new Map(wanted));

  const future = {
    kind: 'model',
    record: 'a',
    field: 'b',
    value: 1,
    clock: createClock('x', () => Date.now() + 2 * 86_400_000).next(),
  };
  expect((await ask('POST', at, { entries: [future] }, tokens.editor)).json).toMatchObject({
    status: 400,
    place: 'entries.clock',
  });
});

test('the audit log is only added to, and tells when it was not', async () => {
  const { lines } = await verifyAudit(server.db);
  expect(lines).toBeGreaterThan(5);
  await expect(server.db.all(`update audit set who = 'nobody' where seq = 3`)).rejects.toThrow(/only added/);
  await server.db.all('alter table audit disable trigger audit_is_kept');
  await server.db.all(`update audit set who = 'nobody' where seq = 3`);
  expect((await verifyAudit(server.db)).brokenAt).toBe(3);
  await server.db.all('delete from audit where seq = 3');
  expect((await verifyAudit(server.db)).brokenAt).toBe(4);
});

test('hostile requests are refused, and never a failure of the server', async () => {
  for (const { name, method, path } of operations)
    for (const text of name === 'logout' ? [] : hostile.slice(0, name.startsWith('mlflow') ? 3 : -1)) {
      const named = path
        .replace(/\{\w+\}/g, text.isWellFormed() ? encodeURIComponent(text) : 'x')
        .replace('%2F', '/');
      const body =
        method === 'POST' || method === 'PUT'
          ? { name: text, password: text, role: text, entries: [text], invite: text }
          : undefined;
      const { status } = await ask(method, named, body, tokens.owner);
      if (![501, 503].includes(status)) expect(status, `${method} ${named}`).toBeLessThan(500);
    }
  for (const [method, path, body] of [
    ['GET', `/workspaces/${workspace}/blobs?after=%00`],
    ['GET', `/workspaces/${workspace}/members%00`],
    ['POST', '/auth/login', { name: 'a', password: '\0' }],
    ['POST', `/workspaces/${workspace}/api/2.0/mlflow/experiments/create`, { name: 'a\0b' }],
  ] as const)
    expect((await ask(method, path, body, tokens.owner)).status, path).toBe(400);
  const large = { name: 'x'.repeat(300_000) };
  expect((await ask('POST', '/workspaces', large, tokens.owner)).status).toBe(413);
  let at = 0;
  const limits = createLimits(2, 3, () => at);
  expect([1, 2, 3, 4].map(() => limits.take('a'))).toEqual([0, 0, 0, 1]);
  at = 500;
  expect([limits.take('a'), limits.take('a'), limits.take('b')]).toEqual([0, 1, 0]);
});

test('over the wire: an upload that breaks off goes on where it was', async () => {
  const listening: Listening = await listen(server.answer, '127.0.0.1', 0);
  try {
    const whole = bytes(20_000, 3);
    const url = `${listening.url}/workspaces/${workspace}/blobs/${sha256(whole)}`;
    const headers = { authorization: `Bearer ${tokens.editor}` };
    const offset = async () =>
      Number((await fetch(url, { method: 'HEAD', headers })).headers.get('upload-offset'));
    const upload = httpRequest(url, {
      method: 'PUT',
      headers: { ...headers, 'content-length': whole.length },
    });
    upload.on('error', () => {});
    upload.write(whole.subarray(0, 8000));
    await expect.poll(offset).toBe(8000);
    upload.destroy();
    const rest = async () => {
      const { status } = await fetch(url, {
        method: 'PUT',
        headers: { ...headers, 'content-range': `bytes 8000-${whole.length - 1}/${whole.length}` },
        body: whole.subarray(8000),
      });
      return status;
    };
    // Refused (409) until the server has seen that the other is gone.
    await expect.poll(rest).toBe(201);
    expect(new Uint8Array(await (await fetch(url, { headers })).arrayBuffer())).toEqual(whole);
    expect(await (await fetch(`${listening.url}/metrics`)).text()).toContain(
      'tetrad_requests_total{operation="writeBlob",status="201"}',
    );
    expect(await (await fetch(`${listening.url}/ready`)).json()).toEqual({ status: 'ready' });
  } finally {
    await listening.stop();
  }
});

test('MLflow: a run is logged, searched, its model registered and given an alias', async () => {
  const call = async (method: string, name: string, body?: object, token = tokens.editor) => {
    const at = `/workspaces/${workspace}/api/2.0/mlflow/${name}`;
    const query =
      method === 'GET' ? `?${new URLSearchParams(body as Record<string, string>).toString()}` : '';
    return await ask(method, at + query, method === 'GET' ? undefined : body, token, {
      'content-type': 'application/json',
    });
  };
  const ok = async (...given: Parameters<typeof call>) => {
    const { status, json } = await call(...given);
    expect(status, `${given[1]} ${JSON.stringify(json)}`).toBe(200);
    return json as Record<string, unknown>;
  };
  const { experiment_id } = await ok('POST', 'experiments/create', { name: 'Iris' });
  expect((await call('POST', 'experiments/create', { name: 'Iris' })).json).toMatchObject({
    error_code: 'RESOURCE_ALREADY_EXISTS',
  });
  expect(await ok('GET', 'experiments/get-by-name', { experiment_name: 'Iris' })).toMatchObject({
    experiment: { experiment_id },
  });
  const runs: string[] = [];
  for (const [i, units] of ['8', '64'].entries()) {
    const { run } = await ok('POST', 'runs/create', {
      experiment_id,
      start_time: 1000 + i,
      run_name: `net ${units}`,
    });
    const { run_id } = (run as { info: { run_id: string } }).info;
    runs.push(run_id);
    await ok('POST', 'runs/log-batch', {
      run_id,
      params: [{ key: 'units', value: units }],
      metrics: [1, 2, 3].map((step) => ({ key: 'loss', value: 1 / (step + i), step, timestamp: step })),
      tags: [{ key: 'team', value: "o'hara" }],
    });
    await ok('POST', 'runs/log-metric', { run_id, key: 'bad', value: 'NaN', timestamp: 1, step: 0 });
    await ok('POST', 'runs/update', { run_id, status: 'FINISHED', end_time: 2000 });
  }
  // A late point of an earlier step is history, and not the latest.
  await ok('POST', 'runs/log-metric', { run_id: runs[0], key: 'loss', value: 9, timestamp: 9, step: 0 });
  const { run } = await ok('GET', 'runs/get', { run_id: runs[0] as string });
  expect(run).toMatchObject({
    info: { status: 'FINISHED', run_name: 'net 8', user_id: 'editor', end_time: 2000 },
    data: {
      params: [{ key: 'units', value: '8' }],
      metrics: expect.arrayContaining([
        { key: 'loss', value: 1 / 3, step: 3, timestamp: 3 },
        { key: 'bad', value: 'NaN', step: 0, timestamp: 1 },
      ]),
    },
  });
  const { metrics } = await ok('GET', 'metrics/get-history', {
    run_id: runs[0] as string,
    metric_key: 'loss',
  });
  expect((metrics as { step: number }[]).map(({ step }) => step)).toEqual([0, 1, 2, 3]);
  expect(
    (await call('POST', 'runs/log-parameter', { run_id: runs[0], key: 'units', value: '9' })).json,
  ).toMatchObject({ error_code: 'INVALID_PARAMETER_VALUE' });

  const search = async (filter: string, order_by: string[] = []) => {
    const { runs: found } = await ok(
      'POST',
      'runs/search',
      { experiment_ids: [experiment_id], filter, order_by },
      tokens.viewer,
    );
    return (found as { info: { run_name: string } }[]).map(({ info }) => info.run_name);
  };
  expect(await search('')).toEqual(['net 64', 'net 8']);
  expect(await search('', ['metrics.loss DESC'])).toEqual(['net 8', 'net 64']);
  expect(await search("metrics.loss < 0.3 and params.units = '64'")).toEqual(['net 64']);
  expect(
    await search("attributes.status = 'FINISHED' and run_name like '%8' and tags.team = \"o'hara\""),
  ).toEqual(['net 8']);
  expect(
    (await call('POST', 'runs/search', { experiment_ids: [experiment_id], filter: 'metrics.loss <' })).json,
  ).toMatchObject({ error_code: 'INVALID_PARAMETER_VALUE', message: expect.stringContaining('filter') });
  await ok('POST', 'runs/delete', { run_id: runs[0] });
  expect(await search('')).toEqual(['net 64']);

  await ok('POST', 'registered-models/create', { name: 'flowers' });
  for (const version of ['1', '2'])
    expect(
      await ok('POST', 'model-versions/create', { name: 'flowers', source: 's', run_id: runs[1] }),
    ).toMatchObject({ model_version: { version, status: 'READY' } });
  await ok('POST', 'registered-models/alias', { name: 'flowers', alias: 'champion', version: '1' });
  expect(await ok('GET', 'registered-models/alias', { name: 'flowers', alias: 'champion' })).toMatchObject({
    model_version: { version: '1', aliases: ['champion'] },
  });
  expect(
    (await call('POST', 'registered-models/alias', { name: 'flowers', alias: 'champion', version: '7' }))
      .json,
  ).toMatchObject({ error_code: 'RESOURCE_DOES_NOT_EXIST' });
  await ok('DELETE', 'registered-models/alias', { name: 'flowers', alias: 'champion' });
  expect((await call('GET', 'registered-models/alias', { name: 'flowers', alias: 'champion' })).status).toBe(
    404,
  );
  expect((await call('POST', 'runs/create', { experiment_id }, tokens.viewer)).status).toBe(403);
  expect((await call('GET', 'experiments/get', { experiment_id }, tokens.stranger)).status).toBe(404);
});

test('a workspace is exported whole, and erased whole', async () => {
  const mine = bytes(3000, 9);
  await ask('PUT', `/workspaces/${workspace}/blobs/${sha256(mine)}`, mine, tokens.editor);
  const lease = { runner: 'r1', jobs: true, wait_ms: 0 };
  await ask('POST', `/workspaces/${workspace}/runners/lease`, lease, tokens.runner);
  await ask('POST', `/workspaces/${workspace}/ml/training`, { name: 'a' }, tokens.editor, {
    'x-a': '1',
  }).catch(() => {});
  const [job] = await server.db.all<{ id: string }>(
    'select id from requests where workspace_id = $1 and is_job',
    [workspace],
  );
  const jobId = job?.id ?? '';
  await server.db.all(`insert into job_epochs (request_id, epoch, data) values ($1, 1, '{"epoch":1}')`, [
    jobId,
  ]);
  await inviteAs('viewer');

  const response = await server.answer(
    new Request(`http://server/workspaces/${workspace}/export`, {
      headers: { authorization: `Bearer ${tokens.owner}` },
    }),
    '127.0.0.1',
  );
  const folder = mkdtempSync(join(tmpdir(), 'tetrad-export-'));
  const file = join(folder, 'workspace.tar');
  writeFileSync(file, new Uint8Array(await response.arrayBuffer()));
  execFileSync('tar', ['-xf', file, '-C', folder]);
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  expect(JSON.parse(read('workspace.json'))).toMatchObject({
    id: workspace,
    name: 'Ours',
    members: expect.arrayContaining([expect.objectContaining({ name: 'owner', role: 'owner' })]),
    invites: [{ role: 'viewer' }],
    runners: [{ name: 'r1' }],
  });
  const [{ fields } = { fields: 0 }] = await server.db.all<{ fields: number }>(
    'select count(*)::int as fields from fields where workspace_id = $1',
    [workspace],
  );
  const lines = readdirSync(join(folder, 'log')).flatMap((name) => read(`log/${name}`).trim().split('\n'));
  expect(lines).toHaveLength(fields);
  expect(JSON.parse(read(`requests/${jobId}.json`))).toMatchObject({ id: jobId, epochs: [{ epoch: 1 }] });
  expect(read('audit.jsonl')).toContain('removeMember');
  for (const hash of readdirSync(join(folder, 'blobs')))
    expect(sha256(readFileSync(join(folder, 'blobs', hash)))).toBe(hash);
  expect(readdirSync(join(folder, 'blobs'))).toContain(sha256(mine));
  const everything = readFileSync(file, 'latin1');
  for (const secret of Object.values(tokens)) expect(everything).not.toContain(secret);
  rmSync(folder, { recursive: true });

  expect((await ask('DELETE', `/workspaces/${workspace}`, undefined, tokens.owner)).status).toBe(204);
  const tables = await server.db.all<{ name: string }>(
    `select table_name as name from information_schema.columns where column_name = 'workspace_id' and table_name <> 'audit'`,
  );
  expect(tables.map(({ name }) => name).toSorted()).toEqual([
    'blobs',
    'fields',
    'invites',
    'members',
    'requests',
    'runners',
    'uploads',
  ]);
  for (const { name } of tables)
    expect(await server.db.all(`select 1 from ${name} where workspace_id = $1`, [workspace]), name).toEqual(
      [],
    );
  expect(await server.db.all('select 1 from job_epochs where request_id = $1', [jobId])).toEqual([]);
  expect((await ask('GET', `/workspaces/${workspace}/log`, undefined, tokens.owner)).status).toBe(404);
});
