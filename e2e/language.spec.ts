/** A language model on its pages: trained tiny, judged beside counts, asked to write on. */
import { haveRun, openStudio, tetrad } from './studio';
import { audit, expect, test } from './support';

test('a text is learnt, its run is judged beside counts, and the model writes on @long', async ({ page }) => {
  await openStudio(page);
  const text = 'The cat saw the dog, and the dog saw the cat. '.repeat(60);
  const { jobId, datasetId } = await page.evaluate(
    (content) =>
      window.tetrad.run('datasets.import', {
        files: [new File([content], 'cats.txt')],
        kind: 'text',
        options: { text: { samples: 'documents' } },
      }),
    text,
  );
  expect((await tetrad(page, 'jobs.wait', { id: jobId })).status).toBe('completed');
  const { runId, modelId } = await haveRun(page, datasetId, 'continuation', {
    family: 'languageModel',
    familyParams: { width: 8, heads: 2, blocks: 1, length: 8, dropout: 0 },
    training: { epochs: 2, batchSize: 16, learningRate: 0.01 },
  });
  await page.goto(`/runs/${runId}`);
  await page.getByRole('tab', { name: 'Evaluation' }).click();
  const table = page.getByRole('table', { name: 'The model beside counts' });
  await expect(table).toContainText('Pairs of tokens, counted');
  await audit(page);

  await page.goto(`/predict?model=${modelId}`);
  await page.getByRole('textbox', { name: 'Prompt' }).fill('The cat');
  await page.getByRole('textbox', { name: 'Tokens' }).fill('5');
  await page.getByRole('button', { name: 'Write on' }).click();
  const written = page.getByRole('region', { name: 'Continuation' });
  await expect(written).toContainText(/^The cat[^]*5 tokens/);
  await expect(page.getByRole('button', { name: 'Write on' })).toBeVisible();
  await audit(page);
});
