/** Files as people really have them: each works, or says what is wrong, where, and what to do. */
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import type { Page } from '@playwright/test';
import { openStudio, tetrad } from './studio';
import { audit, dropFiles, expect, importTables, test } from './support';

const nothingLeft = async (page: Page) => {
  expect(await tetrad(page, 'datasets.list', {})).toEqual([]);
  expect((await tetrad(page, 'storage.status', {})).blobBytes).toBe(0);
};

const refused: { what: string; name: string; body: string | Buffer; says: RegExp; fix: RegExp }[] = [
  {
    what: 'a picture named .csv',
    name: 'photo.csv',
    body: Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), Buffer.alloc(5000, 7)]),
    says: /PNG|image|binary/i,
    fix: /./,
  },
  {
    what: 'random bytes named .csv',
    name: 'noise.csv',
    body: Buffer.from(Array.from({ length: 20_000 }, (_, i) => (i * i * 31 + (i >> 3)) % 256)),
    says: /binary|not text|bytes/i,
    fix: /./,
  },
  { what: 'an empty file', name: 'empty.csv', body: '', says: /empty|no rows/i, fix: /./ },
  { what: 'a header only', name: 'head.csv', body: 'a,b,c\n', says: /header but no rows/i, fix: /Add rows/ },
  { what: 'broken JSON', name: 'broken.json', body: '[{"a":1},{"a":', says: /JSON|ends/i, fix: /./ },
];

test('what is no table is refused with a reason and leaves nothing', async ({ page }) => {
  await openStudio(page);
  for (const { what, name, body, says, fix } of refused)
    await test.step(what, async () => {
      await dropFiles(page, [{ name, body }]);
      const alert = page.getByRole('main').getByRole('alert');
      await expect(alert).toContainText(says);
      await expect(alert).toContainText('Where');
      await expect(alert).toContainText('Fix');
      await expect(alert).toContainText(fix);
      await audit(page);
      await nothingLeft(page);
      await page.getByRole('link', { name: 'Choose another file' }).click();
      await expect(page).toHaveURL(/\/$/);
    });
});

test('one column, a column of nothing, one class: read, and said before training @long', async ({ page }) => {
  await openStudio(page);
  await importTables(page, [{ name: 'one.csv', body: `only\n${[1, 2, 3, 4, 5, 6].join('\n')}\n` }]);
  await expect(page.getByText('6 rows × 1 column')).toBeVisible();
  await page.getByRole('link', { name: 'Train on this' }).click();
  await expect(page.getByText(/at least one column|no column|Nothing to learn from/i).first()).toBeVisible();
  await audit(page);

  await importTables(page, [
    {
      name: 'holes.csv',
      body: `x,nothing,same,y\n${Array.from({ length: 40 }, (_, i) => `${i},,yes,${i % 2 ? 'up' : 'down'}`).join('\n')}\n`,
    },
  ]);
  await expect(page.getByText('40 rows × 4 columns')).toBeVisible();
  await expect(
    page.getByRole('grid', { name: 'Columns' }).getByRole('row').filter({ hasText: 'nothing' }),
  ).toContainText('100 %');
  const datasetId = page.url().split('/').at(-1) as string;
  await page.goto(`/train?dataset=${datasetId}&target=same`);
  await expect(page.getByRole('alert')).toContainText('Every row has the same value in "same"');
  await audit(page);
  await page.goto(`/train?dataset=${datasetId}&target=nothing`);
  await expect(page.getByRole('alert')).toContainText('Every value of "nothing" is missing');
  await page.goto(`/train?dataset=${datasetId}&target=y`);
  await page.getByRole('textbox', { name: 'Epochs' }).fill('3');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Next steps' })).toBeVisible({ timeout: 60_000 });
});

test('duplicate names, __proto__ and HTML are text like any other', { tag: '@long' }, async ({ page }) => {
  await openStudio(page);
  const payload = '<img src=x onerror="window.owned=true"><script>window.owned=true</script>';
  const rows = Array.from(
    { length: 60 },
    (_, i) =>
      `${i},${i % 7},${i % 3 ? 'plain' : `"${payload.replaceAll('"', '""')}"`},${i % 2},${i % 2 ? '"<b>up</b>"' : 'constructor'}`,
  );
  const header = `a,a,__proto__,"<i>a</i>",toString`;
  await importTables(page, [
    { name: '<img src=x onerror=alert(1)>.csv', body: `${header}\n${rows.join('\n')}\n` },
  ]);
  await expect(page.getByText('60 rows × 5 columns')).toBeVisible();
  const columns = page.getByRole('grid', { name: 'Columns' });
  for (const name of ['__proto__', '<i>a</i>', 'toString']) await expect(columns).toContainText(name);
  await expect(columns).toContainText(payload.slice(0, 20));
  await page.getByRole('tab', { name: /^Noticed/ }).click();
  await expect(page.getByRole('tabpanel')).toContainText('Two columns are called “a”');
  await audit(page);
  await page.getByRole('tab', { name: 'Rows' }).click();
  await expect(page.getByRole('grid', { name: 'Rows' })).toContainText(payload);
  await audit(page);

  const datasetId = new URL(page.url()).pathname.split('/').at(-1) as string;
  await page.goto(`/train?dataset=${datasetId}&target=toString`);
  await page.getByRole('textbox', { name: 'Epochs' }).fill('3');
  await page.keyboard.press('Enter');
  const next = page.getByRole('region', { name: 'Next steps' });
  await expect(next).toBeVisible({ timeout: 60_000 });
  await audit(page);
  await next.getByRole('link', { name: 'Predict' }).click();
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await expect(page.getByRole('list', { name: 'Probabilities' })).toContainText('<b>up</b>');
  await expect(page.getByRole('list', { name: 'Probabilities' })).toContainText('constructor');
  await audit(page);
  await page.goto('/');
  await expect(page.getByRole('grid', { name: 'Datasets' })).toContainText('<img src=x');
  expect(await page.evaluate(() => 'owned' in window || 'polluted' in {})).toBe(false);
});

test('ten thousand classes are too many, said before training', { tag: '@long' }, async ({ page }) => {
  await openStudio(page);
  const rows = Array.from({ length: 20_000 }, (_, i) => `${i % 137},class ${i % 10_000}`);
  await importTables(page, [{ name: 'many.csv', body: `x,label\n${rows.join('\n')}\n` }]);
  await expect(page.getByText('20,000 rows × 2 columns')).toBeVisible();
  const datasetId = new URL(page.url()).pathname.split('/').at(-1) as string;
  await page.goto(`/train?dataset=${datasetId}&target=label`);
  const alert = page.getByRole('main').getByRole('alert');
  await expect(alert).toContainText('"label" has 10,000 different labels; at most 1,000 can be told apart.');
  await expect(alert).toContainText('Fix');
  await expect(page.getByRole('button', { name: 'Start training' })).toBeHidden();
  await audit(page);
});

test('five hundred classes train', { tag: '@long' }, async ({ page }) => {
  await openStudio(page);
  const rows = Array.from({ length: 5000 }, (_, i) => `${i % 500},class ${i % 500}`);
  await importTables(page, [{ name: 'some.csv', body: `x,label\n${rows.join('\n')}\n` }]);
  await page.getByRole('link', { name: 'Train on this' }).click();
  await expect(page.getByText(/500 labels \(class 0, .+ and 494 more\)/)).toBeVisible();
  await page.getByRole('textbox', { name: 'Epochs' }).fill('2');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Next steps' })).toBeVisible({ timeout: 60_000 });
  await audit(page);
});

test('a line of 200 MB', { tag: '@long' }, async ({ page }, info) => {
  const path = info.outputPath('line.csv');
  const file = createWriteStream(path);
  file.write('a,b\n1,');
  const block = Buffer.alloc(1_000_000, 'x');
  for (let i = 0; i < 200; i++) if (!file.write(block)) await once(file, 'drain');
  file.end('\n2,y\n');
  await once(file, 'close');
  await openStudio(page);
  await page.getByLabel('Files to import').setInputFiles(path);
  const alert = page.getByRole('main').getByRole('alert');
  await expect(alert).toContainText('Line 2 is longer than 16 MB', { timeout: 60_000 });
  await expect(alert).toContainText('Fix');
  await audit(page);
  await nothingLeft(page);
});
