/**
 * Files of arrays that other tools read wrongly, one line each: how the values begin (as netCDF4, h5py and tifffile give
 * them, once numbers written as text are numbers), how many are missing, what is told, or why the file is refused.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ArrayFile } from '#/core/grid/arrayFile';
import type { GridSchema } from '#/core/grid/gridSchema';
import { TetradError } from '#/core/protocol/errors';
import { arraysForTest } from '#/formats/arrays/arraysForTest';
import { freshStorage } from '#/storage/fixtures/freshStorage';
import { importForTest } from '../importForTest';
import { importFiles } from './fixtures/importFiles';

const folder = new URL('./fixtures/cases/', import.meta.url);
const bytesOf = (name: string) => new Uint8Array(readFileSync(new URL(name, folder)));

interface Case {
  file: string;
  /** By variable: how its values begin, null = missing. */
  begins?: Record<string, (number | null)[]>;
  /** By channel: missing values of the field. */
  missing?: Record<string, number>;
  /** Names of the channels a field gets unasked. */
  channels?: string[];
  told?: RegExp[];
  silent?: RegExp;
  leftOut?: Record<string, RegExp>;
  refused?: RegExp;
}

const odd = [-3, -2.4545, -1.9091, -1.3636, -0.8182, -0.2727];
const thousands = [-3000, -2454, -1909, -1363, -818, -272];

const cases: Case[] = [
  {
    file: 'g-time-dup.nc',
    told: [/^Times occur twice: 2000-01-\d\d \(index \d+ and \d+\)/, /windows run across/],
  },
  {
    file: 'g-time-gap.nc',
    told: [
      /^Times are missing: between 2000-01-06 and 2001-02-04 \(index 5 and 6\); all others are 1 day apart/,
    ],
  },
  { file: 'g-sentinel-9999.nc', told: [/^“tas” is -9999 in places.*taken for missing/] },
  { file: 'g-missing-99.9f.nc', missing: { pr: 1 }, silent: /-99\.9/ },
  { file: 'n-scale-string.nc', begins: { sst: [292.09, 273.68, 278.49] }, missing: { sst: 0 } },
  { file: 'g-validunpacked.nc', begins: { ndvi: [-0.1597, 0.1124, 0.5882, 0.1172] } },
  {
    file: 'n-int64big.nc',
    told: [/^“cnt” has whole numbers beyond 16,777,216.*16,777,217 became 16,777,216/],
    silent: /is the same/,
  },
  { file: 's6-wrf.nc', channels: ['T2', 'U10'], told: [/“XLAT”, “XLONG” say where the values are/] },
  { file: 't-bool.tif', begins: { image: [0, 1, 1, 0, 0, 1, 0, 0, 1, 1, 1, 0] } },
  { file: '16bit.r.tif', begins: { image: [480, 478, 502, 486, 406, 430, 418, 397] } },
  { file: 'multipage_single_frame_loop.tiff', refused: /pages lead in a circle/ },
  {
    file: 'odd-number-types.h5',
    begins: {
      bfloat16: [-3, -2.453125, -1.90625, -1.3671875],
      f20_be: odd,
      f20_le: odd,
      f20n_be: odd,
      f20n_le: odd,
      i17_be: thousands,
      i17_le: thousands,
      i17n_be: thousands,
      i17n_le: thousands,
      i24_be: thousands,
      i24_le: thousands,
      ieee_nbit_be: odd,
      ieee_nbit_le: odd,
      u12_be: thousands.map(Math.abs),
      u12n_le: thousands.map(Math.abs),
    },
  },
  { file: 'vds-without-source.h5', refused: /None of the arrays/, leftOut: { v: /virtual.*latest\.h5/ } },
  { file: 'vr_unsigned.nc', begins: { p: [0, 200, 400, 600], q: [0, 1, 2, 3] } },
  { file: 'unlim.nc', begins: { a: [1, 1, 1], b: [2, 2, 2] }, missing: { b: 15 } },
  { file: 'tiny.mnc', refused: /MINC/ },
  { file: 'f-analyze.img', refused: /second half of a pair.*f-analyze\.hdr/ },
  { file: 'p-2d.npy', begins: { 'p-2d': [-2.03126901, 0.54096996, 0.82826446] } },
  { file: 'p-i64.npy', begins: { 'p-i64': [1_099_511_627_776] } },
];

test('every file has a case', () => {
  expect(readdirSync(folder).toSorted()).toEqual(cases.map(({ file }) => file).toSorted());
});

async function thrownBy(run: () => Promise<unknown>): Promise<TetradError> {
  const thrown: unknown = await run().then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(TetradError);
  return thrown as TetradError;
}

async function begin(file: ArrayFile, name: string, wanted: readonly (number | null)[]): Promise<void> {
  const shape =
    file.variables.find((variable) => variable.name === name)?.dimensions.map(({ size }) => size) ?? [];
  const values = await file.read(
    name,
    shape.map(() => 0),
    shape,
  );
  wanted.forEach((value, i) => {
    const got = values[i] as number;
    if (value === null) expect(got, `${name} ${i}`).toBeNaN();
    else expect(Math.abs(got - value), `${name} ${i}: ${got}`).toBeLessThanOrEqual(Math.abs(value) * 2e-4);
  });
}

describe.each(cases)('$file', ({ file, begins, missing, channels, told, silent, leftOut, refused }) => {
  test('reads what was meant', async () => {
    const open = async () => (await arraysForTest(file, bytesOf(file))) as ArrayFile;
    if (refused) {
      const { message, hint } = await thrownBy(open);
      expect(message).toMatch(refused);
      for (const reason of Object.values(leftOut ?? {})) expect(hint).toMatch(reason);
      return;
    }
    const arrays = await open();
    for (const [name, values] of Object.entries(begins ?? {})) await begin(arrays, name, values);
    arrays.close();
    if (!missing && !channels && !told && !silent) return;
    const version = await importFiles(
      await freshStorage(),
      [new File([bytesOf(file)], file)],
      missing && Object.keys(missing),
    );
    const grid = version.schema.data as GridSchema;
    for (const [name, count] of Object.entries(missing ?? {}))
      expect(grid.channels.find((channel) => channel.name === name)?.missing, name).toBe(count);
    if (channels) expect(grid.channels.map(({ name }) => name)).toEqual(channels);
    const all = version.issues.map(({ message, hint }) => `${message} ${hint ?? ''}`);
    for (const pattern of told ?? [])
      expect(
        all.some((text) => pattern.test(text)),
        `${pattern}: ${all.join('\n')}`,
      ).toBe(true);
    if (silent) expect(all.join('\n')).not.toMatch(silent);
  });
});

test('a matrix is a table of samples when it is asked for', async () => {
  const table = await importForTest('p-2d.npy', bytesOf('p-2d.npy'));
  expect(table.rows).toBe(150);
  expect(table.schema.columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
    'column1 numeric',
    'column2 numeric',
    'column3 numeric',
    'column4 numeric',
  ]);
  expect(table.column('column2')?.[1]).toBeCloseTo(0.54096996, 8);
});

test('labels beside a matrix are a column of the table', async () => {
  const folder = new URL('../../formats/arrays/fixtures/', import.meta.url);
  const bytes = new Uint8Array(readFileSync(new URL('stored.npz', folder)));
  const table = await importForTest('stored.npz', bytes);
  expect(table.rows).toBe(2);
  expect(table.schema.columns.map(({ name }) => name)).toEqual(['column1', 'column2', 'column3']);
  expect(table.told).toMatch(/array “field” is not in the table/);
});

test('FreeSurfer volumes are named', async () => {
  const head = new DataView(new ArrayBuffer(2000));
  [1, 4, 3, 2, 1, 3].forEach((value, i) => head.setInt32(4 * i, value));
  const thrown = await thrownBy(() => importForTest('brain.mgh', new Uint8Array(head.buffer)));
  expect(thrown.message).toMatch(/FreeSurfer volume \(MGH, MGZ\)/);
  expect(thrown.hint).toMatch(/mri_convert/);
});

test('whole numbers beyond 2^24 differ in a table', async () => {
  const rows = Int32Array.from({ length: 200 }, (_, i) => 2 ** 24 + i);
  const header = `{'descr': '<i4', 'fortran_order': False, 'shape': (100, 2), }`.padEnd(117) + '\n';
  const bytes = new Blob([
    Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length, 0),
    header,
    rows,
  ]);
  const table = await importForTest('ids.npy', new Uint8Array(await bytes.arrayBuffer()));
  expect(new Set(table.column('column1')?.slice(1)).size).toBe(100);
});
