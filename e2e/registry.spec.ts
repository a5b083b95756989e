/** Runs compared, versions deployed and rolled back by alias, deletes that say what they touch. */
import { haveRun, haveSample, openStudio, tetrad } from './studio';
import { audit, expect, test } from './support';

test('two runs: compare, move the champion, roll back, delete', async ({ page }) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'iris');
  const first = await haveRun(page, datasetId, 'species', {
    name: 'slow',
    training: { learningRate: 0.0003 },
  });
  await page.goto(`/runs/${first.runId}`);
  await page.getByRole('link', { name: 'Train again' }).click();
  await expect(page.getByText('The result becomes a new version of the same model.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Learning rate' }).fill('0.01');
  await page.getByRole('button', { name: 'Start training' }).click();
  await expect(page.getByRole('region', { name: 'Next steps' })).toBeVisible({ timeout: 60_000 });
  await expect(page).not.toHaveURL(new RegExp(first.runId));

  await page.goto('/runs');
  const boxes = page.getByRole('grid', { name: 'Runs' }).getByRole('checkbox');
  await expect(boxes).toHaveCount(2);
  for (const box of await boxes.all()) await box.check();
  await audit(page);
  await page.getByRole('button', { name: 'Compare 2' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Compare 2 runs');
  const params = page.getByRole('region', { name: 'Params' });
  await expect(params.getByRole('row').filter({ hasText: 'Learning rate' })).toContainText('0.0003');
  await expect(params.getByRole('row').filter({ hasText: 'Learning rate' })).toContainText('0.01');
  await expect(page.getByRole('region', { name: 'Results' })).toContainText('Validation accuracy');
  await expect(page.getByRole('figure', { name: 'Validation loss' })).toBeVisible();
  await audit(page);

  await page.goto(`/models/${first.modelId}`);
  const versions = page.getByRole('grid', { name: 'Versions' });
  const row = (number: number) => versions.getByRole('row').nth(number === 2 ? 1 : 2);
  await expect(row(1).getByRole('button', { name: 'Move champion' })).toBeVisible();
  await expect(row(2).getByRole('button', { name: 'Move challenger' })).toBeVisible();
  await audit(page);
  await row(1).getByRole('button', { name: 'Move champion' }).click();
  await page.getByRole('menuitem', { name: 'Version 2' }).click();
  await expect(row(2).getByRole('button', { name: 'Move champion' })).toBeVisible();
  await page.getByRole('tab', { name: 'Alias history' }).click();
  await page.getByRole('button', { name: 'Back to version 1' }).first().click();
  await audit(page);
  await page.getByRole('tab', { name: 'Versions' }).click();
  await expect(row(1).getByRole('button', { name: 'Move champion' })).toBeVisible();
  await page.getByRole('tab', { name: 'Compare' }).click();
  await expect(page.getByRole('tabpanel')).toContainText('Params that differ');
  await audit(page);

  await page.getByRole('tab', { name: 'Versions' }).click();
  await page.getByRole('button', { name: 'Actions for version 1' }).click();
  await page.getByRole('menuitem', { name: 'Delete version' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText('champion');
  await audit(page);
  await dialog.getByRole('button', { name: 'Keep' }).click();

  await page.goto('/');
  await page.getByRole('button', { name: 'Delete iris' }).click();
  await expect(dialog, 'the same dialog as on the page of the dataset').toContainText(
    'Made from it, and kept',
  );
  await dialog.getByRole('button', { name: 'Keep' }).click();

  await page.goto(`/data/${datasetId}`);
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Delete dataset' }).click();
  await expect(dialog).toContainText('Made from it, and kept');
  await expect(dialog.getByRole('listitem').filter({ hasText: /^Run/ })).toHaveCount(2);
  await expect(dialog.getByRole('listitem').filter({ hasText: /^Model/ })).toHaveCount(1);
  await audit(page);
  await dialog.getByRole('button', { name: 'Delete dataset' }).click();
  await expect(page).toHaveURL(/\/$/);
  expect(await tetrad(page, 'datasets.list', {})).toEqual([]);

  await page.goto(`/predict?model=${first.modelId}&version=1`);
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await expect(
    page.getByRole('list', { name: 'Probabilities' }),
    'the model outlives its data',
  ).toBeVisible();
  await page.goto(`/models/${first.modelId}`);
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Delete model' }).click();
  await expect(dialog).toContainText(/In use under: .*champion/);
  await expect(dialog.getByRole('listitem')).toHaveCount(2);
  await dialog.getByRole('button', { name: 'Delete model' }).click();
  await expect(page.getByText('No models yet')).toBeVisible();
});

test('names, notes and tags are edited in place and stay', async ({ page }) => {
  await openStudio(page);
  const { runId } = await haveRun(page, await haveSample(page, 'iris'), 'species');
  await page.goto(`/runs/${runId}`);
  await page
    .getByRole('button', { name: /Run name|Rename/ })
    .first()
    .click();
  const name = page.getByRole('textbox', { name: 'Run name' });
  await name.fill('the <b>first</b>');
  await name.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('the <b>first</b>');
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('the <b>first</b>');
  await audit(page);
});
