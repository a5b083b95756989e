/** A model looked into: a network trained here, and an ONNX of ten thousand nodes; by mouse, by keyboard, as a list. */
import { readFileSync } from 'node:fs';
import { createGraphBuilder } from '#/core/onnx/createGraphBuilder';
import { writeModel } from '#/core/onnx/writeModel';
import { haveRun, haveSample, openStudio } from './studio';
import { audit, dropFiles, expect, test } from './support';

/** Ten thousand nodes, each hundredth adding what came fifty before. */
function large(): Buffer {
  const graph = createGraphBuilder(['y']);
  const values = [graph.input('x', 'float', [null, 4])];
  for (let i = 1; i < 10_000; i++)
    values.push(
      graph.node(
        i % 100 === 0 ? 'Add' : 'Relu',
        i % 100 === 0 ? [values[i - 1] ?? '', values[i - 50] ?? ''] : [values[i - 1] ?? ''],
      ),
    );
  graph.output(values.at(-1) ?? '', 'y', 'float', [null, 4]);
  return Buffer.from(writeModel(graph.build(), { name: 'large', opset: 17 }));
}

test('a trained network is walked through by keyboard, and its weights are seen @long', async ({ page }) => {
  await openStudio(page);
  const { modelId } = await haveRun(page, await haveSample(page, 'iris'), 'species', {
    training: { epochs: 2 },
  });
  await page.goto(`/models/${modelId}`);
  await page.getByRole('tab', { name: 'Graph' }).click();
  const drawing = page.getByRole('application', { name: /^Graph of the model/ });
  await expect(drawing).toHaveAttribute('data-painted', /\d+/);
  const details = page.getByRole('complementary', { name: 'Details' });
  await expect(details.getByText('Weights that are learnt')).toBeVisible();
  await audit(page);
  await drawing.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(details.getByRole('heading', { name: 'dense' })).toBeVisible();
  await expect(
    details.getByRole('region', { name: 'dense1/kernel' }).getByRole('img', { name: /^Histogram/ }),
  ).toBeVisible();
  await audit(page);
  await page.getByText('List', { exact: true }).click();
  await page.getByRole('textbox', { name: 'Search the graph' }).fill('output');
  await expect(
    page.getByRole('table', { name: 'Nodes' }).or(page.getByRole('grid', { name: 'Nodes' })),
  ).toContainText('output');
  await audit(page);
});

test('ten thousand nodes are painted, searched and dragged; a file of others shows its operators @long', async ({
  page,
}) => {
  await openStudio(page);
  await dropFiles(page, [{ name: 'large.onnx', body: large() }]);
  await expect(page).toHaveURL(/\/models\/[\w-]+$/, { timeout: 60_000 });
  const startedAt = Date.now();
  await page.getByRole('tab', { name: 'Graph' }).click();
  const drawing = page.getByRole('application', { name: /^Graph of the model/ });
  await expect(drawing).toHaveAttribute('data-painted', '10002', { timeout: 60_000 });
  console.log(`10,000 nodes painted after ${Date.now() - startedAt} ms`);
  const frames = await drawing.evaluate(async (canvas) => {
    const box = canvas.getBoundingClientRect();
    const times: number[] = [];
    for (let i = 0; i < 30; i++) {
      canvas.dispatchEvent(
        new WheelEvent('wheel', {
          deltaY: 40,
          ctrlKey: i % 3 === 0,
          clientX: box.left + 200,
          clientY: box.top + 200,
        }),
      );
      const from = performance.now();
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      times.push(performance.now() - from);
    }
    return times.sort((a, b) => a - b);
  });
  console.log(
    `a frame takes ${frames[15]?.toFixed(1)} ms in the median, ${frames.at(-1)?.toFixed(1)} ms at most`,
  );
  await page.getByRole('textbox', { name: 'Search the graph' }).fill('add');
  await expect(page.getByText('99 of 10,002')).toBeVisible();
  await audit(page);

  await dropFiles(page, [
    {
      name: 'picture.onnx',
      body: readFileSync(new URL('../test/fixtures/onnx/picture.onnx', import.meta.url)),
    },
  ]);
  await expect(
    page.getByRole('textbox', { name: 'Model name' }).or(page.getByText('picture').first()),
  ).toBeVisible();
  await page.getByRole('tab', { name: 'Graph' }).click();
  await expect(page.getByText('python3-onnx')).toBeVisible();
  await expect(page.getByText('GlobalAveragePool')).toBeVisible();
  await audit(page);
});
