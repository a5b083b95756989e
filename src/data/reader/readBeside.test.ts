import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { DataIssue } from '#/core/protocol/dataset';
import type { RecordBatch } from '#/core/table/column';
import type { TableFormatDef } from '#/formats/formatDef';
import { holdsRows, recogniseFile, type RecognisedTable } from '#/formats/recogniseFile';
import { readTable } from '#/formats/readTable';
import { formats } from '#/formats/registry';
import { readBeside, type ReaderWorker } from './readBeside';
import type { FromReader, ToReader } from './readerMessages';
import { serveReader } from './serveReader';

const folders = ['src/formats/fixtures', 'src/formats/fixtures/tables', 'src/formats/fixtures/cases'];
const files = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => /\.(csv|tsv|txt|jsonl|parquet|arrow|xlsx)$/.test(name))
    .map((name) => `${folder}/${name}`),
);

/** A worker in this thread: what is posted is cloned and moved as between two. */
function workerForTest(): ReaderWorker & { ended: boolean } {
  const { port1, port2 } = new MessageChannel();
  const serve = serveReader((message, moved = []) => port2.postMessage(message, moved), formats);
  port2.onmessage = ({ data }: MessageEvent<ToReader>) => serve(data);
  const worker = {
    ended: false,
    postMessage: (message: ToReader, moved: ArrayBuffer[]) => port1.postMessage(message, moved),
    terminate() {
      worker.ended = true;
      port1.close();
    },
    set onmessage(listen: (event: MessageEvent<FromReader>) => unknown) {
      port1.onmessage = listen;
    },
    onerror: null,
  };
  return worker;
}

async function open(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<RecognisedTable | undefined> {
  const found = await recogniseFile(Object.assign(new Blob([bytes]), { name })).catch(() => undefined);
  return found && holdsRows(found) ? found : undefined;
}

async function readAll(found: RecognisedTable, format: Pick<TableFormatDef, 'read'>, batchRows = 7) {
  const issues: DataIssue[] = [];
  const batches: (RecordBatch | 'again')[] = [];
  try {
    const { signal } = new AbortController();
    const report = (issue: DataIssue) => issues.push(issue);
    const table = await readTable(format, found.source, { signal, report, batchRows }, 500);
    for await (const batch of table.batches) {
      batches.push(structuredClone(batch));
      // What comes next may be read into its memory.
      if (batch !== 'again') table.release(batch);
    }
    const { names, details, isTyped } = table;
    return { names, details, isTyped, batches, issues, outcome: table.outcome() };
  } catch (thrown) {
    return { issues, thrown };
  }
}

test('what is read beside is what is read here: values, evidence, reports, errors', async () => {
  let compared = 0;
  for (const path of files) {
    const bytes = new Uint8Array(readFileSync(path));
    const here = await open(path, bytes);
    const there = await open(path, bytes);
    if (!here || !there?.source.opened) continue;
    const workers: ReturnType<typeof workerForTest>[] = [];
    const beside = readBeside(
      there,
      () => {
        const worker = workerForTest();
        workers.push(worker);
        return worker;
      },
      0,
    );
    expect(await readAll(there, beside), path).toEqual(await readAll(here, here.format));
    expect(workers.length, path).toBeGreaterThan(0);
    expect(
      workers.every(({ ended }) => ended),
      path,
    ).toBe(true);
    compared++;
  }
  expect(compared).toBeGreaterThan(80);
});

test('an import that is cancelled ends the worker at once, also where it has nothing to say', async () => {
  const text = `a,b\n${'1,2\n'.repeat(1000)}`;
  const found = (await open('long.csv', new TextEncoder().encode(text))) as RecognisedTable;
  const worker = workerForTest();
  const controller = new AbortController();
  const { signal } = controller;
  const context = { signal, report: () => undefined, batchRows: 10 };
  const reader = await readBeside(found, () => worker, 0).read(found.source, context);
  const batches = reader.batches[Symbol.asyncIterator]();
  expect((await batches.next()).value).toMatchObject({ rows: 64 });
  controller.abort();
  expect(worker.ended).toBe(true);
  await expect(batches.next()).rejects.toMatchObject({ name: 'AbortError' });
});

test('a file is read here where no worker can be made, where it does not start, and where it is small', async () => {
  const found = (await open('few.csv', new TextEncoder().encode('a,b\n1,2\n'))) as RecognisedTable;
  const whole = await readAll(found, found.format);
  expect(readBeside(found, workerForTest)).toBe(found.format);
  const refused = readBeside(
    found,
    () => {
      throw new Error('no workers here');
    },
    0,
  );
  expect(await readAll(found, refused)).toEqual(whole);
  const silent: ReaderWorker = {
    postMessage: () => queueMicrotask(() => silent.onerror?.({ message: 'not found' } as ErrorEvent)),
    terminate: () => undefined,
    onmessage: null,
    onerror: null,
  };
  expect(
    await readAll(
      found,
      readBeside(found, () => silent, 0),
    ),
  ).toEqual(whole);
});
