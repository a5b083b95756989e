import { expect, test } from 'vitest';
import { TetradError } from '#/core/protocol/errors';
import type { ReadOptions } from '#/core/reading/readOptions';
import type { RememberedReading } from '#/core/reading/rememberedReadings';
import type { TablePreview } from '#/core/reading/tablePreview';
import { ImportSession } from './importSession';

const previewOf = (file: File, options: ReadOptions, names = ['a']): TablePreview => ({
  fileName: file.name,
  fileBytes: file.size,
  format: 'csv',
  formatTitle: 'CSV',
  columns: names.map((name) => ({ name, type: 'numeric', role: 'feature' })),
  reading: { options, columns: names.map(() => ({ as: 'number' })), ambiguities: [] },
  details: {},
  issues: [],
  rows: [['1']],
  written: [['1']],
  rowsRead: 1,
  isWhole: true,
  isTyped: false,
});

const file = (name: string) => new File(['a\n1\n'], name);

/** Readings end when they are told to. */
function held() {
  const calls: { file: File; options: ReadOptions; end(fails?: unknown): void }[] = [];
  const inspect = (given: File, options: ReadOptions) =>
    new Promise<TablePreview | null>((resolve, reject) => {
      const end = (fails?: unknown) => (fails ? reject(fails) : resolve(previewOf(given, options)));
      calls.push({ file: given, options, end });
    });
  return { calls, inspect };
}

const at = (session: ImportSession, index = 0) => {
  const table = session.store.getState().tables[index];
  if (!table) throw new Error(`no table ${index}`);
  return table;
};
const nothing = async () => null;
const tick = () => new Promise((resolve) => setTimeout(resolve, 0));

test('of two changes the newer is shown, whichever reading ends first', async () => {
  const { calls, inspect } = held();
  const session = new ImportSession([file('a.csv')], { inspect, recall: nothing });
  calls[0]?.end();
  await session.settled();
  session.change(0, { decimal: ',' });
  session.change(0, { decimal: '.' });
  expect(at(session).shown?.options, 'the old one stays meanwhile').toEqual({});
  expect(at(session).isReading).toBe(true);
  calls[2]?.end();
  await session.settled();
  calls[1]?.end();
  await tick();
  expect(at(session).shown?.options).toEqual({ decimal: '.' });
  expect(at(session).shown?.preview.reading.options).toEqual({ decimal: '.' });
});

test('what is chosen before the first reading ends counts, and the guess is known all the same', async () => {
  const { calls, inspect } = held();
  const session = new ImportSession([file('a.csv')], { inspect, recall: nothing });
  session.change(0, { decimal: ',' });
  for (let i = 0; i < 4; i++) {
    await tick();
    for (const call of calls) call.end();
  }
  await session.settled();
  expect(at(session)).toMatchObject({
    fresh: { reading: { options: {} } },
    shown: { options: { decimal: ',' } },
  });
});

test('an option that contradicts the file is told at its control and leaves what is shown', async () => {
  const refusal = new TetradError({ code: 'badInput', message: 'No row has two cells.' });
  const inspect = async (given: File, options: ReadOptions) => {
    if (options.delimiter === '|') throw refusal;
    return previewOf(given, options);
  };
  const session = new ImportSession([file('a.csv')], { inspect, recall: nothing });
  await session.settled();
  session.change(0, { delimiter: '|' }, { option: 'delimiter' });
  await session.settled();
  expect(at(session)).toMatchObject({
    problem: { error: { message: 'No row has two cells.' }, at: { option: 'delimiter' }, isGone: false },
    shown: { options: {} },
    options: { delimiter: '|' },
  });
  session.change(0, {});
  await session.settled();
  expect(at(session).problem).toBeUndefined();
});

test('what is chosen counts for all files of the shape, and for those that are read later', async () => {
  const inspect = async (given: File, options: ReadOptions) =>
    previewOf(given, options, given.name.startsWith('other') ? ['b'] : ['a']);
  const files = [file('a.csv'), file('other.csv'), file('b.csv')];
  const session = new ImportSession(files, { inspect, recall: nothing });
  await tick();
  session.change(0, { decimal: ',' });
  await session.settled();
  const shown = session.store.getState().tables.map((table) => table.shown?.options);
  expect(shown).toEqual([{ decimal: ',' }, {}, { decimal: ',' }]);
});

test('what was chosen before is applied and told; afresh is afresh', async () => {
  const remembered: RememberedReading = { shape: 's', fileName: 'may.csv', options: { decimal: ',' }, at: 1 };
  const inspect = async (given: File, options: ReadOptions) => previewOf(given, options);
  const session = new ImportSession([file('june.csv')], { inspect, recall: async () => remembered });
  await session.settled();
  expect(at(session)).toMatchObject({
    remembered: { fileName: 'may.csv' },
    shown: { options: { decimal: ',' } },
  });
  session.change(0, {});
  await session.settled();
  expect(at(session)).toMatchObject({ remembered: undefined, shown: { options: {} } });
});

test('what was chosen before and does not fit is left out', async () => {
  const remembered: RememberedReading = {
    shape: 's',
    fileName: 'may.csv',
    options: { delimiter: '|' },
    at: 1,
  };
  const inspect = async (given: File, options: ReadOptions) => {
    if (options.delimiter) throw new TetradError({ code: 'badInput', message: 'no' });
    return previewOf(given, options);
  };
  const session = new ImportSession([file('june.csv')], { inspect, recall: async () => remembered });
  await session.settled();
  expect(at(session)).toMatchObject({ problem: undefined, options: {}, shown: { options: {} } });
});

test('a file that changed is said to have, keeps its choices and goes on with another', async () => {
  let isGone = false;
  const inspect = async (given: File, options: ReadOptions) => {
    if (isGone) throw new Error('The requested file could not be read');
    return previewOf(given, options);
  };
  const first = file('a.csv');
  Object.defineProperty(first, 'slice', {
    value: () => ({
      arrayBuffer: async () => (isGone ? Promise.reject(new Error('gone')) : new ArrayBuffer(1)),
    }),
  });
  const session = new ImportSession([first], { inspect, recall: nothing });
  await session.settled();
  session.change(0, { decimal: ',' });
  await session.settled();
  isGone = true;
  session.change(0, { decimal: ',', thousands: '.' });
  await session.settled();
  expect(at(session)).toMatchObject({
    problem: { isGone: true, error: { message: expect.stringContaining('a.csv was changed') } },
    options: { decimal: ',', thousands: '.' },
  });
  isGone = false;
  session.replace(0, file('a.csv'));
  await session.settled();
  expect(at(session)).toMatchObject({
    problem: undefined,
    shown: { options: { decimal: ',', thousands: '.' } },
  });
});

test('a file that cannot be read as it is can be read with a choice; one that is no table is said to be none', async () => {
  const inspect = async (given: File, options: ReadOptions) => {
    if (given.name === 'photo.csv') return null;
    if (options.headerRows === undefined) throw new TetradError({ code: 'badInput', message: 'shifted' });
    return previewOf(given, options);
  };
  const session = new ImportSession([file('m2.csv'), file('photo.csv')], { inspect, recall: nothing });
  await session.settled();
  expect(at(session).problem?.error.message).toBe('shifted');
  expect(at(session, 1).isNoTable).toBe(true);
  session.change(0, { headerRows: 0 });
  await session.settled();
  expect(at(session)).toMatchObject({ problem: undefined, shown: { options: { headerRows: 0 } } });
});
