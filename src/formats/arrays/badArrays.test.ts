/** Files that cannot be used: each refusal names the file, the place and the fix. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test, vi } from 'vitest';
import { TetradError } from '#/core/protocol/errors';
import { recogniseFile } from '../recogniseFile';
import { formats } from '../registry';
import { sniffFormat } from '../sniffFormat';
import { arraysForTest } from './arraysForTest';
import { inflateOnce } from './inflateOnce';
import { nifti } from './nifti';
import { zarr } from './zarr';
import { zipEntries } from './zipEntries';

const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`./fixtures/${name}`, import.meta.url)));

/** Opens the file and reads each variable whole: damage may show only there. */
async function refusal(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<TetradError> {
  try {
    const file = await arraysForTest(name, bytes);
    for (const { name: variable, dimensions } of file?.variables ?? []) {
      const shape = dimensions.map(({ size }) => size);
      await file?.read(
        variable,
        shape.map(() => 0),
        shape,
      );
    }
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(TetradError);
    return thrown as TetradError;
  }
  throw new Error(`${name} was not refused`);
}

function changed(name: string, at: number, ...bytes: number[]): Uint8Array<ArrayBuffer> {
  const copy = fixture(name).slice();
  copy.set(bytes, at);
  return copy;
}

const cut = (name: string, bytes: number) => fixture(name).slice(0, bytes);

const cases: [what: string, name: string, () => Uint8Array<ArrayBuffer>, message: RegExp, hint: RegExp][] = [
  [
    'a cut NPY',
    'plain.npy',
    () => cut('plain.npy', 200),
    /^The file has 200 bytes; an array of shape \[2, 3, 4\] needs 224\.$/,
    /cut short/,
  ],
  ['a cut NPY header', 'plain.npy', () => cut('plain.npy', 60), /in the middle of the header/, /cut short/],
  ['complex NPY', 'complex.npy', () => fixture('complex.npy'), /complex numbers \(<c8\)/, /numpy\.stack/],
  ['objects in NPY', 'objects.npy', () => fixture('objects.npy'), /pickled Python objects/, /astype/],
  ['text in NPY', 'text.npy', () => fixture('text.npy'), /holds text/, /numbers/],
  ['dates in NPY', 'dates.npy', () => fixture('dates.npy'), /dates \(<M8\[ns\]\)/, /int64/],
  ['a cut NPZ', 'stored.npz', () => cut('stored.npz', 700), /directory cannot be read/, /again/],
  [
    'a damaged NPZ entry',
    'deflated.npz',
    () => changed('deflated.npz', 60, 255, 255, 255, 255, 255),
    /compressed bytes are damaged/,
    /again/,
  ],
  [
    'a cut NetCDF 3',
    'classic.nc',
    () => cut('classic.nc', 1200),
    /^The file has 1,200 bytes, but its variable \w+ goes on to byte/,
    /cut short/,
  ],
  [
    'a cut NetCDF 3 header',
    'classic.nc',
    () => cut('classic.nc', 300),
    /ends inside its header/,
    /cut short/,
  ],
  [
    'a damaged NetCDF 3 header',
    'classic.nc',
    () => changed('classic.nc', 8, 9, 9, 9, 9),
    /header of the NetCDF file is damaged: byte 16/,
    /again/,
  ],
  [
    'a cut NetCDF 4',
    'netcdf4.nc',
    () => cut('netcdf4.nc', 20_000),
    /^The HDF5 file cannot be opened: the file was cut short\.$/,
    /again/,
  ],
  ['a cut HDF5', 'groups.h5', () => cut('groups.h5', 5_000), /cut short/, /again/],
  [
    'a damaged HDF5 chunk',
    'strain.hdf5',
    () => {
      const bytes = fixture('strain.hdf5').slice();
      for (let at = 0; at + 2 < bytes.length; at++)
        if (bytes[at] === 0x78 && bytes[at + 1] === 0x5e) bytes.fill(255, at, at + 40);
      return bytes;
    },
    /values cannot be read/,
    /./,
  ],
  [
    'HDF5 behind a plugin',
    'blosc.h5',
    () => fixture('blosc.h5'),
    /^None of the arrays in the file can be read\.$/,
    /^field: It is compressed with Blosc \(filter 32001\).+: “h5repack -f field:GZIP=4 blosc\.h5 repacked-blosc\.h5”\.$/,
  ],
  ['MATLAB 5 with cells only', 'matlab5.mat', () => cut('matlab5.mat', 200), /goes on to byte/, /cut short/],
  [
    'a cut NIfTI',
    'scaled.nii',
    () => cut('scaled.nii', 500),
    /^The file has 500 bytes; a 3 × 4 × 2 × 5 image of int16 needs 592\.$/,
    /cut short/,
  ],
  [
    'a cut NIfTI header',
    'scaled.nii',
    () => cut('scaled.nii', 100),
    /^The file has 100 bytes, less than a NIfTI header \(348\)\.$/,
    /NIfTI/,
  ],
  [
    'a NIfTI of a wrong header size',
    'scaled.nii',
    () => changed('scaled.nii', 0, 92, 2, 0, 0),
    /^The header says it is 604 bytes long; NIfTI-1 has 348/,
    /convert it again/,
  ],
  ['complex NIfTI', 'complex.nii', () => fixture('complex.nii'), /voxels are complex numbers/, /float32/],
  [
    'a NIfTI header without its image',
    'a.nii',
    () => changed('scaled.nii', 344, 0x6e, 0x69),
    /another file \(\.img\)/,
    /both files together/,
  ],
  [
    'a cut NIfTI gzip',
    'second.nii.gz',
    () => cut('second.nii.gz', 60),
    /^The gzip file is cut short: it ends at byte 60 before/,
    /again/,
  ],
  ['a cut Zarr', 'third.zarr.zip', () => cut('third.zarr.zip', 800), /directory cannot be read/, /again/],
  ['a cut TIFF', 'pages.tif', () => cut('pages.tif', 3000), /TIFF file is damaged or cut short/, /again/],
];

describe('refuses', () => {
  test.each(cases)('%s', async (_, name, bytes, message, hint) => {
    const error = await refusal(bytes(), name);
    expect(error.message).toMatch(message);
    expect(error.hint ?? '').toMatch(hint);
    expect(error.place ?? '').toContain(name);
  });
});

test('what is no file of arrays is left to the tables', async () => {
  const typeOf = async (file: File) => (await recogniseFile(file)).format.type;
  expect(await typeOf(new File(['a,b\n1,2\n'], 'a.csv'))).toBe('csv');
  expect(sniffFormat(new Uint8Array(0), 'a.csv', formats).type).toBe('csv');
  expect(await typeOf(new File([gzipSync('a,b\n1,2\n')], 'a.csv.gz'))).toBe('csv');
});

test('datasets behind plugins are left out, each with its filter and what to type', async () => {
  const bytes = fixture('filters.h5');
  const { details } = (await arraysForTest('filters.h5', bytes)) ?? {};
  const filters = {
    'g/lzf': 'LZF (filter 32000)',
    'g/blosc': 'Blosc (filter 32001)',
    'g/bzip2': 'bzip2 (filter 307)',
    'g/lz4': 'LZ4 (filter 32004)',
  };
  for (const [name, filter] of Object.entries(filters)) {
    expect(details?.[name]).toContain(`left out: It is compressed with ${filter}, which is not part of HDF5`);
    expect(details?.[name]).toContain(
      name === 'g/lzf'
        ? 'data=h5py.File("filters.h5")["g/lzf"][:], compression="gzip")'
        : `h5repack -f ${name}:GZIP=4 filters.h5 repacked-filters.h5`,
    );
  }
  expect(Object.keys(details ?? {}).filter((name) => name.startsWith('g/'))).toHaveLength(4);
});

test('arrays of Zarr with codecs that are not here are left out before they are mapped', async () => {
  const second = { zarr_format: 2, shape: [2], chunks: [2], dtype: '<f4', order: 'C', fill_value: 0 };
  const third = {
    zarr_format: 3,
    node_type: 'array',
    shape: [2],
    data_type: 'float32',
    chunk_grid: { name: 'regular', configuration: { chunk_shape: [2] } },
    chunk_key_encoding: { name: 'default' },
    fill_value: 0,
    attributes: {},
  };
  const little = { name: 'bytes', configuration: { endian: 'little' } };
  const shard = {
    name: 'sharding_indexed',
    configuration: { chunk_shape: [1], codecs: [little, { name: 'zfp' }], index_codecs: [little] },
  };
  const blob = (metadata: unknown) => new Blob([JSON.stringify(metadata)]);
  const file = await zarr.openFolder?.('x.zarr', [
    { path: '.zgroup', blob: blob({ zarr_format: 2 }) },
    { path: 'good/.zarray', blob: blob({ ...second, compressor: null, filters: null }) },
    { path: 'lzma/.zarray', blob: blob({ ...second, compressor: { id: 'lzma' }, filters: null }) },
    { path: 'shard/zarr.json', blob: blob({ ...third, codecs: [shard] }) },
  ]);
  expect(file?.variables.map(({ name }) => name)).toEqual(['good']);
  expect(file?.details.lzma).toMatch(/^left out: Its codec lzma cannot be read here\. Write the array again/);
  expect(file?.details.shard).toMatch(/^left out: Its codec zfp cannot/);
});

test('a dataset that cannot be opened is left out, the others are read', async () => {
  const bytes = fixture('short.h5');
  const file = await arraysForTest('short.h5', bytes);
  expect(file?.details.short).toMatch(/^left out: it cannot be opened: datatype has unusually large/);
  expect([...((await file?.read('fine', [0], [3])) ?? [])]).toEqual([0, 1, 2]);
});

test('an empty file', async () => {
  await expect(nifti.open(new File([], 'a.nii'))).rejects.toThrow(
    'The file has 0 bytes, less than a NIfTI header (348).',
  );
  expect((await refusal(new Uint8Array(0), 'a.nii')).message).toBe('The file is empty.');
});

test('a gzip file that unpacks to too much', async () => {
  const file = new File([gzipSync(new Uint8Array(3_000_000))], 'bomb.nii.gz');
  expect(file.size).toBeLessThan(5_000);
  await expect(inflateOnce(file, 1_000_000)).rejects.toMatchObject({
    code: 'unsupported',
    place: 'bomb.nii.gz',
  });
});

test('a gzip file that unpacks to more than the browser holds', async () => {
  const blob = vi.spyOn(Response.prototype, 'blob').mockImplementation(async function (this: Response) {
    await this.body?.getReader().read();
    throw new TypeError('Failed to fetch');
  });
  const file = new File([gzipSync(new Uint8Array(3_000_000))], 'large.nii.gz');
  await expect(inflateOnce(file)).rejects.toMatchObject({
    code: 'outOfMemory',
    place: 'large.nii.gz',
    message: expect.stringMatching(/^The browser holds no more than \d+(\.\d)? .?B of what it unpacks to\.$/),
    hint: expect.stringContaining('gunzip -k'),
  });
  blob.mockRestore();
});

test('a zip entry that unpacks to too much, or to more than it claims', async () => {
  const bytes = fixture('deflated.npz');
  const [entry] = await zipEntries(new File([bytes], 'a.npz'), 10);
  await expect(entry?.whole()).rejects.toMatchObject({ code: 'unsupported', place: 'a.npz, field.npy' });
  const lying = bytes.slice();
  const view = new DataView(lying.buffer);
  const directory = view.getUint32(lying.length - 6, true);
  expect(view.getUint32(directory)).toBe(0x504b0102);
  view.setUint32(directory + 24, 20, true);
  const [liar] = await zipEntries(new File([lying], 'b.npz'));
  await expect(liar?.whole()).rejects.toMatchObject({
    code: 'badInput',
    message: 'It unpacks to more than the 20 bytes it claims.',
  });
});
