/** What only real sockets show: bodies that drip, that end before they should, that never end; headers that hold others. */
import { createHash } from 'node:crypto';
import { connect, createServer } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaults } from '../config';
import { openServer, type SyncServer } from '../openServer';
import { type Listening, listen } from './listen';

let server: SyncServer;
let listening: Listening;
let token = '';
let at = '';
const lines: { level?: string; status?: number; operation?: string }[] = [];

beforeAll(async () => {
  server = await openServer(
    { ...defaults, folder: undefined, mostBodyBytes: 100_000 },
    { passwordCost: 2 ** 10, log: (line) => lines.push(line) },
  );
  listening = await listen(server.answer, '127.0.0.1', 0, { bytesPerSecond: 1000, graceMs: 400 });
  const post = async (path: string, body: object) =>
    (await (
      await fetch(listening.url + path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { authorization: `Bearer ${token}` },
      })
    ).json()) as Record<string, string>;
  token = (await post('/auth/register', { name: 'ada', password: 'correct horse' })).token ?? '';
  at = `/workspaces/${(await post('/workspaces', { name: 'Ours' })).id ?? ''}`;
}, 120_000);
afterAll(async () => {
  await listening.stop();
  await server.close();
});

interface Spoken {
  status: number;
  text: string;
  ms: number;
}

/** Writes the head, then each piece after a while, until the other side ends; tells what it said. */
async function speak(head: string[], pieces: (string | Uint8Array)[] = [], everyMs = 20): Promise<Spoken> {
  const since = performance.now();
  const socket = connect(Number(new URL(listening.url).port), '127.0.0.1');
  let text = '';
  let isOver = false;
  socket.on('data', (chunk) => (text += String(chunk)));
  socket.on('error', () => {});
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve((isOver = true) as never)));
  socket.write([...head, `authorization: Bearer ${token}`, '', ''].join('\r\n'), 'latin1');
  for (const piece of pieces) {
    if (isOver) break;
    socket.write(piece);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  await ended;
  return { status: Number(/^HTTP\/1.1 (\d+)/.exec(text)?.[1]), text, ms: performance.now() - since };
}

const post = (path: string, length: number) => [
  `POST ${path} HTTP/1.1`,
  'host: a',
  'connection: close',
  `content-length: ${length}`,
];

test('a body that drips is refused, one that is slow enough arrives', async () => {
  const drips = Array.from({ length: 500 }, () => ' ');
  for (const head of [post('/auth/login', 5000), [...post(`${at}/blobs/${'1'.repeat(64)}`, 5000)]]) {
    head[0] = head[0]?.includes('/blobs/') ? (head[0] as string).replace('POST', 'PUT') : (head[0] as string);
    const dripped = await speak(head, drips);
    expect(dripped.status, dripped.text).toBe(408);
    expect(dripped.text).toContain('slower than 1000 bytes a second');
    expect(dripped.ms).toBeLessThan(3000);
  }
  const slow = Array.from({ length: 30 }, () => 'x'.repeat(100));
  const bytes = Buffer.from(slow.join(''));
  const hash = createHash('sha256').update(bytes).digest('hex');
  const head = post(`${at}/blobs/${hash}`, bytes.length);
  head[0] = (head[0] as string).replace('POST', 'PUT');
  expect((await speak(head, slow, 30)).status).toBe(201);
  // Silence is no other.
  expect((await speak(post('/auth/login', 10))).status).toBe(408);
}, 20_000);

test('a client that goes in the midst of a body is no failure of the server', async () => {
  const before = lines.length;
  const socket = connect(Number(new URL(listening.url).port), '127.0.0.1');
  socket.on('error', () => {});
  const head = post(`${at}/log`, 1000);
  socket.write([...head, `authorization: Bearer ${token}`, '', '{"entries":'].join('\r\n'));
  await new Promise((resolve) => setTimeout(resolve, 50));
  socket.resetAndDestroy();
  await expect
    .poll(() => lines.slice(before).find(({ operation }) => operation === 'writeLog')?.status)
    .toBe(499);
  expect(lines.slice(before).filter(({ level }) => level === 'error')).toEqual([]);
});

test('a body that never ends is refused as soon as it is too large', async () => {
  const piece = `2710\r\n${'x'.repeat(10_000)}\r\n`;
  const head = ['POST /auth/login HTTP/1.1', 'host: a', 'connection: close', 'transfer-encoding: chunked'];
  const endless = await speak(
    head,
    Array.from({ length: 300 }, () => piece),
    5,
  );
  expect(endless.status, endless.text.slice(0, 300)).toBe(413);
  expect(endless.ms).toBeLessThan(3000);
  const large = await speak([...post('/auth/login', 10)], ['{"a":"', 'x'.repeat(50), '"}']);
  expect([400, 413]).toContain(large.status);
  const lying = await speak(
    ['POST /auth/login HTTP/1.1', 'host: a', 'content-length: 5', 'transfer-encoding: chunked'],
    ['0\r\n\r\n'],
  );
  expect(lying.status).toBe(400);
  const long = await speak(['GET /health HTTP/1.1', 'host: a', `x-long: ${'x'.repeat(40_000)}`]);
  expect(long.status).toBe(431);
}, 20_000);

test('nothing that is asked becomes a header of the answer', async () => {
  for (const path of [
    '/health%0d%0aset-cookie:%20x=1',
    `${at}/blobs/a%0d%0aset-cookie:%20x=1`,
    `${at}/ml/models/a%0d%0aset-cookie:%20x=1/onnx`,
    `${at}/ml/models?limit=%0d%0aset-cookie:%20x=1`,
  ]) {
    const told = await speak([`GET ${path} HTTP/1.1`, 'host: a', 'connection: close']);
    expect(told.status, path).toBeGreaterThanOrEqual(400);
    expect(told.text.split('\r\n\r\n')[0], path).not.toMatch(/^set-cookie/im);
  }
  const split = await speak([
    'GET /health HTTP/1.1',
    'host: a',
    'connection: close',
    'origin: a\rset-cookie: x=1',
  ]);
  expect(split.text).not.toMatch(/^set-cookie/im);
  const answered = await fetch(`${listening.url}/health`, { headers: { origin: 'https://evil.test' } });
  expect(answered.headers.get('access-control-allow-credentials')).toBeNull();
});

test('no address leaves the folder of the blobs', async () => {
  for (const path of [
    `${at}/blobs/../../../etc/passwd`,
    `${at}/blobs/..%2f..%2f..%2fetc%2fpasswd`,
    `${at}/blobs/%2e%2e/%2e%2e/%2e%2e/etc/passwd`,
    '/workspaces/../../etc/passwd',
    '/workspaces/..%2f..%2fetc/blobs/passwd',
    '/\\..\\..\\etc\\passwd',
    '//etc/passwd',
  ])
    for (const method of ['GET', 'PUT']) {
      const told = await speak(
        [`${method} ${path} HTTP/1.1`, 'host: a', 'connection: close', 'content-length: 1'],
        ['x'],
      );
      expect([400, 404, 405], `${method} ${path}: ${told.text.slice(0, 200)}`).toContain(told.status);
      expect(told.text).not.toContain('root:');
    }
});

test('the server asks nobody, whatever address it is told', async () => {
  let asked = 0;
  const inside = createServer((socket) => {
    asked++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => inside.listen(0, '127.0.0.1', resolve));
  const { port } = inside.address() as { port: number };
  const url = `http://127.0.0.1:${port}/latest/meta-data`;
  const absolute = await speak([`GET ${url} HTTP/1.1`, 'host: a', 'connection: close']);
  expect(absolute.status).toBe(404);
  expect(
    (await speak([`CONNECT 127.0.0.1:${port} HTTP/1.1`, 'host: a', 'connection: close'])).text,
  ).not.toContain('200');
  const post = (path: string, body: object) =>
    fetch(listening.url + path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { authorization: `Bearer ${token}`, host: `127.0.0.1:${port}`, 'x-forwarded-host': url },
    });
  for (const [path, body] of [
    [`${at}/ml/datasets`, { url, name: url }],
    [`${at}/ml/training`, { dataset_id: url, target: url, url }],
    [`${at}/api/2.0/mlflow/registered-models/create`, { name: url }],
    [`${at}/api/2.0/mlflow/model-versions/create`, { name: url, source: url }],
    [`${at}/api/2.0/mlflow/experiments/create`, { name: 'a', artifact_location: url }],
  ] as const)
    expect((await post(path, body)).status, path).toBeLessThan(504);
  expect(asked).toBe(0);
  await new Promise((resolve) => inside.close(resolve));
});
