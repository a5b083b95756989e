/** What a model goes by: from the end of a training to a chart that a reload and a link bring back. */
import { readFileSync } from 'node:fs';
import { haveRun, haveSample, openStudio, tetrad } from './studio';
import { audit, expect, test } from './support';

test('a classifier is explained on rows that were held back, and the chart is there again after a reload', async ({
  page,
}) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'iris');
  const { runId } = await haveRun(page, datasetId, 'species');
  await page.goto(`/runs/${runId}`);
  await page.getByRole('region', { name: 'Next steps' }).getByRole('link', { name: 'Explain' }).click();
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await page.getByRole('textbox', { name: 'Repeats' }).fill('0');
  await expect(page.getByRole('button', { name: 'Explain', exact: true })).toBeDisabled();
  await page.getByRole('textbox', { name: 'Repeats' }).fill('3');
  await audit(page);
  await page.getByRole('button', { name: 'Explain', exact: true }).click();

  const chart = page.getByRole('figure', { name: 'Drop in accuracy' });
  await expect(chart.locator('.recharts-bar-rectangle')).toHaveCount(4);
  await expect(chart.locator('.recharts-errorBar').first()).toBeAttached();
  await expect(page.getByText(/^On the \d+ (test|validation) rows of Iris, /)).toBeVisible();
  const table = page.getByRole('grid', { name: 'Columns' });
  await expect(table.getByRole('row')).toHaveCount(5);
  await expect(table.getByRole('row').nth(1)).toContainText('petal');
  await audit(page);

  await chart.getByRole('button', { name: 'Export Drop in accuracy' }).click();
  const [csv] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Save values as CSV' }).click(),
  ]);
  const lines = readFileSync(await csv.path(), 'utf8').split('\r\n');
  expect(lines[0]).toBe('column,mean,standard deviation,repeat 1,repeat 2,repeat 3');
  expect(lines).toHaveLength(5);

  await expect(page).toHaveURL(/tab=explain.*explanation=/);
  await page.reload();
  await expect(chart.locator('.recharts-bar-rectangle')).toHaveCount(4);
  const [job] = (await tetrad(page, 'jobs.list', {})).filter(({ kind }) => kind === 'explain');
  expect(job?.input).toMatchObject({ method: 'permutation', params: { repeats: 3 } });
  await page.getByRole('button', { name: 'Use the dark theme' }).click();
  await page.setViewportSize({ width: 400, height: 860 });
  await audit(page);
});

test('patches of an image are shown with what they looked at, by layer and head', {
  tag: '@long',
}, async ({ page }) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'drawnDigits');
  const { runId, modelId } = await haveRun(page, datasetId, 'label', {
    family: 'vit',
    familyParams: { width: 8, heads: 2, blocks: 2, stem: 4 },
    training: { epochs: 1, backend: 'wasm', seed: 1 },
  });
  await page.goto(`/runs/${runId}`);
  await page.getByRole('region', { name: 'Next steps' }).getByRole('link', { name: 'Explain' }).click();
  await page.goto(`/models/${modelId}?tab=explain&method=attention&sample=3`);
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  const patches = page.getByRole('group', { name: 'Patches of the image' });
  await expect(patches.getByRole('button')).toHaveCount(49);
  await audit(page);
  await patches.getByRole('button', { name: /^row 4, column 4: / }).click();
  await expect(page.getByRole('combobox', { name: 'Who looks' })).toHaveValue('25: row 4, column 4');
  await page.getByRole('combobox', { name: 'Layer' }).click();
  await page.getByRole('option', { name: 'Layer 2' }).click();
  await page.getByRole('combobox', { name: 'Head' }).click();
  await page.getByRole('option', { name: 'Head 2' }).click();
  await expect(page.getByText('The shares this layer gave out')).toBeVisible();
  await page.getByRole('button', { name: 'Use the dark theme' }).click();
  await page.setViewportSize({ width: 400, height: 860 });
  await audit(page);
});

test('a forecast of N-BEATS is shown as what it sums from, and explained by its gradients @long', async ({
  page,
}) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'airline');
  const { runId, modelId } = await haveRun(page, datasetId, 'future', {
    task: 'quantileForecast',
    family: 'nbeats',
    familyParams: { units: 16 },
    training: { epochs: 3, backend: 'wasm', seed: 1 },
  });
  await page.goto(`/runs/${runId}?tab=evaluation`);
  const panel = page.getByRole('region', { name: 'Parts of a forecast' });
  await expect(panel.getByRole('figure', { name: 'What the forecast sums from' })).toBeVisible();
  await audit(page);
  await page.goto(`/predict?model=${modelId}`);
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await expect(page.getByRole('figure', { name: 'What the forecast sums from' })).toBeVisible();
  await audit(page);
  await page.goto(`/models/${modelId}?tab=explain&method=integratedGradients&sample=5`);
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  await expect(page.getByText(/^Rank correlation with the explanation of the same network/)).toBeVisible({
    timeout: 120_000,
  });
  await expect(page.getByText(/ Largest at step \d+ of /)).toBeVisible();
  await audit(page);
});

test('an answer for a row is taken apart by Shapley values, many rows and columns are drawn @long', async ({
  page,
}) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'iris');
  const { modelId } = await haveRun(page, datasetId, 'species');
  await page.goto(`/models/${modelId}?tab=explain&method=shapley&sample=70`);
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  const fall = page.getByRole('figure', { name: /^Probability of / });
  await expect(fall.locator('rect')).toHaveCount(4);
  await expect(page.getByText(/^All 14 sets of known columns were asked: exact/)).toBeVisible();
  await audit(page);
  const [job] = (await tetrad(page, 'jobs.list', {})).filter(({ kind }) => kind === 'explain');
  const result = job?.result as { attributions: { mean: number }[]; baseValue: number } | undefined;
  const sum = result?.attributions.reduce((total, { mean }) => total + mean, result.baseValue);
  const text = await fall.locator('svg[data-plot] title').first().textContent();
  expect(sum).toBeCloseTo(Number(text?.split(' to ')[1]), 2);

  await page.goto(`/models/${modelId}?tab=explain&method=shapleySummary`);
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  const swarm = page.getByRole('figure', { name: /what columns add$/ });
  await expect(swarm.getByRole('slider')).toBeVisible();
  await swarm.getByRole('button', { name: /^Export/ }).click();
  const [csv] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Save values as CSV' }).click(),
  ]);
  expect(readFileSync(await csv.path(), 'utf8')).toMatch(/^row,petal/);
  await audit(page);

  await page.goto(`/models/${modelId}?tab=explain&method=dependence`);
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  await expect(page.getByRole('figure', { name: / by petal/ })).toHaveCount(2);
  await page.getByRole('button', { name: 'Use the dark theme' }).click();
  await page.setViewportSize({ width: 400, height: 860 });
  await audit(page);
});

test('a network is explained by its gradients, with checks: a row, an image and a series @long', async ({
  page,
}) => {
  await openStudio(page);
  const shots = process.env.SHOTS;
  const explain = async (modelId: string, method: string, sample: number) => {
    await page.goto(`/models/${modelId}?tab=explain&method=${method}&sample=${sample}`);
    await page.getByRole('button', { name: 'Explain', exact: true }).click();
    await expect(page.getByText(/^Rank correlation with the explanation of the same network/)).toBeVisible({
      timeout: 120_000,
    });
    await audit(page);
    if (shots) await page.screenshot({ path: `${shots}/${method}-${sample}.png`, fullPage: true });
  };
  const training = { epochs: 3, backend: 'wasm', seed: 1 } as const;

  const iris = await haveRun(page, await haveSample(page, 'iris'), 'species');
  await explain(iris.modelId, 'integratedGradients', 70);
  const fall = page.getByRole('figure', { name: /^Score of .* over the others/ });
  await expect(fall.locator('rect')).toHaveCount(4);
  await expect(fall.getByText(/^answer to the mean row/)).toBeVisible();
  await expect(page.getByText(/^The values come to /)).toBeVisible();

  const digits = await haveRun(page, await haveSample(page, 'drawnDigits'), 'label', {
    family: 'cnn2d',
    familyParams: { filters: [8, 8] },
    // Of a network that has learnt little the check withholds Grad-CAM.
    training: { ...training, epochs: 15 },
  });
  await explain(digits.modelId, 'gradCamPlus', 3);
  await explain(digits.modelId, 'gradCam', 3);
  await expect(page.getByRole('img', { name: /^Grad-CAM at / })).toBeVisible();
  await explain(digits.modelId, 'smoothGrad', 3);
  await expect(page.getByText('speaks for the answer, by up to')).toBeVisible();
  await expect(page.getByText(/of 2 other seeds: at least/)).toBeVisible();

  const series = await haveRun(page, await haveSample(page, 'airline'), 'future', {
    family: 'mlp',
    training,
  });
  await explain(series.modelId, 'integratedGradients', 5);
  await expect(page.getByText(/ Largest at step \d+ of /)).toBeVisible();
  await page.getByRole('button', { name: 'Use the dark theme' }).click();
  await page.setViewportSize({ width: 400, height: 860 });
  await audit(page);
  if (shots) await page.screenshot({ path: `${shots}/series-dark.png`, fullPage: true });
  await page.goto(`/models/${digits.modelId}?tab=explain&method=smoothGrad&sample=3`);
  await expect(page.getByText(/of 2 other seeds: at least/)).toBeVisible();
  if (shots) await page.screenshot({ path: `${shots}/image-dark.png`, fullPage: true });

  // Trees give no gradient, and the page names what needs one.
  const trees = await haveRun(page, await haveSample(page, 'iris'), 'species', { family: 'boostedTrees' });
  await page.goto(`/models/${trees.modelId}?tab=explain`);
  await expect(page.getByText(/^Boosted trees models give no gradient, which .*saliency/)).toBeVisible();
});

test('a table is explained by effects, interactions, LIME, a tree that imitates and its neighbours @long', async ({
  page,
}) => {
  test.setTimeout(300_000);
  await openStudio(page);
  const shots = process.env.SHOTS;
  const iris = await haveRun(page, await haveSample(page, 'iris'), 'species');
  const explain = async (method: string, of = '') => {
    await page.goto(`/models/${iris.modelId}?tab=explain&method=${method}${of}`);
    await page.getByRole('button', { name: 'Explain', exact: true }).click();
  };
  const shoot = async (name: string) => {
    await audit(page);
    if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
  };
  await explain('localEffects');
  await expect(
    page.getByRole('figure', { name: /^Change in probability of .* by petal/ }).first(),
  ).toBeVisible();
  await expect(page.getByText(/^Columns go together: /)).toBeVisible();
  await shoot('localEffects');
  await explain('interaction');
  await expect(page.getByRole('figure', { name: /: columns that work together$/ })).toBeVisible();
  await shoot('interaction');
  await explain('jointEffects');
  const surface = page.getByRole('figure', { name: /: sepal_length_cm and sepal_width_cm$/ });
  await expect(surface.locator('svg[data-plot] rect').first()).toBeVisible();
  await surface.getByRole('button', { name: /^Export/ }).click();
  const [places] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Save values as CSV' }).click(),
  ]);
  expect(readFileSync(await places.path(), 'utf8')).toMatch(/^sepal_length_cm,sepal_width_cm,Change in /);
  await shoot('jointEffects');
  await explain('influence', '&sample=70');
  await expect(page.getByRole('grid', { name: 'Samples that led to this' })).toBeVisible();
  await shoot('influence');
  await explain('lime', '&sample=70');
  await expect(page.getByText(/of how the answer varies near this one/)).toBeVisible();
  await shoot('lime');
  await explain('neighbours', '&sample=70');
  await expect(page.getByRole('grid', { name: 'Samples like this one' })).toBeVisible();
  await shoot('neighbours');
  await explain('shapleySummary');
  const [codes] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save reason codes as CSV' }).click(),
  ]);
  expect(readFileSync(await codes.path(), 'utf8')).toMatch(/^row,answer,reason 1,value 1,contribution 1,/);
  await explain('imitation');
  await expect(page.getByRole('figure', { name: 'A tree that answers like the model' })).toBeVisible();
  await shoot('imitation');
  await page.getByRole('button', { name: 'Use the dark theme' }).click();
  await page.setViewportSize({ width: 400, height: 860 });
  await shoot('imitation-dark');
  await page.goto(`/models/${iris.modelId}?tab=explain&method=interaction`);
  await expect(page.getByRole('figure', { name: /: columns that work together$/ })).toBeVisible();
  await shoot('interaction-dark');
  await page.goto(`/models/${iris.modelId}?tab=explain&method=jointEffects`);
  await expect(surface).toBeVisible();
  await shoot('jointEffects-dark');
});

test('LIME and gradients colour the words of a text @long', async ({ page }) => {
  test.setTimeout(300_000);
  await openStudio(page);
  const shots = process.env.SHOTS;
  const authors = await haveRun(page, await haveSample(page, 'authors'), 'file', { family: 'textLinear' });
  await page.goto(`/models/${authors.modelId}?tab=explain&method=lime&sample=3`);
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  await expect(page.getByLabel('The text that was explained').locator('mark').first()).toBeVisible();
  await audit(page);
  if (shots) await page.screenshot({ path: `${shots}/words.png`, fullPage: true });
  const pooled = await haveRun(page, authors.datasetId, 'file', {
    family: 'textPool',
    training: { epochs: 3 },
  });
  await page.goto(`/models/${pooled.modelId}?tab=explain&method=integratedGradients&sample=3`);
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  await expect(page.getByLabel('The text that was explained').locator('mark').first()).toBeVisible();
  await expect(page.getByText(/^Rank correlation with the explanation of the same network/)).toBeVisible();
  await audit(page);
  if (shots) await page.screenshot({ path: `${shots}/words-gradients.png`, fullPage: true });
});
