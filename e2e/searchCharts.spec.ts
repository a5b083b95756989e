/** Every chart of searches and of many runs: looked at by its parts, saved, worked by keys, linked with the table. */
import { readFile } from 'node:fs/promises';
import { haveSample, openStudio, tetrad } from './studio';
import { audit, expect, test } from './support';

test('charts of searches and of runs are linked, work by keys, and are saved as PNG, SVG and CSV', {
  tag: '@long',
}, async ({ page }) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'iris');
  const search = async (method: string) => {
    const { jobId, runId } = await tetrad(page, 'sweeps.submit', {
      datasetId,
      target: 'species',
      family: 'mlp',
      name: `Iris ${method}`,
      space: {
        learningRate: { type: 'log', min: 1e-4, max: 0.1 },
        dropout: { type: 'continuous', min: 0, max: 0.5 },
        hiddenLayers: { type: 'categorical', values: [[4], [16, 16]] },
      },
      method,
      trials: 10,
      objective: ['valLoss', 'modelBytes', 'latencyMs'],
      training: { backend: 'cpu', epochs: 3, earlyStopping: false },
    });
    const job = await tetrad(page, 'jobs.wait', { id: jobId });
    expect(job.status, job.error?.message).toBe('completed');
    return runId;
  };
  const [tpe, random] = [await search('tpe'), await search('random')];

  const saved = async (name: string, kind: string): Promise<string> => {
    const figure = page.getByRole('figure', { name, exact: true });
    await figure.getByRole('button', { name: `Export ${name}` }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: kind }).click();
    return (await readFile(await (await download).path())).toString('latin1');
  };
  const savedEach = async (names: readonly string[]) => {
    for (const name of names) {
      expect(await saved(name, 'Save as PNG'), name).toMatch(/^\u0089PNG/);
      expect(await saved(name, 'Save as SVG'), name).toMatch(/^<svg /);
      expect((await saved(name, 'Save values as CSV')).split('\n').length, name).toBeGreaterThan(1);
    }
  };

  await page.goto(`/runs/${tpe}`);
  await expect(page.getByRole('figure', { name: 'Front', exact: true })).toContainText('beaten by none');
  await savedEach([
    'Front',
    'Hypervolume',
    'History',
    'Course of the trials',
    'Settings side by side',
    'What matters',
    'Share of trials',
    'Learning rate',
    'Contour',
    'Ranks',
    'Timeline',
  ]);
  // What is picked by keys in one plot is what the table lists.
  const front = page.getByRole('figure', { name: 'Front', exact: true }).getByRole('slider');
  await front.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('grid', { name: 'Trials' }).getByRole('row')).toHaveCount(2);
  await page.getByRole('button', { name: '1 picked: show all' }).click();
  await audit(page);

  await page.goto('/runs?charts=1');
  await expect(page.getByRole('region', { name: 'Charts of the runs' })).toBeVisible();
  await savedEach(['Params side by side', 'Scatter', 'What explains it']);
  const axis = page.getByRole('slider', { name: 'Brush of Learning rate' });
  await axis.focus();
  for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowUp');
  await expect(axis).toHaveAttribute('aria-valuetext', /^from 50 to 100 % of the axis, [1-9]/);
  const told = (await axis.getAttribute('aria-valuetext')) ?? '';
  const count = Number(/(\d+) picked/.exec(told)?.[1]);
  await expect(page.getByRole('button', { name: `Delete ${count}` })).toBeEnabled();
  await page.keyboard.press('Escape');
  await expect(axis).toHaveAttribute('aria-valuetext', 'all');
  await audit(page);

  await page.goto(`/compare?runs=${tpe},${random}`);
  await expect(page.getByRole('region', { name: 'Searches compared' })).toContainText(
    'Iris random, 10 trials',
  );
  await savedEach(['Best so far', 'Share of trials', 'What matters: Iris tpe']);
  await audit(page);
});
