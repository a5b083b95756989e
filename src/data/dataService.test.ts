import { freshStorage } from '#/storage/fixtures/freshStorage';
import { beforeEach, describe, expect, test } from 'vitest';
import type { DataApi, ImportEvent } from '#/core/protocol/dataApi';
import type { DatasetKind, DatasetVersion } from '#/core/protocol/dataset';
import type { Storage } from '#/core/protocol/storage';
import { createDataService } from './dataService';

let storage: Storage;
let data: DataApi;
let datasetId: string;

beforeEach(async () => {
  storage = await freshStorage();
  data = createDataService(async () => storage);
  datasetId = (await storage.datasets.create({ name: 'd', kind: 'tabular' })).id;
});

async function load(file: File, jobId = 'j'): Promise<{ version: DatasetVersion; events: ImportEvent[] }> {
  const { port1, port2 } = new MessageChannel();
  const events: ImportEvent[] = [];
  port1.onmessage = (message) => events.push(message.data as ImportEvent);
  const version = await data.import({ jobId, datasetId, file }, port2);
  await new Promise((resolve) => setTimeout(resolve, 10));
  port1.close();
  return { version, events };
}

describe('import', () => {
  test('a table becomes a version with schema, statistics, source and issues', async () => {
    const lines = ['id,x,ok,when,city,note'];
    for (let i = 0; i < 200; i++)
      lines.push(
        `${i + 1},${i % 2 ? i / 4 : ''},${i % 2 ? 'yes' : 'no'},2024-01-${String((i % 28) + 1).padStart(2, '0')},${'ABC'[i % 3]},a long note number ${i}`,
      );
    lines.push('1,2');
    const { version, events } = await load(new File([`${lines.join('\n')}\n`], 'a.csv'));
    expect(version.schema.columns.map(({ type, role }) => `${type} ${role}`)).toEqual([
      'integer feature',
      'numeric feature',
      'boolean feature',
      'datetime feature',
      'categorical feature',
      'text feature',
    ]);
    expect(version).toMatchObject({ number: 1, rows: 201, source: { fileName: 'a.csv', format: 'csv' } });
    expect(version.stats[1]).toMatchObject({ count: 201, missing: 100, numeric: { min: 0.25, max: 49.75 } });
    expect(version.issues[0]).toMatchObject({ line: 202, count: 1 });
    // Beats of a worker at work come between.
    const last = events.filter((event) => 'rows' in event).at(-1);
    expect(last).toMatchObject({ rows: 201, issues: 1 });
    expect(last?.bytesRead).toBe(last?.totalBytes);
    expect(await storage.datasets.version(version.id)).toEqual(version);
  });

  test('says what it noticed about columns', async () => {
    const lines = Array.from({ length: 120 }, (_, i) => {
      const day = (i % 28) + 1;
      return `${i % 3},${'xyz'[i % 3]},${(i % 3) * 2.5},same,,${day}/3/2024,3/${day}/2024,${i === 50 ? 'oops' : i / 4}`;
    });
    const header = 'a,twin,scaled,constant,empty,dayFirst,monthFirst,dirty';
    const { version } = await load(new File([[header, ...lines].join('\n')], 'n.csv'));
    expect(version.issues.map(({ severity, message, count }) => `${severity} ${count} ${message}`)).toEqual([
      'warning 1 “oops” in “dirty” is none of its numbers and counts as missing.',
      'warning 1 Every value of “constant” is the same.',
      'warning 1 “empty” has no values.',
      'warning 1 “twin” tells “a” exactly: their values go one to one.',
      'warning 1 “scaled” tells “a” exactly: their values go one to one.',
      'warning 1 “monthFirst” tells “dayFirst” exactly: their values go one to one.',
      'info 1 Dates of “dayFirst” are read with the day first: 64 of 120 prove it.',
      'info 1 Dates of “monthFirst” are read with the month first: 64 of 120 prove it.',
    ]);
    expect(version.schema.columns.filter(({ role }) => role === 'ignored').map(({ name }) => name)).toEqual([
      'constant',
      'empty',
    ]);
  });

  test('cancel rejects with `cancelled` and commits nothing', async () => {
    const rows = Array.from({ length: 200_000 }, (_, i) => `${i},x${i % 7}`).join('\n');
    const { port2 } = new MessageChannel();
    const running = data.import({ jobId: 'c', datasetId, file: new File([`a,b\n${rows}`], 'b.csv') }, port2);
    setTimeout(() => void data.cancel('c'), 5);
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect(await storage.datasets.versions(datasetId)).toEqual([]);
    await storage.collectGarbage({ graceMs: 0 });
    expect((await storage.status()).unreferencedBytes).toBe(0);
  });

  test('an import that fails commits nothing', async () => {
    await expect(load(new File(['a,b\n1,"2\n'], 'q.csv'))).rejects.toThrow('never closed');
    expect(await storage.datasets.versions(datasetId)).toEqual([]);
  });
});

test('what a kind cannot do is refused with the kind that can', async () => {
  const file = new File(['a,b\n1,2\n'], 'b.csv');
  const as = (kind: DatasetKind) =>
    data.import({ jobId: 'k', datasetId, file, kind }, new MessageChannel().port2);
  await expect(as('spacetime4d')).rejects.toMatchObject({
    message: 'The file holds rows, so it cannot be imported as a field over time and space.',
    place: 'b.csv',
  });
  await expect(as('smells' as DatasetKind)).rejects.toMatchObject({
    place: 'kind',
    hint: expect.stringMatching(/^Use one of: .*spacetime4d, tabular/),
  });
  const { id } = await as('tabular');
  const refusal = {
    message: 'This dataset is of kind tabular, not spacetime4d.',
    hint: 'Choose a dataset of kind spacetime4d.',
  };
  await expect(data.view('spacetime4d', id, {})).rejects.toMatchObject(refusal);
  await expect(data.revise(id, { kind: 'spacetime4d', cut: {} })).rejects.toMatchObject(refusal);
  expect(await data.inspect('spacetime4d', file)).toBeUndefined();
  expect(await data.inspect('spacetime4d', new File(['%PDF-1.7 '], 'a.pdf'))).toBeUndefined();
});

test('rowsAt: scattered rows in the order asked, over chunk borders, of chosen fields', async () => {
  const lines = Array.from({ length: 70_000 }, (_, i) => `${i},${i % 3 ? `n${i}` : ''}`).join('\n');
  const { version } = await load(new File([`a,b\n${lines}`], 'b.csv'));
  expect(await data.rowsAt(version.id, [69_999, 1, 65_536, 1])).toEqual([
    ['69999', null],
    ['1', 'n1'],
    ['65536', 'n65536'],
    ['1', 'n1'],
  ]);
  expect(await data.rowsAt(version.id, [65_537, 2], ['b'])).toEqual([['n65537'], ['n2']]);
  expect(await data.rowsAt(version.id, [])).toEqual([]);
  await expect(data.rowsAt(version.id, [70_000])).rejects.toMatchObject({ code: 'badInput' });
  await expect(data.rowsAt(version.id, [0], ['c'])).rejects.toMatchObject({ code: 'notFound' });
});

test('rows: windows over chunk borders, clipped at the end', async () => {
  const rows = Array.from({ length: 70_000 }, (_, i) => `${i},${i % 3 ? `n${i}` : ''}`).join('\n');
  const { version } = await load(new File([`a,b\n${rows}`], 'b.csv'));
  expect(version.chunks.map((chunk) => chunk.rows)).toEqual([65_536, 4464]);
  const window = await data.rows(version.id, 65_534, 4);
  expect(window).toEqual({
    start: 65_534,
    rows: [
      ['65534', 'n65534'],
      ['65535', null],
      ['65536', 'n65536'],
      ['65537', 'n65537'],
    ],
  });
  expect((await data.rows(version.id, 69_999, 100)).rows).toEqual([['69999', null]]);
  expect((await data.rows(version.id, 99_999, 100)).rows).toEqual([]);
  await expect(data.rows('nope', 0, 1)).rejects.toMatchObject({ code: 'notFound' });
});

test('retype: the same chunks under another schema, statistics anew', async () => {
  const { version } = await load(new File(['a,b\n1,007\n2,008\n2,x\n'], 'b.csv'));
  const fields = version.schema.columns.map((field, i) => ({
    ...field,
    type: i === 0 ? ('categorical' as const) : ('numeric' as const),
  }));
  const retyped = await data.revise(version.id, { columns: fields });
  expect(retyped.number).toBe(2);
  expect(retyped.chunks).toEqual(version.chunks);
  expect(retyped.hash).not.toBe(version.hash);
  expect(retyped.stats[0]?.top).toEqual([
    { value: '2', count: 2 },
    { value: '1', count: 1 },
  ]);
  expect(retyped.stats[1]).toMatchObject({ missing: 1, numeric: { min: 7, max: 8 } });
  expect(retyped.issues).toContainEqual(
    expect.objectContaining({ column: 'b', count: 1, severity: 'warning' }),
  );
  await expect(data.revise(version.id, { columns: fields.slice(1) })).rejects.toThrow(
    'must keep the columns',
  );
});

test('samples: real files, the same every time', async () => {
  for (const id of ['churn', 'houses']) {
    const file = await data.sample(id);
    expect(await file.text()).toBe(await (await data.sample(id)).text());
    const { version } = await load(file);
    expect(version.issues.filter((issue) => issue.severity !== 'info')).toEqual([]);
  }
  await expect(data.sample('nope')).rejects.toThrow('There is no sample called “nope”.');
});
