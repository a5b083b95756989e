/** A network of one's own: drawn by mouse, drawn by keyboard, written as text; trained, exported and answered. */
import type { Page } from '@playwright/test';
import { haveSample, openStudio, tetrad } from './studio';
import { audit, dropFiles, expect, test } from './support';

async function openEditor(page: Page): Promise<void> {
  await openStudio(page);
  const datasetId = await haveSample(page, 'iris');
  await page.goto(`/train?dataset=${datasetId}&family=customNetwork`);
  await page.getByRole('button', { name: 'Edit the graph' }).click();
  await expect(page.getByRole('group', { name: /^activation1, Activation, \[64\]/ })).toBeVisible();
}

const parted = [
  { name: 'input', columns: ['sepal_length_cm', 'sepal_width_cm'] },
  { name: 'leaf', columns: ['petal_length_cm', 'petal_width_cm'] },
];

/** What is drawn, read from the text beside it. */
async function drawn(
  page: Page,
): Promise<{ nodes: { id: string; type: string; inputs: string[] }[]; output: string; inputs?: object[] }> {
  return JSON.parse(await page.getByRole('textbox', { name: 'Network as JSON' }).inputValue()) as never;
}

/** The palette, the lists of inputs and the graph, worked by keys. */
function byKeyboard(page: Page) {
  const layers = page.getByRole('region', { name: 'Layers' });
  const choose = async (list: string, value: string) => {
    await page.getByRole('combobox', { name: list, exact: true }).focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(value);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
  };
  return {
    choose,
    async add(name: string) {
      await page.getByRole('textbox', { name: 'Search layers' }).fill(name);
      await layers.getByRole('button', { name, exact: true }).press('Enter');
    },
    async readsMore(id: string, from: string) {
      await page.getByRole('button', { name: 'One more input' }).press('Enter');
      await choose(`One more input of ${id}`, from);
    },
    async select(name: RegExp) {
      await page.getByRole('group', { name }).focus();
      await page.keyboard.press('Enter');
    },
  };
}

async function trainAndExport(page: Page, inputs?: typeof parted): Promise<void> {
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('textbox', { name: 'Epochs' }).fill('15');
  await page.getByRole('button', { name: 'Advanced' }).click();
  await page.getByRole('combobox', { name: 'Backend' }).click();
  await page.getByRole('option', { name: 'wasm' }).click();
  await page.getByRole('button', { name: 'Start training' }).click();
  await expect(page.getByRole('region', { name: 'Next steps' })).toBeVisible({ timeout: 120_000 });
  const [run] = await tetrad(page, 'runs.list', {});
  const { report } = await tetrad(page, 'models.export', { modelId: run?.modelId ?? '' });
  expect(report.parity).toMatchObject({ passed: true, labelsEqual: true });
  await reopenAndGoOn(page, run?.modelId ?? '');
  if (!inputs) return;
  const { versions } = await tetrad(page, 'models.get', { id: run?.modelId ?? '' });
  expect(versions[0]?.body.spec).toMatchObject({
    arch: {
      sample: [4],
      inputs: inputs.map(({ name, columns }) => ({ name, shape: [2], part: { columns } })),
    },
  });
}

/** The exported file, dropped: the same network again, which learns on. */
async function reopenAndGoOn(page: Page, modelId: string): Promise<void> {
  const bytes = await page.evaluate(
    async (id) => [...((await window.tetrad.run('models.export', { modelId: id })).files[0]?.bytes ?? [])],
    modelId,
  );
  await dropFiles(page, [{ name: 'drawn.onnx', type: '', body: Buffer.from(bytes) }]);
  await expect(page).toHaveURL(/\/models\/[\w-]+$/);
  const again = page.url().split('/').at(-1) ?? '';
  expect(again).not.toBe(modelId);
  const archOf = async (id: string) => (await tetrad(page, 'models.get', { id })).versions.at(-1)?.body.spec;
  expect(await archOf(again)).toMatchObject({ arch: ((await archOf(modelId)) as { arch: object }).arch });
  await page.getByRole('tab', { name: 'Train further' }).click();
  await page.getByRole('combobox', { name: 'Dataset' }).click();
  await page.getByRole('option', { name: /^Iris/i }).click();
  await page.getByRole('textbox', { name: 'Epochs' }).fill('5');
  await page.getByRole('button', { name: 'Train further' }).click();
  await expect(page.getByRole('region', { name: 'Next steps' })).toBeVisible({ timeout: 120_000 });
  const { versions } = await tetrad(page, 'models.get', { id: again });
  expect(versions.map(({ number }) => number)).toEqual([2, 1]);
  expect(versions[0]?.metrics.valAccuracy).toBeGreaterThan(0.8);
}

test('two inputs, a branch and a detour are drawn by mouse, mended, taken back, trained and exported', {
  tag: '@long',
}, async ({ page }) => {
  await openEditor(page);
  const layers = page.getByRole('region', { name: 'Layers' });
  const node = (name: string) => page.locator(`.react-flow__node[data-id="${name}"]`);
  const wire = async (from: string, to: string) => {
    await node(from).locator('.react-flow__handle.source').hover();
    await page.mouse.down();
    await node(to).locator('.react-flow__handle.target').hover();
    await page.mouse.up();
  };
  await page.getByRole('button', { name: 'JSON' }).click();

  // The sample parted in two, named, each with its columns.
  const canvas = page.getByRole('region', { name: 'Graph' });
  await node('input').click();
  await page.getByRole('button', { name: 'Part into inputs' }).click();
  await page
    .getByRole('region', { name: 'Input input2' })
    .getByRole('textbox', { name: 'Name' })
    .fill('leaf');
  await page.keyboard.press('Enter');
  const leaf = page.getByRole('region', { name: 'Input leaf' });
  await expect(leaf.getByText('Takes 1 of 4')).toBeVisible();
  await leaf.getByRole('checkbox', { name: 'petal_length_cm' }).check();
  await page.getByRole('button', { name: 'Arrange' }).click();
  await node('input').click();
  await page
    .getByRole('region', { name: 'Input input' })
    .getByRole('checkbox', { name: 'petal_length_cm' })
    .uncheck();
  await expect(
    page.getByRole('group', { name: /^leaf, input, \[2\], petal_length_cm, petal_width_cm/ }),
  ).toBeVisible();
  expect((await drawn(page)).inputs).toEqual(parted);
  await expect(page.getByRole('list', { name: 'Problems' })).toContainText('reads the input “leaf”');
  await audit(page);
  await page.screenshot({ path: 'test-results/graph-parts.png' });
  await page.emulateMedia({ colorScheme: 'dark' });
  await audit(page);
  await page.screenshot({ path: 'test-results/graph-parts-dark.png' });
  const wide = page.viewportSize() ?? { width: 1360, height: 900 };
  await page.setViewportSize({ width: 390, height: 844 });
  await audit(page);
  await page.screenshot({ path: 'test-results/graph-parts-narrow.png', fullPage: true });
  await page.getByRole('button', { name: 'One more input' }).scrollIntoViewIfNeeded();
  await page.screenshot({ path: 'test-results/graph-parts-narrow-panel.png' });
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(wide);

  // A branch of one of them, dragged in.
  await node('leaf').click();
  await layers
    .getByRole('button', { name: 'Dense', exact: true })
    .dragTo(canvas, { targetPosition: { x: 60, y: 150 } });
  expect((await drawn(page)).nodes.at(-1)).toMatchObject({ id: 'dense2', inputs: ['leaf'] });
  await expect(page.getByRole('list', { name: 'Problems' })).toContainText('“dense2” leads nowhere');

  // A sum that its two sides do not fit: the connection says so, and what mends it.
  await node('activation1').click();
  await layers.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('button', { name: 'Arrange' }).click();
  await wire('leaf', 'add1');
  await expect(page.getByRole('list', { name: 'Problems' })).toContainText('[64] and [2]');
  await expect(page.locator('.react-flow__edge.wrong')).toHaveCount(1);
  await page.screenshot({ path: 'test-results/graph-wrong.png' });
  await page.getByRole('button', { name: 'Put a dense layer of 64 between' }).click();
  await expect(page.locator('.react-flow__edge.wrong')).toHaveCount(0);

  // A detour around a layer.
  await node('add1').click();
  await layers.getByRole('button', { name: 'Dense', exact: true }).click();
  await layers.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('button', { name: 'Arrange' }).click();
  await wire('add1', 'add2');

  // The branch joins behind it.
  await node('add2').click();
  await layers.getByRole('button', { name: 'Concatenate' }).click();
  await page.getByRole('button', { name: 'Arrange' }).click();
  await wire('dense2', 'concat1');
  const whole = await drawn(page);
  const inputsOf = (id: string) => whole.nodes.find((one) => one.id === id)?.inputs;
  expect(whole.output).toBe('concat1');
  expect(inputsOf('concat1')).toEqual(['add2', 'dense2']);
  expect(inputsOf('add2')).toEqual(['dense4', 'add1']);
  expect(inputsOf('add1')).toEqual(['activation1', 'dense3']);

  // A circle is refused.
  await wire('concat1', 'add1');
  await expect(page.getByRole('alert')).toContainText('may not go in a circle');
  expect(await drawn(page)).toEqual(whole);

  // Deleted, and taken back.
  await node('add1').click();
  await page.keyboard.press('Delete');
  await expect(node('add1')).toHaveCount(0);
  expect((await drawn(page)).nodes.find(({ id }) => id === 'dense4')?.inputs).toEqual(['activation1']);
  await page.getByRole('button', { name: 'Undo' }).click();
  expect(await drawn(page)).toEqual(whole);
  await page.getByRole('button', { name: 'Redo' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await audit(page);
  await page.screenshot({ path: 'test-results/graph-whole.png' });

  // An input deleted: what read it reads the other, the sample is whole; taken back.
  await node('leaf').click();
  await page.keyboard.press('Delete');
  await expect(node('leaf')).toHaveCount(0);
  expect((await drawn(page)).inputs).toBeUndefined();
  await page.getByRole('button', { name: 'Undo' }).click();
  expect(await drawn(page)).toEqual(whole);

  // A text that is no network leaves the graph as it is, one that is changes it.
  const text = page.getByRole('textbox', { name: 'Network as JSON' });
  await text.fill('{"nodes": [');
  await expect(page.getByText('The graph stays as it was.')).toBeVisible();
  await expect(node('concat1')).toBeVisible();
  await text.fill(
    JSON.stringify({
      ...whole,
      nodes: whole.nodes.map((one) => (one.id === 'dense2' ? { ...one, params: { units: 6 } } : one)),
    }),
  );
  await expect(page.getByRole('group', { name: /^concat1, Concatenate, \[70\]/ })).toBeVisible();
  await trainAndExport(page, parted);
});

test('the same by keyboard alone: two inputs, a branch and a detour', { tag: '@long' }, async ({ page }) => {
  await openEditor(page);
  const { add, readsMore, choose, select } = byKeyboard(page);
  const panel = page.getByRole('region', { name: /^Layer / });
  await page.getByRole('button', { name: 'JSON' }).press('Enter');

  // The sample parted in two, named, each with its columns.
  await select(/^Sample/);
  await page.getByRole('button', { name: 'Part into inputs' }).press('Enter');
  const side = page.getByRole('region', { name: /^Input / });
  await expect(side).toHaveAccessibleName('Input input2');
  await side.getByRole('textbox', { name: 'Name' }).fill('leaf');
  await page.keyboard.press('Enter');
  await expect(side).toHaveAccessibleName('Input leaf');
  await side.getByRole('checkbox', { name: 'petal_length_cm' }).press('Space');
  await select(/^input, /);
  await side.getByRole('checkbox', { name: 'petal_length_cm' }).press('Space');
  expect((await drawn(page)).inputs).toEqual(parted);

  // A branch of one of them: it stands beside what reads it, not before.
  await select(/^leaf, /);
  await add('Dense');
  await expect(panel).toHaveAccessibleName('Layer dense2');
  expect((await drawn(page)).nodes.find(({ id }) => id === 'dense2')?.inputs).toEqual(['leaf']);

  // A detour: a sum that does not fit, mended by what its problem offers.
  await select(/^activation1, /);
  await add('Dense');
  await select(/^dense3, /);
  await add('Add');
  await readsMore('add1', 'activation1');
  // An input is added, too.
  await add('Add');
  await readsMore('add2', 'leaf');
  await expect(page.getByRole('list', { name: 'Problems' })).toContainText('[64] and [2]');
  await page.getByRole('button', { name: 'Put a dense layer of 64 between' }).press('Enter');
  await expect(page.locator('.react-flow__edge.wrong')).toHaveCount(0);

  // The branch joins behind it.
  await select(/^add2, /);
  await add('Concatenate');
  await readsMore('concat1', 'dense2');
  await expect(page.getByRole('group', { name: /^concat1, Concatenate, \[128\]/ })).toBeVisible();
  const whole = await drawn(page);
  const inputsOf = (id: string) => whole.nodes.find((one) => one.id === id)?.inputs;
  expect(whole.output).toBe('concat1');
  expect(inputsOf('concat1')).toEqual(['add2', 'dense2']);
  expect(inputsOf('add1')).toEqual(['dense3', 'activation1']);
  expect(inputsOf('add2')).toEqual(['add1', expect.stringMatching(/^dense/)]);

  // What would be a circle is not offered.
  await select(/^add2, /);
  await panel.getByRole('button', { name: 'One more input' }).press('Enter');
  await choose('One more input of add2', 'concat1');
  expect(await drawn(page)).toEqual(whole);

  // Deleted, and taken back.
  await select(/^add1, /);
  await page.keyboard.press('Delete');
  await expect(page.getByRole('group', { name: /^add1, / })).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).focus();
  await page.keyboard.press('ControlOrMeta+z');
  expect(await drawn(page)).toEqual(whole);
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await page.keyboard.press('ControlOrMeta+z');
  expect(await drawn(page)).toEqual(whole);
  await audit(page);
  await page.screenshot({ path: 'test-results/graph-keyboard.png' });
  await trainAndExport(page, parted);
});

test('layers are pasted, a family is where one may start from, blocks; in the dark and narrow', {
  tag: '@long',
}, async ({ page }) => {
  await openEditor(page);
  await page.getByRole('button', { name: 'JSON' }).click();
  // Layers as others write them, pasted.
  const text = page.getByRole('textbox', { name: 'Network as JSON' });
  await text.fill('nn.Linear(4, 24)\nnn.Mystery(2)');
  await expect(page.getByText('line 2: "Mystery" is no layer that is read here.')).toBeVisible();
  await text.fill('model.add(Dense(24, activation="relu"))\nmodel.add(Dense(3, activation="softmax"))');
  await expect(page.getByRole('group', { name: /^dense1, Dense, \[24\]/ })).toBeVisible();
  expect((await drawn(page)).output).toBe('dense1_relu');

  await page.getByRole('combobox', { name: 'Start from' }).click();
  await page.getByRole('option', { name: 'Neural network (MLP)' }).click();
  await expect(page.getByRole('group', { name: /^dense2, Dense, \[64\]/ })).toBeVisible();

  // A block: its layers kept, and put in once more, by keyboard.
  const plain = await drawn(page);
  await page.getByRole('button', { name: 'Blocks' }).focus();
  await page.keyboard.press('Enter');
  const choose = async (label: string, layer: string) => {
    await page.getByRole('combobox', { name: label, exact: true }).focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(layer);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
  };
  await choose('Keep from', 'dense2');
  await choose('to', 'dense1');
  await page.getByRole('dialog', { name: 'Blocks' }).getByRole('textbox', { name: 'Name' }).fill('twice');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/“dense1” does not come after “dense2”/)).toBeVisible();
  const end = plain.output;
  await choose('to', end);
  await page.getByRole('dialog', { name: 'Blocks' }).getByRole('textbox', { name: 'Name' }).press('Enter');
  const put = page.getByRole('button', { name: `Add twice after ${end}` });
  await expect(put).toBeVisible();
  await audit(page);
  await page.screenshot({ path: 'test-results/graph-blocks.png' });
  await put.press('Enter');
  await expect(page.getByRole('group', { name: /^dense3, Dense, \[64\]/ })).toBeVisible();
  expect((await drawn(page)).nodes.length).toBeGreaterThan(plain.nodes.length);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.screenshot({ path: 'test-results/graph-dark.png' });
  await page.setViewportSize({ width: 390, height: 844 });
  await audit(page);
  await page.screenshot({ path: 'test-results/graph-narrow.png', fullPage: true });
  await page.setViewportSize({ width: 1280, height: 720 });
  await trainAndExport(page);
});
