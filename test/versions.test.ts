/** Two versions of a dataset side by side: what came, went and changed. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`versions-${crypto.randomUUID()}`);
  provideServices(studio.services);
});
afterAll(() => studio.close());

async function imported(text: string) {
  const { jobId, datasetId } = await run('datasets.import', { files: [new File([text], 'a.csv')] });
  expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
  const { version } = await run('datasets.get', { id: datasetId });
  if (!version) throw new Error('nothing was imported');
  return version;
}

const table = (rows: string[]) => `code,size,word\n${rows.join('\n')}\n`;
const first = ['p1,1,a', 'p2,2,b', 'p3,3,a', 'p4,4,b', 'p5,5,a'];

it('cells that changed are told by the column that names the rows', async () => {
  const before = await imported(table(first));
  const { versionId } = await run('datasets.relabel', {
    versionId: before.id,
    column: 'word',
    rows: [1, 3],
    value: 'c',
  });
  const diff = await run('datasets.diff', { from: before.id, to: versionId });
  expect(diff.rows).toEqual({
    by: 'key',
    key: 'code',
    before: 5,
    after: 5,
    added: 0,
    removed: 0,
    changed: 2,
  });
  expect(diff.changes).toEqual([
    { before: 1, after: 1, column: 'word', was: 'b', is: 'c' },
    { before: 3, after: 3, column: 'word', was: 'b', is: 'c' },
  ]);
  expect(diff.runs).toEqual({ from: [], to: [] });
});

it('rows that came and went are counted wherever they stand', async () => {
  const before = await imported(table(first));
  const after = await imported(table(['p5,5,a', 'p2,2.5,b', 'p1,1,a', 'p7,7,a']));
  const { rows, changes } = await run('datasets.diff', { from: before.id, to: after.id });
  expect(rows).toMatchObject({ by: 'key', added: 1, removed: 2, changed: 1 });
  expect(changes).toEqual([{ before: 1, after: 1, column: 'size', was: '2', is: '2.5' }]);
  const plain = (lines: string[]) => lines.map((line) => line.slice(3)).concat('1,a');
  const a = await imported(`size,word\n${plain(first).join('\n')}\n`);
  const b = await imported(`size,word\n${plain(first.slice(1)).join('\n')}\n`);
  expect((await run('datasets.diff', { from: a.id, to: b.id })).rows).toMatchObject({
    by: 'content',
    added: 0,
    removed: 1,
  });
});

it('columns renamed, retyped and with other roles are told as such', async () => {
  const before = await imported(table(first));
  const { versionId } = await run('datasets.retype', {
    versionId: before.id,
    columns: before.schema.columns.map((column) =>
      column.name === 'size'
        ? { ...column, name: 'length', was: 'size' }
        : column.name === 'word'
          ? { ...column, type: 'text' as const, role: 'ignored' as const }
          : column,
    ),
  });
  const { columns, rows } = await run('datasets.diff', { from: before.id, to: versionId });
  expect(columns).toMatchObject({
    added: [],
    removed: [],
    renamed: [{ from: 'size', to: 'length' }],
    retyped: [{ name: 'word', from: 'categorical', to: 'text' }],
  });
  expect(columns.roles).toContainEqual(expect.objectContaining({ name: 'word', to: 'ignored' }));
  expect(rows.changed).toBe(0);
});
