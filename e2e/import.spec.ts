/** A dropped table becomes a dataset: types, statistics, rows, corrections. */
import { irisCsv, openStudio } from './studio';
import { audit, dropFiles, expect, importTables, takeAsShown, test } from './support';

test('iris.csv dropped on the page is read surely: Enter imports it', async ({ page }) => {
  await openStudio(page);
  await dropFiles(page, [{ name: 'iris.csv', body: irisCsv }]);
  await expect(page.getByRole('button', { name: 'Import', exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/data\//);
  await expect(page.getByText('150 rows × 5 columns')).toBeVisible();

  const columns = page.getByRole('grid', { name: 'Columns' });
  await expect(columns.getByLabel('Type of petal_length_cm')).toHaveValue('numeric');
  await expect(columns.getByLabel('Type of species')).toHaveValue('categorical');
  const petal = columns.getByRole('row').filter({ hasText: 'petal_length_cm' });
  await expect(petal).toContainText('0 %');
  await expect(petal).toContainText('4.35');
  await expect(columns.getByRole('row').filter({ hasText: 'species' })).toContainText('setosa');
  await expect(columns.getByLabel('Role of species'), 'what is predicted').toHaveValue('target');
  await page.getByRole('combobox', { name: 'Predict' }).click();
  await page.getByRole('option', { name: 'petal_width_cm' }).click();
  await expect(columns.getByLabel('Role of petal_width_cm')).toHaveValue('target');
  await expect(columns.getByLabel('Role of species')).toHaveValue('feature');
  await audit(page);

  await page.getByRole('tab', { name: 'Rows' }).click();
  const rows = page.getByRole('grid', { name: 'Rows' });
  await expect(rows).toHaveAttribute('aria-rowcount', '151');
  const first = rows
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: '1', exact: true }) });
  await expect(first.getByRole('gridcell')).toHaveText(['5.1', '3.5', '1.4', '0.2', 'setosa']);
  await rows.focus();
  await page.keyboard.press('Control+End');
  await expect(rows.getByRole('rowheader', { name: '150', exact: true })).toBeVisible();
  await audit(page);

  await page.getByRole('tab', { name: 'Noticed' }).click();
  await expect(page.getByRole('tabpanel')).not.toBeEmpty();
  await audit(page);
  await page.getByRole('tab', { name: 'About' }).click();
  await expect(page.getByRole('tabpanel')).toContainText('iris.csv');
  await audit(page);

  const add = page.getByLabel('File of more rows');
  const csv = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  await add.setInputFiles(csv('other.csv', 'species,height\nsetosa,1\n'));
  await expect(page.getByRole('alert')).toContainText('other.csv has no column “sepal_length_cm”');
  const more =
    'species,petal_width_cm,petal_length_cm,sepal_width_cm,sepal_length_cm\nsetosa,0.2,1.4,3.5,5.1\n';
  await add.setInputFiles(csv('later.csv', `${more}virginica,2,5,3,6\n`));
  await expect(page.getByText('152 rows × 5 columns')).toBeVisible();
  await expect(page.getByText('version 2', { exact: true })).toBeVisible();
  await audit(page);
});

test('a type is corrected, and the correction undone', async ({ page }) => {
  await openStudio(page);
  await importTables(page, [{ name: 'grades.csv', body: 'room,grade\n101,A\n102,B\n101,A\n103,C\n' }]);
  const type = page.getByLabel('Type of room');
  await expect(type).toHaveValue('integer');
  await type.selectOption('categorical');
  await page.getByRole('button', { name: 'Apply as version 2' }).click();
  await expect(page.getByText('version 2', { exact: true })).toBeVisible();
  await expect(page.getByLabel('Type of room')).toHaveValue('categorical');
  await expect(
    page.getByRole('grid', { name: 'Columns' }).getByRole('row').filter({ hasText: 'room' }),
  ).toContainText('101');

  await page.getByRole('region', { name: 'Notifications' }).getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByLabel('Type of room')).toHaveValue('integer');
});

test('files chosen with the picker and a pasted table are read too', async ({ page }) => {
  await openStudio(page);
  await page.getByLabel('Files to import').setInputFiles([
    { name: 'a.tsv', mimeType: 'text/tab-separated-values', buffer: Buffer.from('x\ty\n1\t2\n3\t4\n') },
    {
      name: 'b.jsonl',
      mimeType: 'application/json',
      buffer: Buffer.from('{"x":1,"y":"ä"}\n{"x":2,"y":"ö"}\n'),
    },
  ]);
  await takeAsShown(page);
  await expect(page.getByText('2 rows × 2 columns')).toBeVisible();
  await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Data' }).click();
  const datasets = page.getByRole('grid', { name: 'Datasets' });
  await expect(datasets.getByRole('link')).toHaveCount(2);

  await page.evaluate(() => {
    const clipboard = new DataTransfer();
    clipboard.setData('text/plain', 'height\tname\n1,5\tAda\n1,7\tBob\n1,6\tCy\n');
    window.dispatchEvent(new ClipboardEvent('paste', { clipboardData: clipboard, bubbles: true }));
  });
  await takeAsShown(page);
  await expect(page.getByText('3 rows × 2 columns')).toBeVisible();
  await expect(page.getByLabel('Type of height')).toHaveValue('numeric');
});

test('what is odd in a file is told with line numbers', async ({ page }) => {
  await openStudio(page);
  await importTables(page, [
    {
      name: 'odd.csv',
      body: '# written by hand\na;b;c\n1;2,5;x\n2;3,5\n\n3;4,5;"two\nlines"\n4;5,5;y;extra\n',
    },
  ]);
  await expect(page.getByText('4 rows × 3 columns')).toBeVisible();
  await page.getByRole('tab', { name: /^Noticed/ }).click();
  await expect(page.getByRole('tabpanel')).toContainText('line 4');
  await expect(page.getByRole('tabpanel')).toContainText(/line 8/);
  await audit(page);
});
