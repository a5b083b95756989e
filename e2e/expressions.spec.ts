/** A loss and an optimiser of one's own: a mistake is told at its place, the gradient is checked, iris is learnt. */
import { haveSample, openStudio, tetrad } from './studio';
import { audit, expect, test } from './support';

test('a custom loss and optimiser: told where they are wrong, checked, trained', { tag: '@long' }, async ({
  page,
}) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'iris');
  await page.goto(`/train?dataset=${datasetId}`);
  await page.getByRole('button', { name: 'Advanced' }).click();
  await page.getByRole('combobox', { name: 'Loss', exact: true }).click();
  await page.getByRole('option', { name: 'Custom loss' }).click();

  const loss = page.getByRole('region', { name: 'Custom loss settings' });
  const text = loss.getByRole('textbox', { name: 'Expression' });
  await expect(loss.getByRole('status')).toHaveText('One number per row');
  await text.fill('p = softmax(logits)\nsum(target * logSoftmax(logit))');
  await expect(loss.getByRole('status')).toContainText('There is no name "logit". Did you mean "logits"?');
  await expect(page.getByText('1 setting to correct')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Start training' })).toBeDisabled();
  await audit(page);
  await loss.getByRole('button', { name: 'Go to line 2, column 25' }).click();
  await page.keyboard.type('logits');
  await expect(text).toHaveValue('p = softmax(logits)\nsum(target * logSoftmax(logits))');
  await expect(loss.getByRole('status')).toHaveText('One number per row');

  await text.fill('target * logSoftmax(logits)');
  await expect(loss.getByRole('status')).toContainText(
    'one per row and class. Put sum( ) or mean( ) around it.',
  );

  await text.fill('-sum(target * log(softmax(logits))) + 0.1 * max(abs(logits))');
  await loss.getByRole('button', { name: 'Check gradient' }).click();
  const report = loss.getByRole('region', { name: 'Gradient check' });
  await expect(report).toContainText('The gradient is the slope: largest relative difference');
  await expect(report).toContainText('The slope changes at once near');
  await expect(report).toContainText('The gradient is not finite for outputs as large as 100.');
  await audit(page);

  await loss.getByRole('button', { name: 'Examples' }).click();
  await page.getByRole('menuitem', { name: 'Poly-1' }).click();
  await expect(loss.getByRole('status')).toHaveText('One number per row; params epsilon = 1');
  await page.getByRole('combobox', { name: 'Optimizer', exact: true }).click();
  await page.getByRole('option', { name: 'Custom optimizer' }).click();
  const optimizer = page.getByRole('region', { name: 'Custom optimizer settings' });
  await expect(optimizer.getByRole('status')).toContainText('Remembers m for each weight');
  await optimizer.getByRole('button', { name: 'Examples' }).click();
  await page.getByRole('menuitem', { name: 'AdaBelief' }).click();
  await expect(optimizer.getByRole('status')).toContainText('Remembers m, s for each weight');
  await optimizer.getByText('What may be written').click();
  await expect(optimizer.getByText('Learning rate of this step, by the schedule.')).toBeVisible();
  await page.getByRole('button', { name: 'Use the dark theme' }).click();
  await audit(page);

  await page.getByRole('textbox', { name: 'Learning rate' }).fill('0.01');
  await page.getByRole('button', { name: 'Start training' }).click();
  const next = page.getByRole('region', { name: 'Next steps' });
  await expect(next).toBeVisible({ timeout: 60_000 });
  const said = /Validation accuracy ([\d.]+) %/.exec(await next.innerText());
  expect(Number(said?.[1]), 'validation accuracy').toBeGreaterThanOrEqual(90);
  await audit(page);
});

test('a script is told the setting and the place', async ({ page }) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'iris');
  const submit = (training: object) =>
    tetrad(page, 'training.submit', { datasetId, target: 'species', family: 'mlp', training });
  await expect(
    submit({ loss: 'customClassification', lossParams: { expression: 'sum(logits' } }),
  ).rejects.toThrow(/lossParams.expression: line 1, column 11: The text ends where/);
  await expect(submit({ optimizer: 'custom', optimizerParams: { expression: 'm = g' } })).rejects.toThrow(
    /optimizerParams.expression: .*update = -lr \* g/,
  );
});
