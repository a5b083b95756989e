/** Recordings as time series: values, rates, units and notes as other readers give them; nothing of a person. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { oneFileBundle, folderBundle } from '#/formats/bundle/fileBundle';
import { openRecordings } from '#/formats/recordings/openRecordings';
import type { Recording } from '#/formats/recordings/recording';
import { recogniseFile } from '#/formats/recogniseFile';
import { kindsOfData } from '../kinds/registry';
import { recordingTable } from './recordingTable';

interface Expectation {
  rate: number;
  channels: string[];
  units: string[] | null;
  values: number[][];
  notes?: [number, number, string][];
}

const folder = new URL('../../formats/recordings/fixtures/', import.meta.url);
const bytesOf = (name: string) => new Uint8Array(readFileSync(new URL(name, folder)));
const expected = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Record<
  string,
  Expectation
>;
const bundleOf = (names: readonly string[]) =>
  names.length === 1
    ? oneFileBundle(new File([bytesOf(names[0] as string)], names[0] as string))
    : folderBundle(
        'record',
        names.map((path) => ({ path, blob: new Blob([bytesOf(path)]) })),
      );
const filesOf = (name: string) =>
  name.includes('.') ? [name] : [`${name}.hea`, `${name}.dat`, ...(name === 'f212' ? ['f212.atr'] : [])];

async function valuesOf({ channels, pieces }: Recording): Promise<{ starts: number[]; values: number[][] }> {
  const values = channels.map((): number[] => []);
  const starts: number[] = [];
  for await (const piece of pieces()) {
    starts.push(piece.start);
    piece.values.forEach((own, i) => values[i]?.push(...own));
  }
  return { starts, values };
}

test.each(Object.entries(expected))('%s', async (name, { rate, channels, units, values, notes }) => {
  const [recording] = await openRecordings(bundleOf(filesOf(name)));
  if (!recording) throw new Error('no recording');
  expect(recording.rate).toBe(rate);
  expect(recording.channels.map((channel) => channel.name)).toEqual(channels);
  if (units) expect(recording.channels.map(({ unit }) => unit)).toEqual(units);
  const { values: read } = await valuesOf(recording);
  expect(read.map((own) => own.length)).toEqual(values.map((own) => own.length));
  for (const [i, own] of values.entries())
    for (const [k, value] of own.entries())
      expect(Math.abs((read[i]?.[k] as number) - value)).toBeLessThanOrEqual(1e-9 + Math.abs(value) * 1e-9);
  if (notes) expect(recording.notes.map(({ at, seconds, text }) => [at, seconds, text])).toEqual(notes);
});

test('pauses of EDF+D are kept', async () => {
  const [recording] = await openRecordings(bundleOf(['pauses.edf']));
  expect((await valuesOf(recording as Recording)).starts).toEqual([0, 2, 10, 12]);
});

const import_ = async (name: string, names: readonly string[]) => {
  const blobs = new Map<string, Uint8Array>();
  const found = await recogniseFile(
    new File(names.length === 1 ? [bytesOf(names[0] as string)] : [], name),
    names.length === 1 ? {} : { folder: names.map((path) => ({ path, blob: new Blob([bytesOf(path)]) })) },
  );
  expect(found.format.type).toBe('recordings');
  const version = await kindsOfData.get('timeseries').import(found, {
    blobs: {
      put: async (blob) => {
        const hash = `h${blobs.size}`;
        blobs.set(hash, new Uint8Array(blob));
        return { hash, bytes: blob.length };
      },
      get: async ({ hash }) => blobs.get(hash) as Uint8Array<ArrayBuffer>,
    },
    signal: new AbortController().signal,
    more: [],
    recognise: recogniseFile,
    roomBytes: async () => undefined,
  });
  return { version, blobs };
};

describe('as a dataset', () => {
  test('several records are several series, notes are labels', async () => {
    const { version } = await import_('records', ['f212.hea', 'f212.dat', 'f212.atr', 'f16.hea', 'f16.dat']);
    expect(version.schema.kind).toBe('timeseries');
    expect(version.source.details).toMatchObject({ recordings: '2', rate: '360 Hz', written: 'WFDB' });
    const names = version.schema.columns.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['annotation', 'rhythm']));
  });

  test('a slower channel is told', async () => {
    const { version } = await import_('notes.edf', ['notes.edf']);
    expect(version.issues.map(({ message }) => message)).toContain(
      '“Temp” (2.5 Hz) is slower than 10 Hz: each value is held until the next.',
    );
  });

  test('nothing of a person is stored', async () => {
    const { version, blobs } = await import_('plain.edf', ['plain.edf']);
    const all =
      JSON.stringify(version) +
      [...blobs.values()].map((bytes) => Buffer.from(bytes).toString('latin1')).join();
    expect(all).not.toMatch(/Doe|Secret|1970|MAR-2020/);
  });

  test('notes stand at their times', async () => {
    const found = await recogniseFile(new File([], 'r'), {
      folder: filesOf('f212').map((path) => ({ path, blob: new Blob([bytesOf(path)]) })),
    });
    if (!('bundle' in found) || !found.bundle || found.format.holds !== 'files') throw new Error('no files');
    const { table } = await recordingTable({ file: found.file, format: found.format, bundle: found.bundle });
    const reader = await table.format.read(table.source, {
      signal: new AbortController().signal,
      report: () => undefined,
      batchRows: 16,
    });
    const notes: (string | null)[][] = [[], []];
    for await (const { columns } of reader.batches)
      for (const [i, column] of columns.slice(-2).entries())
        if (column.physical === 'dict')
          notes[i]?.push(...Array.from(column.codes, (code) => column.dictionary[code] ?? null));
    expect(notes[0]?.flatMap((text, i) => (text ? [[i, text]] : []))).toEqual([
      [3, 'N'],
      [12, 'V'],
    ]);
    expect([
      notes[1]?.[0],
      notes[1]?.[9],
      notes[1]?.[10],
      notes[1]?.[29],
      notes[1]?.[30],
      notes[1]?.[36],
    ]).toEqual(['N', 'N', 'AFIB', 'AFIB', 'N', 'N']);
  });
});

describe('refused', () => {
  test.each<[string, string[], (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>, RegExp]>([
    [
      'a cut EDF',
      ['plain.edf'],
      (bytes) => bytes.slice(0, 900),
      /claims 4 records, but holds \d: it was cut short/,
    ],
    ['a cut header', ['plain.edf'], (bytes) => bytes.slice(0, 300), /header is damaged or cut short/],
    ['a header alone', ['f16.hea'], (bytes) => bytes, /signals lie in “f16.dat”, which is not there/],
    ['a cut signal file', ['f16.hea', 'f16.dat'], (bytes) => bytes.slice(0, 120), /cut short/],
    [
      'several segments',
      ['f16.hea'],
      () => new TextEncoder().encode('rec/3 2 360 100\nf16 50\n'),
      /several segments/,
    ],
    [
      'an unknown format',
      ['f16.hea'],
      () => new TextEncoder().encode('f16 1 360 10\nf16.dat 508 200\n'),
      /format 508, which is not read/,
    ],
  ])('%s', async (_, names, damage, message) => {
    const files = names.map((path, i) => ({
      path,
      blob: new Blob([i === names.length - 1 ? damage(bytesOf(path)) : bytesOf(path)]),
    }));
    await expect(openRecordings(folderBundle('record', files))).rejects.toMatchObject({
      message: expect.stringMatching(message),
      place: expect.stringContaining('record'),
      hint: expect.stringMatching(/./),
    });
  });
});
