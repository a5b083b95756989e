/** Many runs: filtered, grouped, beside a baseline, moved into an experiment; the address is the view. */
import { readFile } from 'node:fs/promises';
import { haveRun, haveSample, openStudio, tetrad } from './studio';
import { audit, expect, test } from './support';

test('runs are filtered, grouped and compared with a baseline; a link shows the same @long', async ({
  page,
}) => {
  test.setTimeout(240_000);
  await openStudio(page);
  const datasetId = await haveSample(page, 'iris');
  for (const [name, family, learningRate] of [
    ['slow', 'mlp', 0.0003],
    ['quick', 'mlp', 0.01],
    ['plain', 'linear', 0.01],
  ] as const)
    await haveRun(page, datasetId, 'species', { name, family, training: { learningRate, epochs: 3 } });

  await page.goto('/runs');
  const table = page.getByRole('grid', { name: 'Runs' });
  const rows = table.getByRole('row');
  await expect(rows).toHaveCount(4);
  const search = page.getByRole('textbox', { name: 'Search or filter runs' });
  await search.fill('params.learningRate > 0.001 and family = mlp');
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(1)).toContainText('quick');
  await search.fill('metrics.valAcuracy > 0');
  await expect(page.getByText('No run has metrics.valAcuracy. Did you mean valAccuracy?')).toBeVisible();
  await search.fill('family = ');
  await expect(page.getByRole('alert')).toContainText('line 1, column 10');
  await audit(page);
  await search.fill('family = mlp');

  await rows.nth(2).getByRole('checkbox').check();
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Set as baseline' }).click();
  await expect(
    table.getByText('learning rate 3e-4 → 0.01').or(table.getByText(/learning rate .* → /)),
  ).toBeVisible();

  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('textbox', { name: 'Search columns' }).fill('learning');
  await page.getByRole('checkbox', { name: 'Learning rate' }).first().check();
  await page.keyboard.press('Escape');
  await expect(table.getByRole('columnheader', { name: 'Learning rate' })).toBeVisible();
  await search.fill('');
  await page.getByRole('combobox', { name: 'Group by' }).click();
  await page.getByRole('option', { name: 'Model', exact: true }).click();
  const tree = page.getByRole('treegrid', { name: 'Runs' });
  await expect(tree.getByText('Model: mlp')).toBeVisible();
  await expect(tree.getByRole('row')).toHaveCount(3);
  await tree.getByRole('button', { name: 'Unfold 2' }).click();
  await expect(tree.getByRole('row')).toHaveCount(5);
  await audit(page);

  const link = page.url();
  await page.goto('/');
  await page.goto(link);
  await expect(tree.getByText('Model: mlp')).toBeVisible();
  await expect(tree.getByRole('columnheader', { name: 'Learning rate' })).toBeVisible();
  await expect(tree.getByRole('columnheader', { name: /Beside slow/ })).toBeVisible();

  await tree.getByRole('checkbox', { name: 'Choose all of mlp' }).check();
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Move to experiment' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Experiment').fill('Widths');
  await audit(page);
  await dialog.getByRole('button', { name: 'Make it and move' }).click();
  await expect(dialog).toBeHidden();
  const kept = await tetrad(page, 'experiments.list', {});
  expect(kept.map(({ experiment, runs }) => [experiment.name, runs])).toEqual([
    ['Default', 1],
    ['Widths', 2],
  ]);
  expect(
    await tetrad(page, 'runs.list', { filter: 'experiment = Widths and status = finished' }),
  ).toHaveLength(2);

  await page.getByRole('button', { name: 'More actions' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Save table as CSV' }).click(),
  ]);
  const [head, ...lines] = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
  expect(head).toMatch(/^name,status,.*params\.learningRate$/);
  expect(lines).toHaveLength(3);

  await tree.getByRole('checkbox', { name: 'Choose all of mlp' }).uncheck();
  await page.getByRole('button', { name: 'More actions' }).click();
  const [folder] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: /for MLflow/ }).click(),
  ]);
  const [gone] = await tetrad(page, 'runs.list', { filter: "name like 'plain%'" });
  await tetrad(page, 'runs.delete', { id: gone?.id ?? '' });
  await expect(tree.getByRole('row')).toHaveCount(2);
  await page.getByRole('button', { name: 'More actions' }).click();
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('menuitem', { name: 'Import saved runs or a zip of mlruns' }).click(),
  ]);
  await chooser.setFiles(await folder.path());
  await expect(tree.getByRole('row')).toHaveCount(3);
  const [back] = await tetrad(page, 'runs.list', { filter: "name like 'plain%'" });
  expect(back).toMatchObject({
    id: gone?.id,
    params: gone?.params,
    summary: gone?.summary,
    origin: 'tetrad',
  });
  await page.goto(`/runs/${gone?.id}`);
  await expect(page.getByRole('figure', { name: 'Loss' }).first()).toBeVisible();
  await audit(page);
});
