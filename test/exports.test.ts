/** Versions as arrays of NumPy and as their files: read by numpy and by Python's zipfile. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CommandInput, run } from '#/app/run';
import { provideServices } from '#/app/services';
import { writePng } from '#/core/samples/make/writePng';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
const folder = mkdtempSync(join(tmpdir(), 'tetrad-exports-'));
beforeAll(async () => {
  studio = await openNodeStudio(`exports-${crypto.randomUUID()}`);
  provideServices(studio.services);
});
afterAll(() => {
  studio.close();
  rmSync(folder, { recursive: true, force: true });
});

async function imported(input: CommandInput<'datasets.import'>): Promise<string> {
  const { jobId, datasetId } = await run('datasets.import', input);
  expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
  return datasetId;
}

async function exported(datasetId: string, format: 'npz' | 'zip'): Promise<string> {
  const { jobId } = await run('datasets.export', { datasetId, format });
  expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
  const { fileName, file } = await run('jobs.download', { id: jobId });
  const path = join(folder, fileName);
  writeFileSync(path, new Uint8Array(await file.arrayBuffer()));
  return path;
}

const hasNumpy = (() => {
  try {
    execFileSync('python3', ['-c', 'import numpy'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();
const python = (code: string, ...args: string[]): unknown =>
  JSON.parse(execFileSync('python3', ['-c', code, ...args], { encoding: 'utf8' }));
const loaded = `import json, sys, numpy
z = numpy.load(sys.argv[1])
about = json.loads(z['about.json'])
print(json.dumps({'about': about, **{k: [str(z[k].dtype), list(z[k].shape), z[k].ravel()[:8].tolist()] for k in z.files if k != 'about.json'}}))`;
const unzipped = `import json, sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
print(json.dumps({n: z.read(n).hex() for n in z.namelist()}))`;

it.runIf(hasNumpy)('a table is X and y, and what the numbers stand for', async () => {
  const csv = 'size,colour,kind\n1.5,red,b\n2.5,blue,a\n3.5,red,b\n4.25,blue,a\n5,red,b\n6,blue,a\n';
  const datasetId = await imported({ files: [new File([csv], 'things.csv')] });
  const { version } = await run('datasets.get', { id: datasetId });
  const columns = version?.schema.columns.map((column) => ({
    ...column,
    role: column.name === 'kind' ? ('target' as const) : ('feature' as const),
  }));
  await run('datasets.retype', { versionId: version?.id ?? '', columns: columns ?? [] });
  expect(python(loaded, await exported(datasetId, 'npz'))).toEqual({
    X: ['float64', [6, 2], [1.5, 1, 2.5, 0, 3.5, 1, 4.25, 0]],
    y: ['int32', [6], [1, 0, 1, 0, 1, 0]],
    about: {
      X: {
        columns: [
          { name: 'size', type: 'numeric' },
          { name: 'colour', type: 'categorical', classes: ['blue', 'red'] },
        ],
        missing: 'NaN',
      },
      y: { name: 'kind', type: 'categorical', classes: ['a', 'b'] },
    },
  });
});

it.runIf(hasNumpy)('texts are files in folders by label; a label leads nowhere else', async () => {
  const csv = `text,label\n"A long sentence about rain, and wind.",../up\nAnother sentence about the sun.,sun\nA third one about the clouds above.,sun\n`;
  const datasetId = await imported({
    files: [new File([csv], 'words.csv')],
    kind: 'text',
    options: { text: { column: 'text', label: 'label' } },
  });
  const files = python(unzipped, await exported(datasetId, 'zip')) as Record<string, string>;
  expect(Object.keys(files).sort()).toEqual(['.._up/000001.txt', 'sun/000002.txt', 'sun/000003.txt']);
  expect(Buffer.from(files['sun/000002.txt'] ?? '', 'hex').toString()).toBe(
    'Another sentence about the sun.',
  );
});

it.runIf(hasNumpy)('images are uint8 arrays, and the very files they came as', async () => {
  const picture = (shade: number) =>
    writePng({ width: 4, height: 2, channels: 1, data: new Uint8Array(8).fill(shade) });
  const entries = [
    { path: 'cats/a.png', blob: new Blob([picture(10)]) },
    { path: 'cats/b.png', blob: new Blob([picture(20)]) },
    { path: 'dogs/a.png', blob: new Blob([picture(30)]) },
  ];
  const datasetId = await imported({ files: [new File([], 'pets')], options: { folder: entries } });
  const files = python(unzipped, await exported(datasetId, 'zip'));
  expect(files).toEqual({
    'cats/a.png': Buffer.from(picture(10)).toString('hex'),
    'cats/b.png': Buffer.from(picture(20)).toString('hex'),
    'dogs/a.png': Buffer.from(picture(30)).toString('hex'),
  });
  expect(python(loaded, await exported(datasetId, 'npz'))).toMatchObject({
    x: ['uint8', [3, 2, 4, 1], new Array(8).fill(10)],
    y: ['int32', [3], [0, 0, 1]],
    about: { y: { classes: ['cats', 'dogs'] } },
  });
});

it('a table has no files', async () => {
  const datasetId = await imported({ files: [new File(['a,b\n1,2\n3,4\n'], 'ab.csv')] });
  const { jobId } = await run('datasets.export', { datasetId, format: 'zip' });
  expect((await run('jobs.wait', { id: jobId })).error).toMatchObject({
    code: 'unsupported',
    place: 'format',
  });
});
