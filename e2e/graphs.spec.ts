/** Graphs: tables of nodes and edges dropped together, looked at, learnt from by groups, judged, and asked node by node. */
import { makeCommunities } from '../src/core/graphs/fixtures/makeCommunities';
import { haveRun, openStudio, tetrad } from './studio';
import { audit, expect, test } from './support';

test.setTimeout(400_000);

test('a graph of groups is seen, learnt from, judged, asked by name, and answered whole', {
  tag: '@long',
}, async ({ page }) => {
  await openStudio(page);
  const { nodes, edges } = makeCommunities(1, { nodes: 200, inside: 0.08, outside: 0.008 });
  const datasetId = await page.evaluate(
    async (files) => {
      const made = await window.tetrad.run('datasets.import', {
        files: files.map(({ name, text }) => new File([text], name)),
        kind: 'graphs',
      });
      await window.tetrad.run('jobs.wait', { id: made.jobId });
      return made.datasetId;
    },
    [
      { name: 'people.csv', text: nodes },
      { name: 'meetings.csv', text: edges },
    ],
  );
  await page.goto(`/data/${datasetId}`);
  await expect(page.getByText(/^200 nodes, /).first()).toBeVisible();
  await expect(page.getByLabel('Predict', { exact: true })).toHaveValue('group');
  await audit(page);

  await page.getByRole('link', { name: 'Train' }).last().click();
  await expect(page.getByText('Graph convolution (GCN)').first()).toBeVisible();
  await expect(page.getByText('Nodes around').first()).toBeVisible();
  await audit(page);

  const { modelId, runId } = await haveRun(page, datasetId, 'group', {
    family: 'gcn',
    training: { epochs: 15, seed: 1 },
  });
  const { versions } = await tetrad(page, 'models.get', { id: modelId });
  expect(versions[0]?.metrics.valAccuracy).toBeGreaterThan(0.6);
  await page.goto(`/runs/${runId}?tab=evaluation`);
  await expect(page.getByText('Confusion matrix').first()).toBeVisible();
  await audit(page);

  await page.goto(`/predict?model=${modelId}`);
  const byName = page.getByRole('combobox', { name: 'Node' });
  await byName.fill('n42');
  await page.getByRole('option', { name: 'n42', exact: true }).click();
  await expect(page.getByRole('textbox', { name: 'Its number' })).toHaveValue('42');
  await page.getByRole('button', { name: 'Predict' }).click();
  await expect(page.getByRole('region', { name: 'Answer' })).toContainText('group ');
  await audit(page);
  await page.goto(`/predict?model=${modelId}&tab=many`);
  await page.getByRole('button', { name: 'Predict all nodes' }).click();
  await expect(page.getByText(/200 nodes answered; right in/)).toBeVisible({ timeout: 60_000 });
  await audit(page);
});
