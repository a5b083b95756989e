/** Workers that hang in what they are asked, in real threads: ended with a clear error, and nobody else waits for them. */
import { expect, test } from 'vitest';
import endlessUrl from '../../formats/arrays/fixtures/endless.h5?url';
import groupsUrl from '../../formats/arrays/fixtures/groups.h5?url';
import { storeTable } from '#/engine/train/fixtures/storeTable';
import type { ExportOptions } from '#/core/protocol/predict';
import { openStorage } from '#/storage/openStorage';
import { createDataClient } from './dataClient';
import { createEngineClient } from './engineClient';
import { storageName } from './fixtures/hangingRun';
import { inspectField } from '#/data/grid/fixtures/fieldCalls';

const npy = (name: string) => {
  const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }".padEnd(117);
  const head = [0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, 118, 0];
  return new File([new Uint8Array(head), `${header}\n`, new Float32Array(6)], name);
};

test.concurrent('a file that its parser never comes back from is given up, while rows are read beside it', async () => {
  const storage = await openStorage({ name: storageName });
  const field = { name: 'x', type: 'numeric' as const, role: 'feature' as const };
  const version = await storeTable(storage, 'table', [{ field, cells: [1, 2, 3] }]);
  const data = createDataClient(
    () => new Worker(new URL('./fixtures/endlessData.worker.ts', import.meta.url), { type: 'module' }),
  );
  // Its worker is there: what follows waits for no start.
  expect(await data.rows(version.id, 0, 1)).toMatchObject({ rows: [['1']] });
  let given = false;
  const endless = inspectField(data, npy('endless.npy')).finally(() => (given = true));
  endless.catch(() => {});
  const { rows } = await data.rows(version.id, 0, 3);
  expect(rows).toEqual([['1'], ['2'], ['3']]);
  expect(given).toBe(false);
  expect(await inspectField(data, npy('whole.npy'))).toMatchObject({ fileName: 'whole.npy' });
  await expect(endless).rejects.toMatchObject({
    code: 'workerDied',
    message: expect.stringContaining('no sign of life'),
    place: 'endless.npy',
    hint: expect.stringContaining('damaged'),
  });
  expect(await data.rows(version.id, 2, 1)).toMatchObject({ rows: [['3']] });
  storage.close();
});

test.concurrent('a damaged file that a library never comes back from is given up by name and place; others are read', async () => {
  const data = createDataClient(
    () => new Worker(new URL('../../data/data.worker.ts', import.meta.url), { type: 'module' }),
  );
  const file = async (url: string, name: string) => new File([await (await fetch(url)).blob()], name);
  const given = inspectField(data, await file(endlessUrl, 'endless.h5'));
  given.catch(() => {});
  expect(await inspectField(data, await file(groupsUrl, 'groups.h5'))).toMatchObject({
    fileName: 'groups.h5',
  });
  await expect(given).rejects.toMatchObject({
    code: 'badInput',
    message: expect.stringContaining('did not come back'),
    place: expect.stringMatching(/^endless\.h5/),
    hint: expect.stringContaining('damaged'),
  });
});

test.concurrent('a prediction that never ends is given up and the next is answered; long work is no hang; an export holds nobody up', async () => {
  const make = () =>
    new Worker(new URL('./fixtures/endlessEngine.worker.ts', import.meta.url), { type: 'module' });
  const [engine, patient] = [createEngineClient(make), createEngineClient(make)];
  const predict = (client: typeof engine, takes: string) =>
    client.predict({ modelVersionId: 'v', rows: [{ takes }] });
  const answered = { predictions: [{ value: 'answered' }] };
  const exported = engine.export('v', {} as ExportOptions);
  exported.catch(() => {});
  expect(await predict(engine, 'no time')).toMatchObject(answered);
  const long = predict(patient, 'long');
  const endless = predict(engine, 'for ever');
  await expect(endless).rejects.toMatchObject({ code: 'workerDied', place: 'engine worker' });
  expect(await predict(engine, 'no time')).toMatchObject(answered);
  await expect(exported).rejects.toMatchObject({ code: 'workerDied', place: 'export worker' });
  expect(await long).toMatchObject(answered);
});
