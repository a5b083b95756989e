/** A training that goes wrong says what, where and what to do, and can go on from what was saved. */
import { curveOf, haveRun, haveSample, openStudio, tetrad } from './studio';
import { audit, expect, test } from './support';

test('a learning rate of a million is stopped at the step and the layer', { tag: '@long' }, async ({
  page,
}) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'houses');
  await page.goto(`/train?dataset=${datasetId}`);
  // All rows but those of validation: with these the first overflow is in a layer, not in the loss.
  await page.getByRole('combobox', { name: 'Test part' }).selectOption('None');
  await page.getByRole('textbox', { name: 'Learning rate', exact: true }).fill('1000000');
  await page.getByRole('button', { name: 'Advanced' }).click();
  await page.getByRole('combobox', { name: 'Optimizer' }).click();
  await page
    .getByRole('option', { name: /^sgd|SGD$/ })
    .first()
    .click();
  await page.getByRole('button', { name: 'Start training' }).click();
  const alert = page.getByRole('main').getByRole('alert');
  await expect(alert).toContainText('no longer a finite number');
  await expect(alert).toContainText(/step \d+, layer/);
  await expect(alert).toContainText(/learning rate/i);
  await audit(page);
});

test('the disk fills up in the middle of a training: said, and resumed to the same curve', {
  tag: '@long',
}, async ({ page, context, baseURL }) => {
  // Two trainings and a full disk, however slow the machine.
  test.setTimeout(360_000);
  await openStudio(page);
  const datasetId = await haveSample(page, 'iris');
  // Wide, so that it is still training when a checkpoint is stored and the disk fills.
  const training = { epochs: 250, backend: 'wasm', earlyStopping: false, seed: 5 } as const;
  const familyParams = { hiddenLayers: [512, 512] };
  const whole = await haveRun(page, datasetId, 'species', { familyParams, training });
  const submitted = await tetrad(page, 'training.submit', {
    datasetId,
    target: 'species',
    family: 'mlp',
    familyParams,
    training,
  });
  await page.goto(`/runs/${submitted.runId}`);
  await expect
    .poll(async () => (await tetrad(page, 'storage.status', {})).checkpointBytes)
    .toBeGreaterThan(0);
  const cdp = await context.newCDPSession(page);
  await cdp.send('Storage.overrideQuotaForOrigin', { origin: baseURL ?? '', quotaSize: 1 });
  // Perhaps not even the end of the job can be written down: then a notice says it, until there is room.
  await expect(page.getByText('The browser refused to store more').first()).toBeVisible({ timeout: 60_000 });
  await cdp.send('Storage.overrideQuotaForOrigin', { origin: baseURL ?? '' });
  const alert = page.getByRole('main').getByRole('alert');
  await expect(alert).toContainText('The browser refused to store more');
  await expect(alert).toContainText(/Largest datasets|free disk space/);
  await audit(page);
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByRole('region', { name: 'Next steps' })).toBeVisible({ timeout: 60_000 });
  expect(await curveOf(page, submitted.runId)).toEqual(await curveOf(page, whole.runId));
});
