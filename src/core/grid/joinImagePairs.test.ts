/** A pair that nibabel wrote, big-endian, against the values it wrote. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { joinImagePairs } from './joinImagePairs';

const fixture = (name: string, as = name) =>
  new File([readFileSync(new URL(`../../formats/arrays/fixtures/${name}`, import.meta.url))], as);

test('header and values become one file, others stay as they are', async () => {
  const table = new File(['a,b'], 'labels.csv');
  const files = await joinImagePairs([fixture('pair.img', 'A.IMG'), table, fixture('pair.hdr', 'A.hdr')]);
  expect(files.map(({ name }) => name)).toEqual(['labels.csv', 'A.nii']);
  const view = new DataView(await (files[1] as File).arrayBuffer());
  expect(new TextDecoder().decode(view.buffer.slice(344, 347))).toBe('n+1');
  const offset = view.getFloat32(108);
  expect(offset).toBe(352);
  const values = Array.from({ length: 24 }, (_, i) => view.getFloat32(offset + 4 * i));
  // x fastest, of np.arange(24).reshape(2, 3, 4) - 5.
  const wanted: number[] = [];
  for (let z = 0; z < 4; z++)
    for (let y = 0; y < 3; y++) for (let x = 0; x < 2; x++) wanted.push((x * 3 + y) * 4 + z - 5);
  expect(values).toEqual(wanted);
});

test('a header alone, and two files that are no pair, are left to the reader', async () => {
  const alone = fixture('pair.hdr');
  expect(await joinImagePairs([alone])).toEqual([alone]);
  const other = [new File(['ENVI'], 'b.hdr'), new File(['x'], 'b.img')];
  expect(await joinImagePairs(other)).toEqual(other);
});

test('an Analyze image, the format before NIfTI, is joined without what NIfTI would read into it', async () => {
  const header = new Uint8Array(await fixture('pair.hdr').arrayBuffer());
  header.fill(0, 344, 348);
  header.fill(7, 252, 344);
  const pair = [new File([header], 'old.hdr'), fixture('pair.img', 'old.img')];
  const [joined] = await joinImagePairs(pair);
  expect(joined?.name).toBe('old.nii');
  const bytes = new Uint8Array(await (joined as File).arrayBuffer());
  expect(new TextDecoder().decode(bytes.slice(344, 347))).toBe('n+1');
  expect(bytes.slice(252, 344).every((byte) => byte === 0)).toBe(true);
});
