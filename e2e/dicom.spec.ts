/** A study dropped as a zip is mapped and seen; the packed pixels of others are unpacked under the policy of the page. */
import { readFileSync } from 'node:fs';
import { gridOf } from '../src/core/grid/gridOf';
import { openStudio, tetrad } from './studio';
import { dropFiles, expect, test } from './support';

const fixture = (name: string) =>
  readFileSync(new URL(`../src/formats/arrays/dicom/fixtures/${name}`, import.meta.url));
const expected = JSON.parse(fixture('expected.json').toString()) as Record<
  string,
  { variables: Record<string, { values: number[] }> }
>;

test('a study is a field over time and space; JPEG 2000 and JPEG-LS are unpacked', { tag: '@long' }, async ({
  page,
}) => {
  const importDropped = async (name: string) => {
    await openStudio(page);
    await dropFiles(page, [{ name, type: '', body: fixture(name) }]);
    await expect(page.getByRole('heading', { name })).toBeVisible();
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await expect(page.getByRole('tab', { name: 'Axes and channels' })).toBeVisible({ timeout: 60_000 });
    const id = page.url().split('/data/')[1]?.split('?')[0] ?? '';
    const { version } = await tetrad(page, 'datasets.get', { id });
    return gridOf(version?.schema);
  };

  const grid = await importDropped('phases.zip');
  expect([grid?.axes.time.size, grid?.axes.x.size, grid?.axes.y.size, grid?.axes.z.size]).toEqual([
    4, 7, 6, 3,
  ]);
  expect(grid?.axes.z).toMatchObject({ unit: 'mm', ends: ['I', 'S'] });

  for (const name of ['jpeg2000.dcm', 'jpegls.dcm']) {
    const [channel] = (await importDropped(name))?.channels ?? [];
    const values = Object.values(expected[name]?.variables ?? {}).flatMap((variable) => variable.values);
    expect(Math.abs((channel?.min ?? 1e9) - Math.min(...values))).toBeLessThanOrEqual(2);
    expect(Math.abs((channel?.max ?? 1e9) - Math.max(...values))).toBeLessThanOrEqual(2);
  }
});
