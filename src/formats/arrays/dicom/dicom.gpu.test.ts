/** Compressed pixels that need the browser or WebAssembly, in a real worker under it. */
import { afterAll, expect, test } from 'vitest';
import expected from './fixtures/expected.json?raw';

const wanted = JSON.parse(expected) as Record<string, { variables: Record<string, { values: number[] }> }>;
const urls = import.meta.glob<string>('./fixtures/*.dcm', { query: '?url', import: 'default', eager: true });
const worker = new Worker(new URL('../../../../test/support/arrays.worker.ts', import.meta.url), {
  type: 'module',
});
afterAll(() => worker.terminate());

const readInWorker = (file: File) =>
  new Promise<{ variables?: Record<string, Float32Array>; error?: string }>((resolve) => {
    worker.addEventListener('message', ({ data }) => resolve(data), { once: true });
    worker.postMessage(file);
  });

/** How far from the library of record: JPEG is not exact. */
test.each([
  ['jpegls.dcm', 0],
  ['jpeglsDcmtk.dcm', 0],
  ['jpeg2000.dcm', 0],
  ['lossless.dcm', 0],
  ['rle.dcm', 0],
  ['baseline.dcm', 2],
])('%s', async (name, most) => {
  const response = await fetch(urls[`./fixtures/${name}`] as string);
  const bytes = await response.arrayBuffer();
  const { variables, error } = await readInWorker(new File([bytes], name));
  expect(error).toBeUndefined();
  for (const [variable, { values }] of Object.entries(wanted[name]?.variables ?? {})) {
    const read = Array.from(variables?.[variable] ?? []);
    expect(read).toHaveLength(values.length);
    expect(Math.max(...read.map((value, i) => Math.abs(value - (values[i] as number))))).toBeLessThanOrEqual(
      most,
    );
  }
});

test.each(['jpegls.dcm', 'jpeg2000.dcm', 'baseline.dcm'])('a damaged %s is refused', async (name) => {
  const response = await fetch(urls[`./fixtures/${name}`] as string);
  const bytes = new Uint8Array(await response.arrayBuffer());
  for (let cut = 0; cut < 12; cut++) {
    const damaged = bytes.slice();
    damaged.fill(cut * 20, bytes.length - 40 - 12 * cut, bytes.length - 20 - 8 * cut);
    const { variables, error } = await readInWorker(new File([damaged], name));
    expect(Boolean(variables) || Boolean(error)).toBe(true);
  }
  // What was damaged before leaves nothing behind.
  const { error } = await readInWorker(new File([bytes], name));
  expect(error).toBeUndefined();
});
