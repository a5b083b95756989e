/** Asking a model: one row in a form, several pasted, a file; what it has not seen is said. */
import { haveRun, haveSample, openStudio } from './studio';
import { audit, expect, test } from './support';

test('a row of iris gets a label with probabilities', async ({ page }) => {
  await openStudio(page);
  const { modelId } = await haveRun(page, await haveSample(page, 'iris'), 'species', {
    training: { epochs: 30 },
  });
  await page.goto(`/predict?model=${modelId}`);
  const values = {
    sepal_length_cm: '5.1',
    sepal_width_cm: '3.5',
    petal_length_cm: '1.4',
    petal_width_cm: '0.2',
  };
  for (const [name, value] of Object.entries(values)) await page.getByRole('textbox', { name }).fill(value);
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  const answer = page.getByRole('region', { name: 'Answer' });
  await expect(answer).toContainText('setosa');
  await expect(answer.getByRole('list', { name: 'Probabilities' }).getByRole('listitem')).toHaveCount(3);
  await expect(answer).toContainText(/ms on /);
  await audit(page);

  await page.getByRole('textbox', { name: 'petal_length_cm' }).fill('6');
  await page.getByRole('textbox', { name: 'petal_width_cm' }).fill('2.4');
  await expect(answer.getByRole('listitem').first()).toContainText('virginica');
  await page.getByRole('textbox', { name: 'sepal_width_cm' }).fill('wide');
  await expect(page.getByText('Not a number: counts as missing')).toBeVisible();
  await audit(page);

  await page.getByRole('tab', { name: 'Many rows' }).click();
  await page.getByRole('textbox', { name: 'Rows' }).fill('5.1,3.5,1.4,0.2\n6.3,3.3,6.0,2.5\n');
  await page.getByRole('button', { name: 'Predict rows' }).click();
  const answers = page.getByRole('grid', { name: 'Answers' });
  await expect(answers.getByRole('row')).toHaveCount(3);
  await expect(answers.getByRole('row').nth(1)).toContainText('setosa');
  await expect(answers.getByRole('row').nth(2)).toContainText('virginica');
  await audit(page);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download CSV' }).click();
  expect((await download).suggestedFilename()).toMatch(/\.csv$/);

  await page.getByLabel('File of rows').setInputFiles({
    name: 'new.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(
      `sepal_length_cm,sepal_width_cm,petal_length_cm,petal_width_cm\n${'5.1,3.5,1.4,0.2\n'.repeat(500)}`,
    ),
  });
  await expect(page.getByText('500 rows answered')).toBeVisible();
  await audit(page);

  await page.getByRole('switch', { name: 'Leave rows with wrong cells unanswered' }).click();
  await page.getByLabel('File of rows').setInputFiles({
    name: 'wrong.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(
      'sepal_length_cm,sepal_width_cm,petal_length_cm,petal_width_cm\n5.1,3.5,1.4,0.2\n6.3,wide,6.0,2.5\n',
    ),
  });
  const failed = page.getByRole('region', { name: 'Rows that failed' });
  await expect(failed.getByText('sepal_width_cm: "wide" is not a number')).toBeVisible();
  await page.reload();
  await page.getByRole('tab', { name: 'Many rows' }).click();
  await expect(page.getByText('1 row answered')).toBeVisible();
  await audit(page);
  await page.screenshot({ path: test.info().outputPath('failed.png') });
  await page.getByRole('button', { name: 'Use the dark theme' }).click();
  await page.setViewportSize({ width: 390, height: 860 });
  await audit(page);
  await failed.scrollIntoViewIfNeeded();
  await page.screenshot({ path: test.info().outputPath('narrow.png') });
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByLabel('File of corrected rows').setInputFiles({
    name: 'corrected.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(
      'row,sepal_length_cm,sepal_width_cm,petal_length_cm,petal_width_cm\n2,6.3,3.3,6.0,2.5\n',
    ),
  });
  await expect(page.getByText('2 rows answered')).toBeVisible();
  await expect(failed).toBeHidden();
});

test('an unseen category and missing values are answered, with a warning', { tag: '@long' }, async ({
  page,
}) => {
  await openStudio(page);
  const { modelId } = await haveRun(page, await haveSample(page, 'churn'), 'churned', {
    training: { epochs: 2 },
  });
  await page.goto(`/predict?model=${modelId}`);
  const contract = page.getByRole('combobox', { name: 'contract' });
  await contract.fill('YEAR');
  const known = page.getByRole('listbox').getByRole('option');
  await expect(known).toHaveText(['one year', 'two years']);
  await known.last().click();
  await expect(contract).toHaveValue('two years');
  await contract.fill('forever');
  await page.keyboard.press('Escape');
  await expect(page.getByText('Not seen in training')).toBeVisible();
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  const answer = page.getByRole('region', { name: 'Answer' });
  await expect(answer.getByRole('list', { name: 'Probabilities' }).getByRole('listitem')).toHaveCount(2);
  await expect(answer.getByRole('list', { name: 'Warnings' })).toContainText('forever');
  await audit(page);

  await page.getByRole('tab', { name: 'Many rows' }).click();
  await page
    .getByRole('textbox', { name: 'Rows' })
    .fill('[{"contract":"<b>x</b>"},{"contract":"two years","nonsense":1}]');
  await page.getByRole('button', { name: 'Predict rows' }).click();
  await expect(page.getByRole('list', { name: 'Warnings' })).toContainText('<b>x</b>');
  await expect(page.getByRole('list', { name: 'Warnings' })).toContainText('nonsense');
  await audit(page);
});
