/** A server that is killed again and again while devices write: what it acknowledged is there, and no blob is torn. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createClock } from '#/core/sync/clock';

const kills = Number(process.env.KILLS ?? 20);
const folder = mkdtempSync(join(tmpdir(), 'tetrad-killed-'));
const built = join(process.cwd(), '.cache', `server-killed-${process.pid}`);
let child: ChildProcess | undefined;

beforeAll(async () => {
  await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    resolve: { alias: { '#': new URL('../src', import.meta.url).pathname } },
    build: {
      ssr: new URL('main.ts', import.meta.url).pathname,
      outDir: built,
      emptyOutDir: true,
      target: 'node20',
    },
  });
}, 120_000);
afterAll(() => {
  child?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
  rmSync(built, { recursive: true, force: true });
});

const run = (...words: string[]) =>
  spawn(process.execPath, [join(built, 'main.js'), ...words], {
    env: { ...process.env, TETRAD_DATA: folder, TETRAD_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });

/** The address, once it is ready. */
async function start(): Promise<string> {
  const started = run('start');
  child = started;
  let said = '';
  return await new Promise((resolve, reject) => {
    started.stdout.on('data', (chunk) => {
      if (said.length < 100_000) said += String(chunk);
      const ready = said.split('\n').find((line) => line.includes('"ready"'));
      if (ready) resolve((JSON.parse(ready) as { url: string }).url);
    });
    started.once('exit', () => reject(new Error(`It ended before it was ready: ${said.slice(-2000)}`)));
  });
}

it(`loses nothing it acknowledged in ${kills} kills`, async () => {
  let url = await start();
  const post = async (path: string, body: object, token = '') =>
    await fetch(url + path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { authorization: `Bearer ${token}` },
    });
  const { token } = (await (
    await post('/auth/register', { name: 'owner', password: 'correct horse' })
  ).json()) as { token: string };
  const { id } = (await (await post('/workspaces', { name: 'Ours' }, token)).json()) as { id: string };
  const clock = createClock('d1');
  const written = new Map<string, number>();
  const blobs = new Set<string>();
  let tried = 0;

  for (let kill = 0; kill < kills; kill++) {
    let isOver = false;
    let acknowledged = 0;
    // In the midst of work: after so many answers, and a moment that is another each time.
    const told = () => {
      if (++acknowledged !== 4 + (kill % 5)) return;
      setTimeout(
        () => {
          isOver = true;
          child?.kill('SIGKILL');
        },
        (kill * 37) % 100,
      );
    };
    while (!isOver) {
      const value = ++tried;
      const record = `r${value % 50}`;
      const entry = { kind: 'model', record, field: `f${value % 7}`, value, clock: clock.next() };
      const answer = await post(`/workspaces/${id}/log`, { entries: [entry] }, token).catch(() => undefined);
      if (answer?.status === 200) {
        written.set(`${record} ${entry.field}`, value);
        told();
      }
      const bytes = randomBytes(200_000);
      const hash = createHash('sha256').update(bytes).digest('hex');
      const put = await fetch(`${url}/workspaces/${id}/blobs/${hash}`, {
        method: 'PUT',
        body: bytes,
        headers: { authorization: `Bearer ${token}` },
      }).catch(() => undefined);
      if (put?.status === 201) {
        blobs.add(hash);
        told();
      }
    }
    await new Promise((resolve) =>
      child?.exitCode === null && child.signalCode === null ? child.once('exit', resolve) : resolve(0),
    );
    url = await start();
  }

  const read = await fetch(`${url}/workspaces/${id}/log?limit=10000`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { entries } = (await read.json()) as { entries: { record: string; field: string; value: number }[] };
  const state = new Map(entries.map(({ record, field, value }) => [`${record} ${field}`, value]));
  // A write that was not acknowledged may be there all the same, and is later.
  const lost = [...written].filter(([key, value]) => (state.get(key) ?? 0) < value);
  expect(written.size).toBeGreaterThan(20);
  expect(lost).toEqual([]);
  for (const hash of blobs) {
    const bytes = new Uint8Array(
      await (
        await fetch(`${url}/workspaces/${id}/blobs/${hash}`, {
          headers: { authorization: `Bearer ${token}` },
        })
      ).arrayBuffer(),
    );
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(hash);
  }
  console.log(`${tried} writes tried, ${blobs.size} blobs acknowledged, ${kills} kills`);

  child?.kill('SIGTERM');
  await new Promise((resolve) => child?.once('exit', resolve));
  expect(child?.exitCode).toBe(0);
  const verify = run('verify');
  expect(await new Promise((resolve) => verify.once('exit', resolve))).toBe(0);
}, 600_000);
