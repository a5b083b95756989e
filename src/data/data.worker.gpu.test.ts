import type { GridSchema } from '#/core/grid/gridSchema';
/** The real worker in a real browser: OPFS, comlink, a port for progress. */
import { gridOf } from '#/core/grid/gridOf';
import { afterAll, expect, test } from 'vitest';
import { createDataClient } from '#/app/clients/dataClient';
import type { ImportEvent } from '#/core/protocol/dataApi';
import { openStorage } from '#/storage/openStorage';
import { boxOf, recut } from './grid/fixtures/fieldCalls';

const storage = await openStorage();
const client = createDataClient(
  () => new Worker(new URL('./data.worker.ts', import.meta.url), { type: 'module' }),
);
afterAll(() => storage.close());

const newDataset = async () => (await storage.datasets.create({ name: 'd', kind: 'tabular' })).id;

test('imports a sample, shows its rows, retypes it', async () => {
  const file = await client.sample('churn');
  const events: ImportEvent[] = [];
  const datasetId = await newDataset();
  const running = client.import({ jobId: 'a', datasetId, file }, (event) => events.push(event));
  const version = await running.done;
  expect(version).toMatchObject({ datasetId, number: 1, rows: 2000 });
  await expect.poll(() => events.at(-1)).toMatchObject({ rows: 2000, totalBytes: file.size });
  const { rows } = await client.rows(version.id, 1999, 5);
  expect(rows).toHaveLength(1);
  expect(rows[0]?.[0]).toBe('C23993');
  const fields = version.schema.columns.map((field) => ({ ...field, role: 'ignored' as const }));
  expect((await client.revise(version.id, { columns: fields })).number).toBe(2);
});

test('imports a field into OPFS, shows boxes of it, cuts it into other samples', async () => {
  const file = await client.sample('advectedField');
  const events: ImportEvent[] = [];
  const running = client.import({ jobId: 'f', datasetId: await newDataset(), file }, (event) =>
    events.push(event),
  );
  const version = await running.done;
  const grid = gridOf(version.schema) as GridSchema;
  const { time, x, y, z } = grid.axes;
  await expect.poll(() => events.at(-1)?.times).toEqual({ done: time.size, total: time.size });
  const box = await boxOf(client, version.id, {
    recording: 0,
    channel: 0,
    time: [time.size - 1, 1],
    x: [0, x.size],
    y: [0, y.size],
    z: [0, z.size],
  });
  expect(box.length).toBe(x.size * y.size * z.size);
  expect(box.every((value) => value >= (grid.channels[0]?.min ?? 0))).toBe(true);
  const status = await storage.status();
  expect(status.datasetBytes).toBeGreaterThanOrEqual(4 * time.size * box.length);
  const next = await recut(client, version.id, { length: 2, stride: 2, horizon: 3 });
  expect(next).toMatchObject({ number: 2, rows: Math.floor((time.size - 5) / 2) + 1 });
  expect(gridOf(next.schema)?.chunks).toEqual(grid.chunks);
});

test('a broken file rejects with place and hint', async () => {
  const file = new File(['a,b\n1,"2\n'], 'bad.csv');
  const running = client.import({ jobId: 'b', datasetId: await newDataset(), file }, () => undefined);
  await expect(running.done).rejects.toMatchObject({
    code: 'badInput',
    place: 'bad.csv, line 2',
    hint: expect.stringContaining('Close the quote'),
  });
});

test('a large import streams, reports, and stops when asked', async () => {
  const line = `${Array.from({ length: 20 }, (_, i) => (i * 1.37).toFixed(3)).join(',')}\n`;
  const header = `${Array.from({ length: 20 }, (_, i) => `c${i}`).join(',')}\n`;
  const block = line.repeat(10_000);
  const file = new File([header, ...Array.from({ length: 50 }, () => block)], 'large.csv');
  const datasetId = await newDataset();
  let seen = 0;
  const running = client.import({ jobId: 'c', datasetId, file }, () => {
    if (++seen === 2) running.stop('cancel');
  });
  await expect(running.done).rejects.toMatchObject({ code: 'cancelled' });
  expect(await storage.datasets.versions(datasetId)).toEqual([]);
});
