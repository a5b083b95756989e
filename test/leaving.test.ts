/** What a model leaves with: programs that ask its file run as printed, and the server of the zip answers as the studio. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CommandOutput, run } from '#/app/run';
import { provideServices } from '#/app/services';
import type { GridImportOptions } from '#/core/grid/gridSchema';
import type { RawRow } from '#/core/protocol/model';
import { normals } from '#/core/random/random';
import { writeNpz } from '#/formats/arrays/writeNpz';
import { makeStripes } from './support/makeStripes';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
// In the tree, so that what is installed here is found.
mkdirSync('.cache', { recursive: true });
const folder = mkdtempSync(join('.cache', 'leaving-'));
const children: ChildProcess[] = [];
beforeAll(async () => {
  studio = await openNodeStudio(`leaving-${crypto.randomUUID()}`);
  provideServices(studio.services);
});
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  studio.close();
  rmSync(folder, { recursive: true, force: true });
});

const cities = ['Bern', 'Graz', 'Oslo "N"', "St. John's"];
const csv = [
  'age (years),city,since,member,bought',
  ...Array.from({ length: 120 }, (_, i) =>
    [
      20 + ((i * 7) % 50),
      `"${(cities[i % 4] as string).replaceAll('"', '""')}"`,
      `20${10 + (i % 12)}-0${1 + (i % 9)}-11`,
      i % 3 === 0,
      (i * 7) % 50 > 24 ? 'yes' : 'no',
    ].join(),
  ),
].join('\n');

async function trained(): Promise<string> {
  const { jobId, datasetId } = await run('datasets.import', { files: [new File([csv], 'buyers.csv')] });
  expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
  const training = await run('training.submit', {
    datasetId,
    target: 'bought',
    family: 'mlp',
    training: { epochs: 3, backend: 'cpu' },
  });
  expect((await run('jobs.wait', { id: training.jobId })).error).toBeUndefined();
  return training.modelId;
}

let model: Promise<string> | undefined;
const modelId = () => {
  model ??= trained();
  return model;
};

type Code = CommandOutput<'models.export'>['code'];

async function exported(): Promise<{ code: Code; expected: CommandOutput<'inference.predict'> }> {
  const id = await modelId();
  const { files, code } = await run('models.export', { modelId: id });
  const [file] = files;
  writeFileSync(join(folder, file?.name ?? ''), file?.bytes ?? '');
  for (const { fileName, text } of code) writeFileSync(join(folder, fileName), text);
  const { versions } = await run('models.get', { id });
  return {
    code,
    expected: await run('inference.predict', {
      modelId: id,
      rows: versions[0]?.sampleRows.slice(0, 1) ?? [],
    }),
  };
}

const python = [process.env.ORT_PYTHON ?? '', 'python3'].filter(Boolean).find((command) => {
  try {
    execFileSync(command, ['-c', 'import onnxruntime'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});

it('JavaScript, as printed, answers as the studio does', async () => {
  const { code, expected } = await exported();
  expect(code.map(({ language }) => language)).toEqual(['python', 'javascript', 'csharp', 'rust']);
  const said = execFileSync(process.execPath, ['ask.mjs'], { cwd: folder, encoding: 'utf8' });
  const [prediction] = expected.predictions;
  expect(said).toContain(`label [ '${prediction?.value}' ]`);
  const shares =
    said
      .match(/probabilities \[ ([\d., e-]+) \]/)?.[1]
      ?.split(', ')
      .map(Number) ?? [];
  expect(shares).toHaveLength(2);
  for (const [i, share] of shares.entries())
    expect(share).toBeCloseTo(prediction?.probabilities?.[i] ?? -1, 5);
}, 60_000);

it.runIf(python)(
  'Python, as printed, answers as the studio does (pip install onnxruntime, or ORT_PYTHON)',
  async () => {
    const { expected } = await exported();
    const said = execFileSync(python ?? '', ['ask.py'], { cwd: folder, encoding: 'utf8' });
    const [prediction] = expected.predictions;
    expect(said).toContain(`label ['${prediction?.value}']`);
    const shares =
      said
        .match(/probabilities \[\[([\d., e-]+)\]\]/)?.[1]
        ?.split(', ')
        .map(Number) ?? [];
    expect(shares).toHaveLength(2);
    for (const [i, share] of shares.entries())
      expect(share).toBeCloseTo(prediction?.probabilities?.[i] ?? -1, 5);
  },
  60_000,
);

const grid: GridImportOptions = {
  mapping: { variables: ['wave'], axes: { dim0: 'sample', dim1: 'time', dim2: 'x', dim3: 'y' }, fixed: {} },
  windowing: { length: 2, stride: 2, horizon: 1 },
  labels: { kind: 'future' },
};

it.each([
  ['images', 'label', 'cnn2d', async () => ({ name: 'stripes.zip', bytes: makeStripes(1, 60, 60) })],
  [
    'a field',
    'future',
    'cnn3dTime',
    async () => {
      const wave = { values: normals(1, 'wave', 0, 40 * 48), shape: [40, 4, 4, 3] };
      return { name: 'waves.npz', bytes: await writeNpz({ wave }), options: { grid } };
    },
  ],
] as const)(
  'of %s the programs answer what is printed in them as the studio does',
  async (...given) => {
    const [, target, family, make] = given;
    const { name, bytes, ...options } = await make();
    const imported = await run('datasets.import', { files: [new File([bytes], name)], ...options });
    expect((await run('jobs.wait', { id: imported.jobId })).error).toBeUndefined();
    const { datasetId } = imported;
    const training = { epochs: 1, backend: 'cpu' as const, seed: 1 };
    const made = await run('training.submit', { datasetId, target, family, training });
    expect((await run('jobs.wait', { id: made.jobId })).error).toBeUndefined();
    const { files, code } = await run('models.export', { modelId: made.modelId });
    writeFileSync(join(folder, files[0]?.name ?? ''), files[0]?.bytes ?? '');
    const javascript = code.find(({ language }) => language === 'javascript')?.text ?? '';
    const shape = /\[(\d+(?:, \d+)+)\]/.exec(javascript)?.[1]?.split(', ').map(Number) ?? [];
    const size = shape.reduce((all, one) => all * one, 1);
    const asked = { modelId: made.modelId, inputs: { data: new Float32Array(size), shape } };
    const [expected] = (await run('inference.predict', asked)).predictions;
    expect(expected?.probabilities ?? expected?.field ?? []).not.toHaveLength(0);
    for (const [command, ending] of [[process.execPath, 'mjs'], ...(python ? [[python, 'py']] : [])]) {
      const program = code.find(({ fileName }) => fileName.endsWith(`.${ending}`));
      writeFileSync(join(folder, `own.${ending}`), program?.text ?? '');
      const said = execFileSync(command ?? '', [`own.${ending}`], { cwd: folder, encoding: 'utf8' });
      if (expected?.probabilities) expect(said).toMatch(new RegExp(`label \\[ ?'${expected.value}' ?\\]`));
      const numbers = expected?.probabilities ?? [...(expected?.field ?? [])].slice(0, 3);
      const found = said.match(/-?\d+\.\d+(?:e-?\d+)?/g)?.map(Number) ?? [];
      for (const [i, value] of numbers.entries()) expect(found[i]).toBeCloseTo(value, 6);
    }
  },
  60_000,
);

async function serverFolder(): Promise<string> {
  const { files } = await run('models.export', { modelId: await modelId(), format: 'server' });
  expect(files[0]?.name).toMatch(/-server\.zip$/);
  const zip = join(folder, 'server.zip');
  writeFileSync(zip, files[0]?.bytes ?? '');
  const to = join(folder, 'server');
  execFileSync('python3', [
    '-c',
    'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])',
    zip,
    to,
  ]);
  return to;
}

it('the server of the zip answers rows, health, readiness and metrics, and refuses in words', async () => {
  const id = await modelId();
  const at = await serverFolder();
  expect(readFileSync(join(at, 'Dockerfile'), 'utf8')).toContain('server.mjs');
  const child = spawn(process.execPath, ['server.mjs'], {
    cwd: at,
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', MAX_ROWS: '50' },
  });
  children.push(child);
  const port = await new Promise<string>((resolve, reject) => {
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (part) => {
        said += String(part);
        const found = /Listening on (\d+)/.exec(said);
        if (found?.[1] && said.includes('is ready')) resolve(found[1]);
      });
    child.once('exit', () => reject(new Error(said)));
  });
  const url = `http://127.0.0.1:${port}`;
  const ask = async (body: unknown, path = '/predict') => {
    const answer = await fetch(url + path, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  expect(await (await fetch(`${url}/health`)).json()).toEqual({ status: 'ok' });
  expect(await (await fetch(`${url}/ready`)).json()).toEqual({ status: 'ready' });

  const { versions } = await run('models.get', { id });
  const rows = versions[0]?.sampleRows.slice(0, 10) ?? [];
  const odd: RawRow[] = [
    {},
    { city: 'never seen', 'age (years)': '31' },
    { ...rows[0], member: 'yes', since: '2020-03-04' },
  ];
  const inside = await run('inference.predict', { modelId: id, rows: [...rows, ...odd] });
  const outside = await ask({ rows: [...rows, ...odd] });
  expect(outside.status).toBe(200);
  const predictions = outside.body.predictions as { value: string; probabilities: number[] }[];
  expect(predictions.map(({ value }) => value)).toEqual(inside.predictions.map(({ value }) => value));
  for (const [i, { probabilities }] of predictions.entries())
    for (const [k, share] of probabilities.entries())
      expect(share).toBeCloseTo(inside.predictions[i]?.probabilities?.[k] ?? -1, 5);

  expect((await ask('{')).body.title).toBe('The body is no JSON.');
  expect((await ask({})).body.title).toContain('"age (years)"');
  expect((await ask({ rows: [1] })).body).toMatchObject({ status: 400, place: 'rows[0]' });
  expect((await ask({ rows: Array.from({ length: 51 }, () => ({})) })).status).toBe(413);
  expect((await ask({}, '/nowhere')).status).toBe(404);
  expect((await ask({}, '/ready')).status).toBe(405);
  expect((await ask({ rows: [{ 'age (years)': 'old', colour: 1 }] })).body.warnings).toEqual([
    'colour is no field of this model and was left out.',
    'age (years): "old" is no integer value; treated as missing.',
  ]);
  const metrics = await (await fetch(`${url}/metrics`)).text();
  expect(metrics).toContain('http_requests_total{route="/predict",status="200"} 2');
  expect(metrics).toContain('predicted_rows_total 14');
  expect(metrics).toMatch(/predict_seconds\{quantile="0.99"\} 0\.\d+/);
  const left = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  expect(await left).toBe(0);
}, 60_000);
