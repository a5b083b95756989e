/**
 * Other files of the kinds in fixtures/cases, written by the libraries of record (fixtures/makeVariants.py), against
 * what those give back.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ArrayFile } from '#/core/grid/arrayFile';
import type { GridSchema } from '#/core/grid/gridSchema';
import { arraysForTest } from '#/formats/arrays/arraysForTest';
import { freshStorage } from '#/storage/fixtures/freshStorage';
import { importFiles } from './fixtures/importFiles';

const folder = new URL('./fixtures/variants/', import.meta.url);
const bytesOf = (name: string) => new Uint8Array(readFileSync(new URL(name, folder)));
const fileOf = (name: string) => new File([bytesOf(name)], name);
const open = async (name: string) => (await arraysForTest(name, bytesOf(name))) as ArrayFile;
const expected = JSON.parse(readFileSync(new URL('../variants.json', folder), 'utf8')) as Record<
  string,
  Record<string, (number | null)[]>
>;

/** A JPEG is decoded a little otherwise everywhere. */
const slack: Record<string, number> = { 'jpeg.tif': 6, 'ycbcr.tif': 1 };

describe.each(Object.entries(expected))('%s', (name, variables) => {
  test('reads as its library does', async () => {
    const file = await open(name);
    for (const [variable, wanted] of Object.entries(variables)) {
      const shape =
        file.variables.find((one) => one.name === variable)?.dimensions.map(({ size }) => size) ?? [];
      const values = await file.readExact(
        variable,
        shape.map(() => 0),
        shape,
      );
      expect(values.length, `${variable} of ${Object.keys(file.details)}`).toBe(wanted.length);
      wanted.forEach((value, i) => {
        const got = values[i] as number;
        if (value === null) return expect(got, `${variable} ${i}`).toBeNaN();
        if (!Number.isFinite(value)) return expect(got, `${variable} ${i}`).toBe(value);
        const near = slack[name] ?? Math.abs(value) * 1e-7;
        return expect(Math.abs(got - value), `${variable} ${i}: ${got} for ${value}`).toBeLessThanOrEqual(
          near,
        );
      });
    }
    file.close();
  });
});

test('values in other files are left out and named, the rest is read', async () => {
  const { variables, details } = await open('elsewhere.h5');
  expect(variables.map(({ name }) => name).toSorted()).toEqual(['here', 'own']);
  expect(details.there).toMatch(
    /virtual dataset: its values lie in other-a\.h5, other-b\.h5, which are not here/,
  );
  expect(details.raw).toMatch(/values lie in a file of their own/);
  expect(details.linked).toMatch(/link into another file \(third\.h5\)/);
});

test('what other variables point at is no channel', async () => {
  const { variables } = await open('bent.nc');
  expect(variables.flatMap(({ name, coordinate }) => (coordinate ? [] : [name]))).toEqual(['ice']);
});

test.each([
  ['circle.tif', /behind page 3 comes page 2 again/],
  ['shared.tif', /colours \(YCbCr\) that several pixels share/],
  ['minc2.mnc', /MINC/],
])('%s is refused by name', async (name, message) => {
  await expect(open(name)).rejects.toThrow(message);
});

test('two times that never meet are each its own; a variable in which nothing is, is left out and told', async () => {
  const version = await importFiles(await freshStorage(), [fileOf('twoTimes.nc')]);
  const { channels, axes } = version.schema.data as GridSchema;
  expect(channels.map(({ name }) => name)).toEqual(['tas']);
  expect(axes).toMatchObject({ time: { name: 'time', size: 6 }, x: { name: 'lon' }, y: { name: 'lat' } });
  const told = version.issues.map(({ message }) => message).join('\n');
  expect(told).toContain('“lost” has no values: all of them are fill values or NaN. It was left out.');
  expect(told).toContain('“normal” lies along other dimensions, so it is no part of this dataset.');
});

describe('files that are stretches of one time', () => {
  const months = (...numbers: number[]) => numbers.map((number) => fileOf(`month${number}.nc`));

  test('are joined in the order of their times, whatever their length and unit', async () => {
    const version = await importFiles(await freshStorage(), months(3, 1, 2));
    const { recordings, axes, channels } = version.schema.data as GridSchema;
    expect(recordings).toBe(1);
    expect(axes.time).toMatchObject({ size: 90 });
    expect(channels[0]).toMatchObject({ min: 100, max: 330.5, missing: 0 });
    expect(version.source.details['joined in time']).toBe('month1.nc (31), month2.nc (28), month3.nc (31)');
    expect(version.issues.map(({ message }) => message).join()).toMatch(/joined in the order of their times/);
    expect(version.source.fileName).toBe('month3.nc and 2 more');
  });

  test('of equal length are recordings unless a person says otherwise; a gap between them is told', async () => {
    const apart = await importFiles(await freshStorage(), months(1, 3));
    expect(apart.schema.data).toMatchObject({ recordings: 2 });
    expect(apart.issues.map(({ message }) => message).join()).toMatch(/their times follow each other/);
    const joined = await importFiles(await freshStorage(), months(1, 3), undefined, (options) => ({
      ...options,
      files: 'time',
    }));
    expect(joined.schema.data).toMatchObject({ recordings: 1, axes: { time: { size: 62 } } });
    expect(joined.issues.map(({ message }) => message).join()).toMatch(
      /between 2001-01-31 and 2001-03-01 \(index 30 and 31\); all others are 1 day apart/,
    );
  });

  test('that overlap are refused with both names', async () => {
    const twice = importFiles(
      await freshStorage(),
      [fileOf('month1.nc'), new File([bytesOf('month1.nc')], 'again.nc')],
      undefined,
      (options) => ({ ...options, files: 'time' }),
    );
    await expect(twice).rejects.toMatchObject({
      message: 'It begins at 2001-01-01, before month1.nc ends (2001-01-31).',
      place: 'again.nc',
    });
  });
});
