/** Time series from the sample and from dropped files to a forecast, a label, an answer and a checked file. */
import { openStudio, tetrad } from './studio';
import { audit, dropFiles, expect, test } from './support';

/** A load that repeats every day, one value an hour, with a gap of a day. */
const load = Array.from({ length: 24 * 21 }, (_, hour) => {
  const at = new Date(Date.UTC(2024, 0, 1) + (hour < 200 ? hour : hour + 24) * 3_600_000);
  const value = 50 + 20 * Math.sin((2 * Math.PI * hour) / 24) + (hour % 7) / 3;
  return `${at.toISOString().slice(0, 16).replace('T', ' ')},${value.toFixed(2)}`;
});

test('airline passengers are forecast, judged beside the season, asked and exported', {
  tag: '@long',
}, async ({ page }) => {
  await openStudio(page);
  await page.getByRole('button', { name: /Airline passengers/ }).click();
  await expect(page.getByRole('tab', { name: 'Channels' })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('109 windows of 24, 12 ahead')).toBeVisible();
  const lanes = page.getByRole('application', { name: /^Series: 1949-01 to 1960-12/ });
  await expect(lanes).toBeVisible();
  await lanes.focus();
  await page.keyboard.press('+');
  await expect(page.getByRole('application', { name: /^Series: 1952-01 to 1957-12/ })).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('application', { name: /^Series: 1952-10 to/ })).toBeVisible();
  await audit(page);
  await page.screenshot({ path: 'test-results/series-airline.png' });
  await page.getByRole('tab', { name: 'Channels' }).click();
  await expect(page.getByText('“month”, every month')).toBeVisible();
  await expect(page.getByText('12 steps', { exact: true })).toBeVisible();
  await page.getByRole('tab', { name: /^Noticed/ }).click();
  await expect(page.getByText('The values tend to repeat after 12 steps.')).toBeVisible();
  await audit(page);

  await page.getByRole('link', { name: 'Train on this' }).click();
  await expect(page.getByText('Forecast: the channel, the next 12 steps')).toBeVisible();
  await page.getByRole('button', { name: /more models$/ }).click();
  await page.getByText('Linear model', { exact: true }).click();
  await page.getByRole('textbox', { name: 'Epochs' }).fill('30');
  await page.getByRole('button', { name: 'Advanced' }).click();
  await page.getByRole('combobox', { name: 'Backend' }).click();
  await page.getByRole('option', { name: 'wasm' }).click();
  await audit(page);
  await page.getByRole('button', { name: 'Start training' }).click();
  await expect(page.getByText('Trained.')).toBeVisible({ timeout: 120_000 });
  await expect(page.getByText('the value 12 steps before').first()).toBeVisible();
  await page.screenshot({ path: 'test-results/series-run.png' });
  await page.getByRole('tab', { name: 'Evaluation' }).click();
  const leads = page.getByRole('region', { name: 'Forecast of passengers' });
  await expect(leads.getByRole('row')).toHaveCount(13);
  await expect(leads.getByRole('columnheader', { name: 'of 12 steps before' })).toBeVisible();
  await audit(page);

  await page.getByRole('link', { name: 'Predict' }).last().click();
  await expect(page.getByRole('textbox', { name: 'Ends at step (of 144)' })).toHaveValue('144');
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  const answer = page.getByRole('region', { name: 'Answer' });
  await expect(answer.getByRole('row')).toHaveCount(13);
  await expect(answer.getByRole('rowheader', { name: '1961-01' })).toBeVisible();
  await audit(page);
  await page.screenshot({ path: 'test-results/series-ask.png' });
  await page.getByText('Values', { exact: true }).click();
  await page.getByRole('textbox', { name: 'Values' }).fill('1 2 3');
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await expect(page.getByText('The model looks at 24 steps; there are 3.')).toBeVisible();
  await page
    .getByRole('textbox', { name: 'Values' })
    .fill(Array.from({ length: 24 }, (_, i) => 300 + (i % 12)).join('\n'));
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await expect(answer.getByRole('rowheader', { name: '+12' })).toBeVisible();
  await audit(page);

  const [run] = await tetrad(page, 'runs.list', {});
  const { report } = await tetrad(page, 'models.export', { modelId: run?.modelId ?? '' });
  expect(report.parity).toMatchObject({ passed: true });
});

test('a table with a time is offered as a time series, with its gap told; narrow and dark as well', {
  tag: '@long',
}, async ({ page }) => {
  await openStudio(page);
  await dropFiles(page, [{ name: 'load.csv', body: `time,load (kW)\n${load.join('\n')}\n` }]);
  await expect(page).toHaveURL(/\/import$/);
  await expect(page.getByText('It may be time series: “time” goes in even steps.')).toBeVisible();
  await page.getByText('Time series', { exact: true }).click();
  await expect(page.getByRole('combobox', { name: 'Time', exact: true })).toBeVisible();
  await audit(page);
  await page.screenshot({ path: 'test-results/series-import.png' });
  await page.getByRole('button', { name: /^Import( as shown)?$/ }).click();
  await expect(page.getByRole('tab', { name: /^Noticed/ })).toBeVisible({ timeout: 60_000 });
  await page.getByRole('tab', { name: /^Noticed/ }).click();
  await expect(page.getByText('Values come every hour.')).toBeVisible();
  await expect(page.getByText('24 times are not in the file and are missing values.')).toBeVisible();
  await expect(page.getByText('The values tend to repeat after 24 steps.')).toBeVisible();
  await page.getByRole('tab', { name: 'Series' }).click();
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(page.getByRole('application', { name: /^Series: 2024-01-01/ })).toBeVisible();
  await audit(page);
  await page.screenshot({ path: 'test-results/series-narrow.png', fullPage: true });
  await page.getByRole('button', { name: 'Change windows' }).click();
  await page.getByRole('textbox', { name: 'Window length' }).fill('48');
  await page.getByRole('textbox', { name: 'Horizon' }).fill('6');
  await audit(page);
  await page.getByRole('button', { name: 'Make version 2' }).click();
  await expect(page.getByText('windows of 48, 6 ahead')).toBeVisible();
});

test('series of the archives are told apart whole', { tag: '@long' }, async ({ page }) => {
  const lines = Array.from({ length: 48 }, (_, i) =>
    [
      (i % 2) + 1,
      ...Array.from({ length: 60 }, (_, t) =>
        (Math.sin(t / (i % 2 ? 3 : 7) + i) + ((t * 7919 + i * 104_729) % 100) / 200).toExponential(4),
      ),
    ].join('\t'),
  );
  await openStudio(page);
  await dropFiles(page, [{ name: 'Waves_TRAIN.tsv', body: `${lines.join('\n')}\n` }]);
  await expect(page.getByText('48 series, 1 channel')).toBeVisible({ timeout: 60_000 });
  await page.getByRole('combobox', { name: 'Series' }).click();
  await page.getByRole('option', { name: '2 · 2', exact: true }).click();
  await page.keyboard.press('Escape');
  await audit(page);
  await page.screenshot({ path: 'test-results/series-ucr.png' });
  const [entry] = await tetrad(page, 'datasets.list', {});
  const { jobId, modelId } = await tetrad(page, 'training.submit', {
    datasetId: entry?.dataset.id ?? '',
    target: 'label',
    family: 'cnn1d',
    training: { epochs: 15, backend: 'wasm', seed: 1 },
  });
  expect((await tetrad(page, 'jobs.wait', { id: jobId })).status).toBe('completed');
  await page.goto(`/predict?model=${modelId}`);
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await expect(page.getByRole('list', { name: 'Probabilities' })).toBeVisible();
  await audit(page);
  await page.screenshot({ path: 'test-results/series-label.png' });
  const { report } = await tetrad(page, 'models.export', { modelId });
  expect(report.parity).toMatchObject({ passed: true, labelsEqual: true });
});
