/**
 * Files of 5 GB: their heads as the libraries of record wrote them, their values worked out where they are asked
 * for. Offsets go beyond 2^32; what is read is the head and the box.
 */
import { readFileSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { CountingReader, computedFile } from './countingFile';
import { arraysForTest } from './arraysForTest';

const fixture = (name: string) => new URL(`./fixtures/${name}`, import.meta.url);
const heads = JSON.parse(readFileSync(fixture('large.json'), 'utf8')) as Record<
  string,
  { bytes: number; offset: number }
>;

/** Of a value by its place; whole numbers that float32 holds. */
const valueAt = (index: number) => index % 16_777_213;

/** The file, its values float32 from `offset` on. */
function largeFile(name: string) {
  const { bytes: size, offset } = heads[name] as { bytes: number; offset: number };
  const head = new Uint8Array(readFileSync(fixture(name)));
  const littleEndian = !name.endsWith('.nc');
  const bytes = (from: number, to: number) => {
    const out = new Uint8Array(to - from);
    out.set(head.subarray(from, to));
    const word = new DataView(new ArrayBuffer(4));
    for (let at = Math.max(from, offset); at < to; at++) {
      const inWord = (at - offset) % 4;
      if (inWord === 0 || at === Math.max(from, offset))
        word.setFloat32(0, valueAt(Math.floor((at - offset) / 4)), littleEndian);
      out[at - from] = word.getUint8(inWord);
    }
    return out;
  };
  return computedFile(size, bytes, name);
}

afterEach(() => void vi.unstubAllGlobals());

test.each([
  ['large.npy', 'large'],
  ['large.h5', 'field'],
  ['large.nc', 'field'],
  ['large.nii', 'volume'],
])('%s: a box far behind 4 GB, and every hundredth time', async (name, variable) => {
  vi.stubGlobal('FileReaderSync', CountingReader);
  const { file, bytesRead } = largeFile(name);
  expect(file.size).toBeGreaterThanOrEqual(5_000_000_000);
  const head = new Uint8Array(await file.slice(0, 65_536).arrayBuffer());
  const opened = await arraysForTest(name, head, file);
  expect(bytesRead()).toBeLessThan(300_000);
  const shape = opened?.variables[0]?.dimensions.map(({ size }) => size) ?? [];
  // NIfTI has x first, which runs fastest.
  const turn = (list: number[]) => (name.endsWith('.nii') ? list.toReversed() : list);
  expect(shape).toEqual(turn([5000, 500, 500]));

  const before = bytesRead();
  const box = await opened?.read(variable, turn([4998, 250, 100]), turn([2, 1, 4]));
  const place = (time: number, y: number, x: number) => valueAt((time * 500 + y) * 500 + x);
  const row = (time: number) => [100, 101, 102, 103].map((x) => place(time, 250, x));
  const rows = [row(4998), row(4999)];
  const wanted = name.endsWith('.nii')
    ? [0, 1, 2, 3].flatMap((x) => rows.map((values) => values[x]))
    : rows.flat();
  expect([...(box ?? [])]).toEqual(wanted);
  expect(bytesRead() - before).toBeLessThan(200_000);

  const course = await opened?.read(variable, turn([50, 7, 9]), turn([50, 1, 1]), turn([100, 1, 1]));
  expect([...(course ?? [])]).toEqual(Array.from({ length: 50 }, (_, i) => place(50 + 100 * i, 7, 9)));
  expect(bytesRead() - before).toBeLessThan(4_000_000);
  opened?.close();
});
