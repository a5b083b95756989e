/**
 * A training from nothing but curl: it is submitted, runs on a runner that is killed in the midst of it, goes on at another
 * from what was shared, streams its metrics all the while, and its ONNX file is downloaded and answers.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildRunner } from '../scripts/buildRunner.mjs';
import { defaults } from './config';
import { type Listening, listen } from './http/listen';
import { openServer, type SyncServer } from './openServer';

const folder = mkdtempSync(join(tmpdir(), 'tetrad-runner-'));
const built = join(process.cwd(), '.cache', `runner-${process.pid}`);
const children: ChildProcess[] = [];
let server: SyncServer;
let listening: Listening;
let main = '';
let token = '';

beforeAll(async () => {
  main = await buildRunner(built);
  server = await openServer({ ...defaults, folder: undefined, leaseMs: 4000 }, { passwordCost: 2 ** 10 });
  listening = await listen(server.answer, '127.0.0.1', 0);
}, 120_000);
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await listening.stop();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
  rmSync(built, { recursive: true, force: true });
});

async function curl(...words: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('curl', [
    '-sS',
    '-H',
    `authorization: Bearer ${token}`,
    ...words.map((word) => (/^\/(auth|workspaces)/.test(word) ? listening.url + word : word)),
  ]);
  return stdout;
}
const told = async (...words: string[]) => JSON.parse(await curl(...words)) as Record<string, unknown>;

/** Told at its end: what it wrote. */
async function startRunner(
  workspace: string,
  name: string,
): Promise<{ child: ChildProcess; lines: string[] }> {
  const child = spawn(process.execPath, [main], {
    env: {
      ...process.env,
      TETRAD_URL: listening.url,
      TETRAD_TOKEN: token,
      TETRAD_WORKSPACE: workspace,
      TETRAD_RUNNER: name,
      TETRAD_SHARE_SECONDS: '1',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const lines: string[] = [];
  child.stdout?.on('data', (chunk) => {
    lines.push(...String(chunk).trim().split('\n'));
    if (process.env.SHOW) console.log(name, String(chunk));
  });
  await expect.poll(() => lines.join(), { timeout: 60_000 }).toContain('"ready"');
  return { child, lines };
}

it('is submitted by curl, goes on at another runner when its own is killed, and leaves as ONNX', async () => {
  ({ token } = (await told('/auth/register', '-d', '{"name":"ada","password":"correct horse"}')) as {
    token: string;
  });
  const { id: workspace } = (await told('/workspaces', '-d', '{"name":"Ours"}')) as { id: string };
  const at = `/workspaces/${workspace}`;
  expect(await told(`${at}/ml/models`)).toMatchObject({ status: 503, code: 'offline' });

  const first = await startRunner(workspace, 'first');
  await expect
    .poll(async () => (await told(`${at}/runners`)).runners, { timeout: 30_000 })
    .toMatchObject([{ name: 'first' }]);
  const rows = Array.from({ length: 2000 }, (_, i) => {
    const [x, y] = [Math.sin(i * 12.9898), Math.cos(i * 78.233)];
    return `${x.toFixed(4)},${y.toFixed(4)},${x * y > 0 ? 'same' : 'other'}`;
  });
  const file = join(folder, 'quadrants.csv');
  writeFileSync(file, ['x,y,kind', ...rows].join('\n'));
  const imported = await told(
    `${at}/ml/datasets?name=quadrants.csv`,
    '-H',
    'content-type: text/csv',
    '--data-binary',
    `@${file}`,
  );
  expect(imported).toMatchObject({ job_id: expect.any(String), dataset_id: expect.any(String) });
  const ended = async (job: unknown, withinMs: number) => {
    await expect
      .poll(async () => (await told(`${at}/ml/training/${String(job)}`)).status, {
        timeout: withinMs,
        interval: 500,
      })
      .toMatch(/completed|failed|cancelled/);
    return await told(`${at}/ml/training/${String(job)}`);
  };
  expect(await ended(imported.job_id, 60_000)).toMatchObject({ status: 'completed' });
  expect(await told(`${at}/ml/datasets`)).toMatchObject({
    total: 1,
    datasets: [{ id: imported.dataset_id }],
  });

  const wish = { dataset_id: imported.dataset_id, target: 'kind', family: 'mlp' };
  const wrong = await told(`${at}/ml/training`, '-d', JSON.stringify({ ...wish, target: 'colour' }));
  expect(wrong).toMatchObject({ status: 400, detail: expect.stringContaining('colour') });
  const training = { epochs: 150, batch_size: 16, early_stopping: false, seed: 7 };
  const submit = ['-H', 'idempotency-key: once', '-d', JSON.stringify({ ...wish, training })];
  const submitted = await told(`${at}/ml/training`, ...submit);
  expect(submitted).toMatchObject({ job_id: expect.any(String), model_id: expect.any(String) });
  const job = String(submitted.job_id);
  expect((await told(`${at}/ml/training`, ...submit)).job_id).toBe(job);

  const events = spawn('curl', [
    '-sSN',
    '-H',
    `authorization: Bearer ${token}`,
    `${listening.url}${at}/ml/training/${job}/events`,
  ]);
  children.push(events);
  let stream = '';
  events.stdout.on('data', (chunk) => (stream += String(chunk)));
  const epochsTold = () =>
    [...stream.matchAll(/event: epoch\ndata: .*?"epoch":(\d+)/g)].map(([, n]) => Number(n));
  await expect.poll(() => epochsTold().length, { timeout: 60_000 }).toBeGreaterThan(5);
  // What it came to is shared, more than once: the first may be of before the end of an epoch.
  const shared = new Set<unknown>();
  await expect
    .poll(
      async () => {
        const rows = await server.db.all(
          `select clock from fields where kind = 'checkpoints' and field = 'checkpoint' and workspace_id = $1`,
          [workspace],
        );
        for (const { clock } of rows) shared.add(clock);
        return shared.size;
      },
      { timeout: 60_000, interval: 200 },
    )
    .toBeGreaterThan(1);
  first.child.kill('SIGKILL');
  const killedAt = epochsTold().at(-1) as number;
  const second = await startRunner(workspace, 'second');
  const done = await ended(job, 180_000);
  expect(done).toMatchObject({ status: 'completed', runner: 'second' });
  const wentOn = second.lines.map((line) => JSON.parse(line)).find(({ message }) => message === 'goes on');
  expect(wentOn.epoch).toBeGreaterThan(0);
  expect(wentOn.epoch).toBeLessThanOrEqual(killedAt + 5);
  await expect.poll(() => stream, { timeout: 10_000 }).toContain('event: end');
  const epochs = Array.from({ length: 150 }, (_, i) => i + 1);
  expect(epochsTold()).toEqual(epochs);
  const metrics = await told(`${at}/ml/metrics?job_id=${job}`);
  expect(metrics.epochs).toEqual(epochs);
  expect((metrics.val_accuracy as number[]).at(-1)).toBeGreaterThan(0.9);

  const onnx = join(folder, 'model.onnx');
  await curl(`${at}/ml/models/${String(done.model_id)}/onnx`, '-o', onnx);
  const bytes = readFileSync(onnx);
  expect(bytes.length).toBeGreaterThan(1000);
  const checked = await promisify(execFile)('python3', [
    '-c',
    'import onnx,sys; m=onnx.load(sys.argv[1]); onnx.checker.check_model(m); print([i.name for i in m.graph.input])',
    onnx,
  ]).catch((thrown: Error) => (/No module|ENOENT/.test(thrown.message) ? undefined : Promise.reject(thrown)));
  if (checked) expect(checked.stdout).toContain('[');
  const answer = await told(
    `${at}/ml/inference`,
    '-d',
    JSON.stringify({ model_id: done.model_id, rows: [{ x: 0.5, y: 0.5 }] }),
  );
  expect(JSON.stringify(answer.predictions)).toContain('same');
  console.log(
    `killed at epoch ${killedAt}, went on from epoch ${wentOn.epoch}; ONNX of ${bytes.length} bytes`,
  );
}, 400_000);
