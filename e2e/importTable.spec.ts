/** The import page: what is guessed is shown, what is open is asked, and a wrong guess is put right. */
import { rm, writeFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { openStudio, tetrad } from './studio';
import { audit, dropFiles, expect, importTables, takeAsShown, test } from './support';

const openDates = 'when,n\n01/02/2023,1\n03/04/2023,2\n05/06/2023,3\n07/08/2023,4\n';
const german = 'zip;betrag\n01067;1.234\n01069;2.500\n20095;12.000\n';

const grid = (page: Page) => page.getByRole('grid', { name: 'First rows' });
const side = (page: Page) => page.getByRole('complementary');
const importButton = (page: Page) => page.getByRole('button', { name: /^Import/ });
/** When the newest choice is what is shown. */
const isRead = (page: Page) => expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
/** One of buttons side by side: the input itself is not to be seen. */
const choose = (page: Page, group: string, name: string) =>
  page.getByRole('radiogroup', { name: group }).getByText(name, { exact: true }).click();

async function importedRows(page: Page) {
  await expect(page).toHaveURL(/\/data\//);
  await expect(page.getByRole('tab', { name: 'Rows' })).toBeVisible();
  const id = new URL(page.url()).pathname.split('/').at(-1) as string;
  const { version } = await tetrad(page, 'datasets.get', { id });
  if (!version) throw new Error('no version');
  const { rows } = await tetrad(page, 'datasets.rows', { versionId: version.id, start: 0, count: 3 });
  return { rows, version };
}

test('an open question is asked with both readings and answered by keyboard alone', async ({ page }) => {
  await openStudio(page);
  await dropFiles(page, [{ name: 'trips.csv', body: openDates }]);
  const question = page.getByRole('group', { name: 'Dates of “when”' });
  await expect(question.getByRole('button')).toHaveText([
    /01\/02\/2023 is 2 January 2023.*as shown/,
    /01\/02\/2023 is 1 February 2023/,
  ]);
  await expect(importButton(page)).toHaveText('Import as shown');
  await expect(question.getByRole('button').first(), 'Enter takes the likelier').toBeFocused();
  await audit(page);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await isRead(page);
  await expect(question.getByRole('button').nth(1)).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('button', { name: 'Import', exact: true })).toBeFocused();
  await audit(page);
  await page.keyboard.press('Enter');
  const { rows, version } = await importedRows(page);
  expect(rows[1]?.[0]).toContain('2023-04-03');
  expect(version.source.reading?.given).toEqual({ columns: { when: { dateOrder: 'dmy' } } });
});

test('a decimal mark is put right, and put back', async ({ page }) => {
  await openStudio(page);
  await dropFiles(page, [{ name: 'preise.csv', body: german }]);
  await expect(grid(page)).toContainText('1.234');
  await choose(page, 'Decimal mark', '1,5');
  await isRead(page);
  await expect(grid(page).getByRole('gridcell', { name: '1234', exact: true })).toBeVisible();
  await grid(page).getByRole('gridcell', { name: '1234', exact: true }).hover();
  await expect(page.getByText('“1.234” in the file, read as 1234')).toBeVisible();
  await page.getByRole('button', { name: 'Put decimal mark back to point' }).click();
  await isRead(page);
  await expect(grid(page).getByRole('gridcell', { name: '1.234', exact: true })).toBeVisible();
  await choose(page, 'Decimal mark', '1,5');
  await importButton(page).click();
  const { rows } = await importedRows(page);
  expect(rows.map((row) => row[1])).toEqual(['1234', '2500', '12000']);
});

test('a column is read as text, by keyboard alone', { tag: '@long' }, async ({ page }) => {
  await openStudio(page);
  await dropFiles(page, [{ name: 'rooms.csv', body: 'room,seats\n101,4\n102,6\n103,8\n' }]);
  await expect(importButton(page)).toBeFocused();
  await grid(page).getByRole('button', { name: /^room/ }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(grid(page).getByRole('button', { name: /^seats/ })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByText('Row 1, seats: “4”, as in the file')).toBeVisible();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  const as = side(page).getByRole('radiogroup', { name: 'Read as of room' });
  await expect(as.getByRole('radio', { name: 'Number' })).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await isRead(page);
  await expect(as.getByRole('radio', { name: 'Text' })).toBeChecked();
  await expect(grid(page).getByRole('button', { name: /^room/ })).toContainText('set');
  await audit(page);
  await page.keyboard.press('Escape');
  await expect(grid(page).getByRole('button', { name: /^room/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(as.getByRole('radio', { name: 'Text' })).toBeFocused();
  await page.keyboard.press('Enter');
  const { version } = await importedRows(page);
  expect(version.source.reading?.given).toEqual({ columns: { room: { as: 'text' } } });
  expect(version.schema.columns.map(({ type }) => type)).toEqual([
    expect.not.stringMatching('integer'),
    'integer',
  ]);
});

test('a choice that contradicts the file is told at its place and leaves what is shown', async ({ page }) => {
  await openStudio(page);
  await dropFiles(page, [{ name: 'rooms.csv', body: 'room,seats\n101,4\n102,6\n' }]);
  await expect(grid(page)).toContainText('101');
  await side(page).getByText('More').click();
  await side(page).getByRole('textbox', { name: 'Lines skipped' }).fill('40');
  await expect(side(page).getByRole('alert')).toContainText('40 of them cannot be skipped');
  await expect(grid(page)).toContainText('101');
  await expect(importButton(page)).toBeDisabled();
  await audit(page);
  await page.getByRole('button', { name: 'Put lines skipped back to 0' }).click();
  await expect(importButton(page)).toBeEnabled();
});

test('what was chosen is remembered for files of the same shape', async ({ page }) => {
  await openStudio(page);
  await dropFiles(page, [{ name: 'may.csv', body: german }]);
  await choose(page, 'Decimal mark', '1,5');
  await isRead(page);
  await takeAsShown(page);
  await importedRows(page);
  await dropFiles(page, [{ name: 'june.csv', body: `${german}80331;9.900\n` }]);
  await expect(page.getByText('Read as you read may.csv before: decimal mark comma.')).toBeVisible();
  await expect(grid(page)).toContainText('9900');
  await expect(page.getByRole('button', { name: 'Import', exact: true })).toBeFocused();
  await audit(page);
  await page.getByRole('button', { name: 'Read it afresh' }).click();
  await isRead(page);
  await expect(grid(page).getByRole('gridcell', { name: '9.9', exact: true })).toBeVisible();
  await expect(page.getByText('Read as you read')).toBeHidden();
});

test('a stored table is read again from its file: a new version', { tag: '@long' }, async ({ page }) => {
  await openStudio(page);
  await importTables(page, [{ name: 'trips.csv', body: openDates }]);
  await importedRows(page);
  await page.getByRole('tab', { name: /^Noticed/ }).click();
  await expect(page.getByRole('tabpanel')).toContainText('Read as a guess');
  await audit(page);
  await page.getByRole('link', { name: 'Answer: Dates of “when”' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Read trips.csv again');
  await page.getByRole('button', { name: /1 February 2023/ }).click();
  await isRead(page);
  await audit(page);
  await page.getByRole('button', { name: 'Read again', exact: true }).click();
  await expect(page.getByText('version 2', { exact: true })).toBeVisible();
  const { rows } = await importedRows(page);
  expect(rows[0]?.[0]).toContain('2023-02-01');
  await page.getByRole('tab', { name: 'About' }).click();
  await expect(page.getByRole('tabpanel')).toContainText('“when” dates day first');
  await audit(page);
  await page.getByRole('link', { name: 'Read again…' }).click();
  await expect(page.getByRole('button', { name: 'Read again', exact: true })).toBeVisible();
  await page.goto('/import?version=nothing');
  await expect(page.getByRole('alert')).toContainText('nothing');
});

test('a file that changes or disappears meanwhile is said to have; the choices stay', async ({
  page,
}, info) => {
  const path = info.outputPath('preise.csv');
  await writeFile(path, german);
  await openStudio(page);
  await page.getByLabel('Files to import').setInputFiles(path);
  await choose(page, 'Decimal mark', '1,5');
  await isRead(page);
  await expect(grid(page)).toContainText('1234');
  await writeFile(path, `${german}80331;9.900\n`);
  await importButton(page).click();
  const alert = page.getByRole('main').getByRole('alert');
  await expect(alert).toContainText('preise.csv was changed, moved or deleted');
  await expect(alert).toContainText('Fix');
  await audit(page);
  expect(await tetrad(page, 'datasets.list', {})).toEqual([]);
  await page.getByLabel('Choose preise.csv again').setInputFiles(path);
  await isRead(page);
  await expect(grid(page), 'read as was chosen').toContainText('9900');
  await rm(path);
  await choose(page, 'Decimal mark', '1.5');
  await expect(alert).toContainText('preise.csv was changed, moved or deleted');
  await writeFile(path, german);
  await page.getByLabel('Choose preise.csv again').setInputFiles(path);
  await expect(grid(page).getByRole('gridcell', { name: '1.234', exact: true })).toBeVisible();
  await takeAsShown(page);
  await importedRows(page);
});

test('files dropped together are read each its way; a choice counts for all of its shape', async ({
  page,
}) => {
  await openStudio(page);
  await dropFiles(page, [
    { name: 'may.csv', body: german },
    { name: 'rooms.csv', body: 'room,seats\n101,4\n102,6\n' },
    { name: 'june.csv', body: german.replaceAll('1.234', '5.678') },
  ]);
  await expect(page.getByRole('tab')).toHaveText([/^may\.csv/, /^rooms\.csv/, /^june\.csv/]);
  await choose(page, 'Decimal mark', '1,5');
  await isRead(page);
  await page.getByRole('tab', { name: /^june/ }).click();
  await expect(grid(page)).toContainText('5678');
  await audit(page);
  await page.getByRole('button', { name: /^Import all 3/ }).click();
  await expect(page).toHaveURL(/\/data\//);
  await expect(page.getByRole('region', { name: 'Notifications' })).toContainText('Importing 3 files');
  await expect
    .poll(async () => (await tetrad(page, 'datasets.list', {})).map(({ version }) => version?.rows))
    .toEqual(expect.arrayContaining([3, 2, 3]));
});

test('nothing waits after a reload; both schemes, and narrow', { tag: '@long' }, async ({ page }) => {
  await openStudio(page, '/import');
  await expect(page.getByText('No file is waiting to be imported')).toBeVisible();
  await audit(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await dropFiles(page, [{ name: 'trips.csv', body: openDates }]);
  await expect(grid(page)).toBeVisible();
  await audit(page);
  const tooWide = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(await tooWide(), 'no sideways scrolling').toBeLessThanOrEqual(0);
  await grid(page).getByRole('button', { name: /^when/ }).click();
  await expect(page.getByRole('radiogroup', { name: 'Read as of when' })).toBeInViewport();
  expect(await tooWide()).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 1360, height: 900 });
  await page.getByRole('button', { name: 'Use the dark theme' }).click();
  await audit(page);
  await page.reload();
  await expect(page.getByText('No file is waiting to be imported')).toBeVisible();
});
