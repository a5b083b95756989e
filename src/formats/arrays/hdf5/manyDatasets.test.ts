/** A file of thousands of datasets is listed in few reads of the file: each takes a browser a millisecond or more. */
import { File as H5File, FS, ready } from 'h5wasm';
import { afterEach, expect, test, vi } from 'vitest';
import { arraysForTest } from '../arraysForTest';
import { CountingReader, countingFile } from '../countingFile';

afterEach(() => void vi.unstubAllGlobals());

async function manyDatasets(count: number, values: number): Promise<Uint8Array<ArrayBuffer>> {
  await ready;
  const file = new H5File('/many.h5', 'w');
  for (let i = 0; i < count; i++) {
    const group = i % 20 === 0 ? file.create_group(`run${i / 20}`) : file.get(`run${Math.floor(i / 20)}`);
    if (!group || !('create_dataset' in group)) throw new Error('no group');
    const data = new Float32Array(values).fill(i);
    group
      .create_dataset({ name: `event${i % 20}`, data, shape: [values / 4, 4] })
      .create_attribute('units', 'K');
  }
  file.close();
  const bytes = new Uint8Array(FS?.readFile('/many.h5') as Uint8Array<ArrayBuffer>);
  FS?.unlink('/many.h5');
  return bytes;
}

test('2,000 datasets over 40 MB are listed in a few hundred reads', async () => {
  const bytes = await manyDatasets(2000, 5000);
  let reads = 0;
  vi.stubGlobal(
    'FileReaderSync',
    class extends CountingReader {
      override readAsArrayBuffer(blob: Blob): ArrayBuffer {
        reads++;
        return super.readAsArrayBuffer(blob);
      }
    },
  );
  const opened = await arraysForTest('many.h5', bytes, countingFile(bytes, 'many.h5').file);
  expect(opened?.variables).toHaveLength(2000);
  expect(reads).toBeLessThan(400);
  expect((await opened?.read('run99/event19', [0, 0], [1, 4]))?.[0]).toBe(1999);
  opened?.close();
});
