/** Against nibabel: affine, aff2axcodes and zooms of fixtures/makeFixtures.py. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { arraysForTest } from '../arraysForTest';

const fixture = (name: string) => readFileSync(new URL(`../fixtures/${name}`, import.meta.url));
const wanted = JSON.parse(fixture('orientations.json').toString()) as Record<
  string,
  { affine: number[][]; codes: string; zooms: number[] }
>;

async function open(name: string) {
  const bytes = new Uint8Array(fixture(name));
  const file = await arraysForTest(name, bytes);
  if (!file) throw new Error(`${name} was not recognised`);
  return file;
}

test.each(Object.entries(wanted))('%s', async (name, { affine, codes, zooms }) => {
  const { details, coordinates } = await open(name);
  expect(details.orientation).toContain(`${codes}+ (`);
  const rows = JSON.parse(`[${details.affine}]`) as number[][];
  rows.flat().forEach((value, i) => expect(value).toBeCloseTo(affine.flat()[i] as number, 3));
  const space = coordinates.slice(0, 3);
  expect(space.map(({ ends }) => ends?.[1]).join('')).toBe(codes);
  space.forEach(({ values, unit }, axis) => {
    expect(Math.abs((values[1] as number) - (values[0] as number))).toBeCloseTo(zooms[axis] as number, 4);
    // Coordinates grow to the right, the front and upwards.
    expect((values[1] as number) > (values[0] as number)).toBe('RAS'.includes(codes[axis] as string));
    if (name.startsWith('las')) expect(unit).toBe('mm');
  });
});

test('which form, which space, and how far askew', async () => {
  expect((await open('las.nii')).details.orientation).toBe('LAS+ (scanner space, from the sform)');
  expect((await open('psr.nii.gz')).details.orientation).toBe('PSR+ (MNI space, from the sform)');
  expect((await open('oblique.nii')).details.orientation).toMatch(
    /^LAS\+ \(scanner space, from the qform, askew by up to \d+\.\d°\)$/,
  );
});

test('a file that says nothing has sizes but no sides', async () => {
  const { details, coordinates } = await open('unoriented.nii');
  expect(details.orientation).toBe('not in the file');
  expect(coordinates.map(({ values, ends }) => [values[0], values[1], ends])).toEqual([
    [0, 2, undefined],
    [0, 2.5, undefined],
    [0, 3, undefined],
  ]);
});
