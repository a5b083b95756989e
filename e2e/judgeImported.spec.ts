/** An imported ONNX asked on a dataset by the form of its page: evaluated, explained, asked by the columns. */
import { createGraphBuilder } from '#/core/onnx/createGraphBuilder';
import { writeModel } from '#/core/onnx/writeModel';
import { haveSample, openStudio } from './studio';
import { audit, dropFiles, expect, test } from './support';

/** Of petal length and width: which of three centres is nearest, the labels in an order of its own. */
function nearestCentre(): Buffer {
  const centres = [
    [5.55, 2.03],
    [4.26, 1.33],
    [1.46, 0.25],
  ];
  const graph = createGraphBuilder(['scores']);
  const input = graph.input('petal', 'float', [null, 2]);
  const kernel = Float32Array.from([0, 1].flatMap((at) => centres.map((centre) => 2 * (centre[at] ?? 0))));
  const bias = Float32Array.from(centres, (centre) => -centre.reduce((sum, value) => sum + value ** 2, 0));
  const sums = graph.node('MatMul', [input, graph.constant('float', [2, 3], kernel)]);
  graph.output(graph.node('Add', [sums, graph.constant('float', [3], bias)]), 'scores', 'float', [null, 3]);
  return Buffer.from(writeModel(graph.build(), { name: 'others', opset: 17 }));
}

test('an imported ONNX is evaluated on a table, and explained @long', async ({ page }) => {
  await openStudio(page);
  await haveSample(page, 'iris');
  await page.goto('/models');
  await dropFiles(page, [{ name: 'centres.onnx', type: 'application/octet-stream', body: nearestCentre() }]);
  await expect(page).toHaveURL(/\/models\/[\w-]+$/);
  await page.getByRole('button', { name: 'Evaluate on a dataset' }).click();
  await page.getByRole('combobox', { name: 'Dataset' }).click();
  await page.getByRole('option', { name: /iris/i }).click();
  const columns = page.getByRole('combobox', { name: 'Columns' });
  await columns.click();
  for (const name of ['sepal_length_cm', 'sepal_width_cm']) await page.getByRole('option', { name }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('textbox', { name: 'Labels of its outputs' }).fill('virginica\nversicolor\nsetosa');
  await audit(page);
  await page.getByRole('button', { name: 'Evaluate', exact: true }).click();
  await expect(page).toHaveURL(/\/runs\/[\w-]+$/);
  const figure = page.getByRole('region', { name: 'Final figure' });
  await expect(figure).toContainText('always “');
  await expect(figure).toContainText(/0?\.9\d|9\d(\.\d)? %/);
  await expect(page.getByText('Evaluated.')).toBeVisible();
  await audit(page);
  await page.getByRole('link', { name: 'Explain' }).click();
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  await expect(page.getByText('petal_length_cm').first()).toBeVisible({ timeout: 60_000 });
  await audit(page);
});
