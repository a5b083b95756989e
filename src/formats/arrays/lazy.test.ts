/** Opening reads headers, reading a box reads that box: counted, for every format with random access. */
import { afterEach, expect, test, vi } from 'vitest';
import { CountingReader, countingFile } from './countingFile';
import { arraysForTest } from './arraysForTest';
import { zarr } from './zarr';

const shape = [64, 64, 256];
const count = 64 * 64 * 256;
const values = Float32Array.from({ length: count }, (_, i) => i);
const planeBytes = 64 * 256 * 4;
/** One plane of the first axis. */
const box = { start: [10, 0, 0], count: [1, 64, 256] };

afterEach(() => void vi.unstubAllGlobals());

async function expectLazy(bytes: Uint8Array<ArrayBuffer>, name: string, variable: string): Promise<void> {
  const { file, bytesRead } = countingFile(bytes, name);
  expect(file.size).toBeGreaterThan(count * 2);
  const opened = await arraysForTest(name, bytes, file);
  expect(bytesRead()).toBeLessThan(300_000);
  const before = bytesRead();
  const plane = await opened?.read(variable, box.start, box.count);
  expect(plane).toEqual(values.slice(10 * 64 * 256, 11 * 64 * 256));
  expect(bytesRead() - before).toBeGreaterThanOrEqual(planeBytes);
  expect(bytesRead() - before).toBeLessThan(planeBytes + 200_000);
  opened?.close();
}

function npyBytes(): Uint8Array<ArrayBuffer> {
  const header =
    `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`.padEnd(117) + '\n';
  const bytes = new Uint8Array(128 + count * 4);
  bytes.set(Uint8Array.from(`\x93NUMPY\x01\x00\x76\x00${header}`, (c) => c.charCodeAt(0)));
  bytes.set(new Uint8Array(values.buffer), 128);
  return bytes;
}

test('NPY', async () => {
  await expectLazy(npyBytes(), 'a.npy', 'a');
});

test('NPZ with stored entries', async () => {
  const { BlobReader, BlobWriter, ZipWriter } = await import('@zip.js/zip.js/lib/zip-core-native.js');
  const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false, level: 0 });
  await writer.add('a.npy', new BlobReader(new Blob([npyBytes()])));
  const zipped = new Uint8Array(await (await writer.close()).arrayBuffer());
  await expectLazy(zipped, 'a.npz', 'a');
});

test('NIfTI', async () => {
  const bytes = new Uint8Array(352 + count * 4);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, 348, true);
  [3, 256, 64, 64].forEach((size, i) => view.setInt16(40 + 2 * i, size, true));
  view.setInt16(70, 16, true);
  view.setFloat32(108, 352, true);
  bytes.set([0x6e, 0x2b, 0x31], 344);
  bytes.set(new Uint8Array(values.buffer), 352);
  const { file, bytesRead } = countingFile(bytes, 'a.nii');
  const opened = await arraysForTest('a.nii', bytes, file);
  expect(bytesRead()).toBeLessThan(2_000);
  const plane = await opened?.read('volume', [0, 0, 10], [256, 64, 1]);
  expect(plane?.[1]).toBe(10 * 64 * 256 + 256); // y runs faster than x here
  expect(bytesRead()).toBeLessThan(planeBytes + 2_000);
});

test('NetCDF 3', async () => {
  const words: number[] = [0x43444601, 0, 10, 3];
  for (const [index, size] of shape.entries()) words.push(1, (97 + index) << 24, size);
  words.push(0, 0, 11, 1, 1, 0x76000000, 3, 0, 1, 2, 0, 0, 5, count * 4);
  words.push((words.length + 1) * 4);
  const bytes = new Uint8Array(words.length * 4 + count * 4);
  const view = new DataView(bytes.buffer);
  words.forEach((word, i) => view.setUint32(i * 4, word));
  values.forEach((value, i) => view.setFloat32((words.length + i) * 4, value));
  await expectLazy(bytes, 'a.nc', 'v');
});

test('HDF5 in a worker', async () => {
  const library = await import('h5wasm');
  const { FS } = (await library.ready) as unknown as {
    FS: { readFile(path: string): Uint8Array<ArrayBuffer> };
  };
  const writer = new library.File('/lazy.h5', 'w');
  writer.create_dataset({ name: 'field', data: values, shape, chunks: [1, 64, 256] });
  writer.close();
  const bytes = FS.readFile('/lazy.h5').slice();
  vi.stubGlobal('FileReaderSync', CountingReader);
  await expectLazy(bytes, 'a.h5', 'field');
});

test('Zarr in an archive: its directory, then one chunk', async () => {
  const { BlobReader, BlobWriter, ZipWriter } = await import('@zip.js/zip.js/lib/zip-core-native.js');
  const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false, level: 0 });
  const metadata = {
    zarr_format: 2,
    shape,
    chunks: [1, 64, 256],
    dtype: '<f4',
    order: 'C',
    fill_value: 0,
    compressor: null,
    filters: null,
  };
  await writer.add('.zgroup', new BlobReader(new Blob(['{"zarr_format":2}'])));
  await writer.add('field/.zarray', new BlobReader(new Blob([JSON.stringify(metadata)])));
  for (let i = 0; i < 64; i++) {
    const part = values.slice(i * 64 * 256, (i + 1) * 64 * 256);
    await writer.add(`field/${i}.0.0`, new BlobReader(new Blob([part])));
  }
  const zipped = new Uint8Array(await (await writer.close()).arrayBuffer());
  await expectLazy(zipped, 'a.zarr.zip', 'field');
});

test('a shard of Zarr 3: its index, then one chunk of it', async () => {
  const little = { name: 'bytes', configuration: { endian: 'little' } };
  const metadata = {
    zarr_format: 3,
    node_type: 'array',
    shape,
    data_type: 'float32',
    chunk_grid: { name: 'regular', configuration: { chunk_shape: shape } },
    chunk_key_encoding: { name: 'default' },
    fill_value: 0,
    codecs: [
      {
        name: 'sharding_indexed',
        configuration: { chunk_shape: [1, 64, 256], codecs: [little], index_codecs: [little] },
      },
    ],
    attributes: {},
  };
  const index = BigUint64Array.from({ length: 128 }, (_, i) =>
    BigInt(i % 2 ? planeBytes : (i / 2) * planeBytes),
  );
  const bytes = new Uint8Array(count * 4 + index.byteLength);
  bytes.set(new Uint8Array(values.buffer));
  bytes.set(new Uint8Array(index.buffer), count * 4);
  const { file, bytesRead } = countingFile(bytes, '0');
  const opened = await zarr.openFolder?.('shard.zarr', [
    { path: 'zarr.json', blob: new Blob([JSON.stringify(metadata)]) },
    { path: 'c/0/0/0', blob: file },
  ]);
  const plane = await opened?.read('shard', box.start, box.count);
  expect(plane).toEqual(values.slice(10 * 64 * 256, 11 * 64 * 256));
  expect(bytesRead()).toBe(planeBytes + index.byteLength);
});

test('Zarr as a folder', async () => {
  const metadata = {
    zarr_format: 2,
    shape,
    chunks: [1, 64, 256],
    dtype: '<f4',
    order: 'C',
    fill_value: 0,
    compressor: null,
    filters: null,
  };
  const chunks = Array.from({ length: 64 }, (_, i) => {
    const part = values.slice(i * 64 * 256, (i + 1) * 64 * 256);
    return {
      path: `box.zarr/field/${i}.0.0`,
      counted: countingFile(new Uint8Array(part.buffer), `${i}.0.0`),
    };
  });
  const opened = await zarr.openFolder?.('box.zarr', [
    { path: 'box.zarr/.zgroup', blob: new Blob(['{"zarr_format":2}']) },
    { path: 'box.zarr/field/.zarray', blob: new Blob([JSON.stringify(metadata)]) },
    ...chunks.map(({ path, counted }) => ({ path, blob: counted.file })),
  ]);
  const bytesRead = () => chunks.reduce((sum, { counted }) => sum + counted.bytesRead(), 0);
  expect(bytesRead()).toBe(0);
  const plane = await opened?.read('field', box.start, box.count);
  expect(plane).toEqual(values.slice(10 * 64 * 256, 11 * 64 * 256));
  expect(bytesRead()).toBe(planeBytes);
});
