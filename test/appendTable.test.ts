/** Rows added to a table and to texts: as an import of both files at once, chunks that are there kept. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`append-${crypto.randomUUID()}`);
  provideServices(studio.services);
});
afterAll(() => studio.close());

const csv = (text: string, name = 'more.csv') => new File([text], name);

async function latest(job: { jobId: string; datasetId: string }): Promise<DatasetVersion> {
  const { error } = await run('jobs.wait', { id: job.jobId });
  if (error) throw error;
  return (await run('datasets.get', { id: job.datasetId })).version as DatasetVersion;
}

const imported = async (file: File, kind?: 'text') =>
  latest((await run('datasets.import', { files: [file], ...(kind && { kind }) })) as never);
const appended = async (version: DatasetVersion, file: File) =>
  latest((await run('datasets.append', { versionId: version.id, file })) as never);
const rowsOf = async (version: DatasetVersion, columns: string[]) =>
  (
    await run('datasets.rowsAt', {
      versionId: version.id,
      rows: Array.from({ length: version.rows }, (_, i) => i),
      columns,
    })
  ).rows;

const first = `id,day,weight,code,kind\n${Array.from({ length: 12 }, (_, i) => `n${i},${i + 13}/02/2024,${i}.5,0${i},a`).join('\n')}\n`;

test('columns are matched by name and read in the types they have', async () => {
  const before = await imported(csv(first, 'first.csv'));
  const after = await appended(
    before,
    csv('kind;weight;day;id;code;extra\nb;"1.234,5";01/03/2024;x1;1E2;9\nb;heavy;02/03/2024;x2;007;9\n'),
  );
  expect(after.number).toBe(before.number + 1);
  expect(after.rows).toBe(14);
  expect(after.chunks.slice(0, before.chunks.length)).toEqual(before.chunks);
  expect(after.schema).toEqual(before.schema);
  expect((await rowsOf(after, ['id', 'day', 'weight', 'code', 'kind'])).slice(11)).toEqual([
    ['n11', '2024-02-24', '11.5', '011', 'a'],
    ['x1', '2024-03-01', '1234.5', '1E2', 'b'],
    ['x2', '2024-03-02', null, '007', 'b'],
  ]);
  const told = after.issues.map(({ message }) => message);
  expect(told).toContainEqual(expect.stringMatching(/“heavy” in “weight”/));
  expect(told).toContainEqual(expect.stringMatching(/does not have were left out: “extra”/));
  expect(after.stats.find(({ name }) => name === 'kind')?.top).toEqual([
    { value: 'a', count: 12 },
    { value: 'b', count: 2 },
  ]);
  expect(after.reason).toBe('2 rows of more.csv added');
  expect(after.source.kept).toBeUndefined();
});

test('a file of another format, packed, goes behind it; and files go behind that', async () => {
  const before = await imported(csv('a,b\n1,x\n2,y\n3,x\n'));
  const json = gzipSync(JSON.stringify([{ b: 'z', a: 4 }]));
  const after = await appended(before, new File([json], 'more.json.gz'));
  const last = await appended(after, csv('b,a\nw,5\n'));
  expect(await rowsOf(last, ['a', 'b'])).toEqual([
    ['1', 'x'],
    ['2', 'y'],
    ['3', 'x'],
    ['4', 'z'],
    ['5', 'w'],
  ]);
});

test('a file without a column that is used is refused by name, and nothing is added', async () => {
  const before = await imported(csv('a,b\n1,x\n2,y\n'));
  await expect(appended(before, csv('a,c\n1,2\n'))).rejects.toMatchObject({
    message: 'more.csv has no column “b”, which the dataset has.',
    place: 'more.csv',
    hint: expect.stringContaining('“a”, “c”'),
  });
  await expect(appended(before, csv('a,b\n'))).rejects.toMatchObject({ code: 'badInput' });
  const { versions } = await run('datasets.get', { id: before.datasetId });
  expect(versions).toHaveLength(1);
});

test('texts of a table are added; columns beside them may be missing', async () => {
  const reviews = Array.from(
    { length: 8 },
    (_, i) => `"A review, number ${i}, of something",${i % 2 ? 'good' : 'bad'}`,
  );
  const before = await imported(csv(`review,stars\n${reviews.join('\n')}\n`), 'text');
  const after = await appended(before, csv('review\n"Another one, later"\n'));
  expect(after.schema).toEqual(before.schema);
  expect((await rowsOf(after, ['review', 'stars'])).at(-1)).toEqual(['Another one, later', null]);
  await expect(appended(before, csv('note\nx\n'))).rejects.toMatchObject({
    message: expect.stringContaining('no column “review”'),
  });
});
