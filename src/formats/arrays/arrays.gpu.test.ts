/** The formats that bring a library along, in a real worker: lazy reading of Blobs and WebAssembly codecs. */
import { afterAll, expect, test } from 'vitest';
import expected from './fixtures/expected.json?raw';

interface Expectation {
  variables: Record<string, { values: (number | null)[] }>;
}

const wanted = JSON.parse(expected) as Record<string, Expectation>;
const urls = import.meta.glob<string>('./fixtures/*.{nc,h5,hdf5,mat,npz,gz,zip,tif}', {
  query: '?url',
  import: 'default',
  eager: true,
});
const worker = new Worker(new URL('../../../test/support/arrays.worker.ts', import.meta.url), {
  type: 'module',
});
afterAll(() => worker.terminate());

const readInWorker = (file: File) =>
  new Promise<{ variables?: Record<string, Float32Array>; error?: string }>((resolve) => {
    worker.addEventListener('message', ({ data }) => resolve(data), { once: true });
    worker.postMessage(file);
  });

test.each([
  'netcdf4.nc',
  'groups.h5',
  'strain.hdf5',
  'matlab73.mat',
  'deflated.npz',
  'second.nii.gz',
  'second.zarr.zip',
  'third.zarr.zip',
  'ome.tif',
  'pages.tif',
])('%s', async (name) => {
  const response = await fetch(urls[`./fixtures/${name}`] as string);
  const { variables, error } = await readInWorker(new File([await response.blob()], name));
  expect(error).toBeUndefined();
  for (const [variable, { values }] of Object.entries(wanted[name]?.variables ?? {})) {
    const read = variables?.[variable];
    expect(read?.length, variable).toBe(values.length);
    values.forEach((value, i) => {
      const got = read?.[i] as number;
      if (value === null) expect(got, variable).toBeNaN();
      else expect(Math.abs(got - value), variable).toBeLessThanOrEqual(Math.abs(value) * 2e-7);
    });
  }
});
