/** Files of arrays in the built page, under its real policy: codecs, folders, and files that are wrong. */
import { gridOf } from '../src/core/grid/gridOf';
import { mkdir, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { openStudio, tetrad } from './studio';
import { audit, dropFiles, expect, test } from './support';

const fixture = (name: string) =>
  readFileSync(new URL(`../src/formats/arrays/fixtures/${name}`, import.meta.url));
const expected = JSON.parse(fixture('expected.json').toString()) as Record<
  string,
  { variables: Record<string, { values: (number | null)[] }> }
>;

const drop = (page: Page, name: string, body: Buffer) => dropFiles(page, [{ name, type: '', body }]);

async function accept(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByRole('tab', { name: 'Axes and channels' })).toBeVisible({ timeout: 60_000 });
  return page.url().split('/data/')[1]?.split('?')[0] ?? '';
}

async function channels(page: Page, id: string) {
  const { version } = await tetrad(page, 'datasets.get', { id });
  return gridOf(version?.schema)?.channels ?? [];
}

test('every codec runs under the policy of the page @long', async ({ page }) => {
  for (const file of ['second.zarr.zip', 'codecs.zarr.zip', 'zstd.tif', 'filters.h5'])
    await test.step(file, async () => {
      await openStudio(page);
      await drop(page, file, fixture(file));
      const found = await channels(page, await accept(page));
      expect(found.length).toBeGreaterThan(0);
      for (const { name, min, max } of found) {
        const values = (expected[file]?.variables[name]?.values ?? []).filter((value) => value !== null);
        expect(min, name).toBeCloseTo(Math.min(...values), 2);
        expect(max, name).toBeCloseTo(Math.max(...values), 2);
      }
    });
});

test('a Zarr folder, dropped and chosen', { tag: '@long' }, async ({ page }, info) => {
  const root = info.outputPath('box.zarr');
  await mkdir(`${root}/wind`, { recursive: true });
  const metadata = { zarr_format: 2, shape: [4, 3], chunks: [2, 3], dtype: '<f4', compressor: null };
  await writeFile(`${root}/.zgroup`, '{"zarr_format":2}');
  await writeFile(
    `${root}/wind/.zarray`,
    JSON.stringify({ ...metadata, fill_value: 0, order: 'C', filters: null }),
  );
  await writeFile(`${root}/wind/.zattrs`, '{"_ARRAY_DIMENSIONS":["time","lon"]}');
  await writeFile(`${root}/wind/0.0`, new Float32Array([1, 2, 3, 4, 5, 6]));
  await writeFile(`${root}/wind/1.0`, new Float32Array([7, 8, 9, 10, 11, 12]));
  const wind = expect.objectContaining({ name: 'wind', min: 1, max: 12, mean: 6.5 });

  await openStudio(page);
  const browser = await page.context().newCDPSession(page);
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await browser.send('Input.dispatchDragEvent', {
      type,
      x: 700,
      y: 500,
      data: { items: [], files: [root], dragOperationsMask: 1 },
    });
  await expect(page.getByRole('heading', { name: 'box.zarr' })).toBeVisible();
  expect(await channels(page, await accept(page))).toEqual([wind]);

  await openStudio(page);
  await page.getByLabel('Folder to import').setInputFiles(root);
  await expect(page.getByRole('heading', { name: 'box.zarr' })).toBeVisible();
  expect(await channels(page, await accept(page))).toEqual([wind]);
});

test('what an HDF5 plugin compressed is listed with its filter and what to type', async ({ page }) => {
  await openStudio(page);
  await drop(page, 'filters.h5', fixture('filters.h5'));
  const left = page.getByText('4 more are in the file and left out');
  await left.click();
  await expect(
    page.getByText(/Blosc \(filter 32001\).+h5repack -f g\/blosc:GZIP=4 filters\.h5/),
  ).toBeVisible();
  await audit(page);
});

const wrongHeader = Buffer.from(fixture('scaled.nii'));
wrongHeader.writeInt32LE(604, 0);

const wrongFiles = [
  ['cut.h5', fixture('groups.h5').subarray(0, 5000), /cut short/, /Download or copy/],
  ['wrong.nii', wrongHeader, /says it is 604 bytes long; NIfTI-1 has 348/, /convert it again/],
  ['cut.npy', fixture('plain.npy').subarray(0, 200), /needs 224/, /copy or save it again/],
  [
    'plugin.h5',
    fixture('blosc.h5'),
    /None of the arrays in the file can be read/,
    /h5repack -f field:GZIP=4/,
  ],
] as const;

test('wrong files say what is wrong, where, and what to do @long', async ({ page }) => {
  for (const [name, body, says, fix] of wrongFiles)
    await test.step(name, async () => {
      await openStudio(page);
      await drop(page, name, Buffer.from(body));
      const notice = page.getByRole('alert');
      await expect(notice).toContainText(says);
      await expect(notice).toContainText(name);
      await expect(notice).toContainText(fix);
      await audit(page);
      expect(await tetrad(page, 'datasets.list', {})).toEqual([]);
    });
});

test('lengths that disagree are told where the variables are chosen', async ({ page }) => {
  await openStudio(page);
  await drop(page, 'stored.npz', fixture('stored.npz'));
  await page.getByRole('checkbox', { name: /^fortran/ }).check();
  await expect(page.getByRole('alert')).toContainText(
    '“field” runs over “dim0” (4), “fortran” does not: it runs over dim0_2 (2), dim1 (3).',
  );
  await expect(page.getByRole('button', { name: 'Import', exact: true })).toBeDisabled();
});

test('times of nothing but fill values are noticed; a big-endian file has its numbers', {
  tag: '@long',
}, async ({ page }) => {
  await openStudio(page);
  const npy = (text: string, values: Buffer) => {
    const header = `${text.padEnd(117)}\n`;
    return Buffer.concat([
      Buffer.from([0x93]),
      Buffer.from('NUMPY'),
      Buffer.from([1, 0, 118, 0]),
      Buffer.from(header),
      values,
    ]);
  };
  const numbers = [1, 2, Number.NaN, Number.NaN, 5, 6];
  const values = Buffer.alloc(24);
  numbers.forEach((value, i) => void values.writeFloatBE(value, 4 * i));
  await drop(page, 'big.npy', npy("{'descr': '>f4', 'fortran_order': False, 'shape': (3, 2), }", values));
  const id = await accept(page);
  expect(await channels(page, id)).toEqual([
    expect.objectContaining({ min: 1, max: 6, mean: 3.5, missing: 2 }),
  ]);
  await page.getByRole('tab', { name: /^Noticed/ }).click();
  await expect(page.getByRole('tabpanel')).toContainText('“big” has no values at time 1 of recording 0.');
});

test('a NIfTI pair in radiological order: coordinates, sides and convention in the viewer', {
  tag: '@long',
}, async ({ page }) => {
  await openStudio(page);
  await dropFiles(
    page,
    ['hdr', 'img'].map((end) => ({ name: `pair.${end}`, type: '', body: fixture(`pair.${end}`) })),
  );
  await expect(page.getByRole('heading', { name: 'pair.nii' })).toBeVisible();
  const [volume] = await channels(page, await accept(page));
  expect(volume).toMatchObject({ min: -5, max: 18, mean: 6.5 });

  await openStudio(page);
  await drop(page, 'las.nii', fixture('las.nii'));
  await accept(page);
  await expect(
    page.getByText(/^Radiological convention: the right of the body is drawn on the left/),
  ).toBeVisible();
  const slice = page.locator('figure').filter({ has: page.getByLabel(/^Slice across x and y/) });
  for (const side of ['R at the left', 'L at the right', 'A at the top', 'P at the bottom'])
    await expect(slice.getByLabel(side)).toBeVisible();
  await audit(page);
  await page.getByRole('tab', { name: 'Axes and channels' }).click();
  await expect(page.getByRole('row', { name: 'x x 2 90 to 88 mm (R to L)' })).toBeVisible();
  await expect(page.getByRole('row', { name: 'y y 3 −126 to −121 mm (P to A)' })).toBeVisible();
});

const kept = (name: string) =>
  readFileSync(new URL(`../src/data/grid/fixtures/cases/${name}`, import.meta.url));

test('a matrix is offered as a field and as a table', async ({ page }) => {
  await openStudio(page);
  await drop(page, 'p-2d.npy', kept('p-2d.npy'));
  await expect(page.getByRole('button', { name: 'Import', exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Import as a table' }).click();
  await expect(page).toHaveURL(/\/data\//);
  const id = page.url().split('/data/')[1]?.split('?')[0] ?? '';
  await expect
    .poll(async () => (await tetrad(page, 'datasets.get', { id })).version?.rows, { timeout: 60_000 })
    .toBe(150);
  const { version } = await tetrad(page, 'datasets.get', { id });
  expect(version?.schema).toMatchObject({ kind: 'tabular', columns: { length: 4 } });
});

test('arrays that are samples are proposed as what they are: Enter imports them so', async ({ page }) => {
  await openStudio(page);
  for (const [name, words, kind] of [
    ['bunch.npz', 'It looks like a table: a row for each sample', 'tabular'],
    ['images.h5', 'It looks like images with their labels', 'images'],
  ] as const) {
    await drop(
      page,
      name,
      readFileSync(new URL(`../src/data/grid/fixtures/samples/${name}`, import.meta.url)),
    );
    await expect(page.getByText(words)).toBeVisible();
    await audit(page);
    await expect(
      page.getByRole('button', { name: kind === 'images' ? 'Import as images' : 'Import as a table' }),
    ).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/data\//);
    const id = page.url().split('/data/')[1]?.split('?')[0] ?? '';
    await expect
      .poll(async () => (await tetrad(page, 'datasets.get', { id })).version?.schema.kind, {
        timeout: 60_000,
      })
      .toBe(kind);
  }
});

test('what is noticed about a field stands beside it before it is imported, and can be changed @long', async ({
  page,
}) => {
  await openStudio(page);
  await drop(page, 'g-sentinel-9999.nc', kept('g-sentinel-9999.nc'));
  const noticed = page.getByRole('region', { name: 'Noticed' });
  await expect(noticed).toContainText('“tas” is -9999 in places');
  const mark = noticed.getByRole('checkbox', { name: '-9999 in “tas” counts as missing' });
  await expect(mark).toBeChecked();
  await audit(page);
  await mark.press('Space');
  const [channel] = await channels(page, await accept(page));
  expect(channel?.min).toBe(-9999);

  await drop(page, 'g-time-gap.nc', kept('g-time-gap.nc'));
  await expect(noticed).toContainText('between 2000-01-06 and 2001-02-04');
});
