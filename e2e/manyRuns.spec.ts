/** 5,000 runs in the table: opened, scrolled, filtered, sorted. What it took is printed. RUNS in the environment makes it smaller. */
import type { Page } from '@playwright/test';
import { haveRun, haveSample, openStudio, tetrad } from './studio';
import { longestTask, watchTasks } from './longTasks';
import { audit, expect, test } from './support';

const count = Number(process.env.RUNS ?? 5000);

test('thousands of runs are scrolled, filtered and sorted @long', async ({ page }) => {
  test.setTimeout(900_000);
  await openStudio(page);
  const datasetId = await haveSample(page, 'iris');
  const { runId } = await haveRun(page, datasetId, 'species', { name: 'like', training: { epochs: 1 } });
  // Elsewhere each run that comes in would be shown.
  await page.goto('/settings');
  await makeRuns(page, runId);
  expect(await tetrad(page, 'runs.list', {})).toHaveLength(count + 1);
  await page.goto('/');
  await watchTasks(page);
  const said: string[] = [];
  const clocked = async (what: string, work: () => Promise<unknown>) => {
    const from = performance.now();
    await work();
    const tookMs = performance.now() - from;
    said.push(`${what} in ${Math.round(tookMs)} ms, longest task ${await longestTask(page)} ms`);
  };
  const table = page.getByRole('grid', { name: 'Runs' });
  await clocked('opened', async () => {
    await page.getByRole('link', { name: 'Runs', exact: true }).first().click();
    await expect(table.getByRole('row').nth(5)).toBeVisible();
  });
  await clocked('scrolled by 40 wheels', async () => {
    await table.hover();
    for (let i = 0; i < 40; i++) await page.mouse.wheel(0, 600);
    await page.mouse.wheel(0, 1_000_000);
    await expect(table.getByRole('row').last()).toBeVisible();
  });
  await page.mouse.wheel(0, -1_000_000);
  const search = page.getByRole('textbox', { name: 'Search or filter runs' });
  await clocked('a filter typed', async () => {
    await search.pressSequentially('params.learningRate > 0.05 and metrics.figure < 0.5');
    await expect(page).toHaveURL(/figure/);
    await expect(table.getByRole('row').nth(3)).toContainText('made');
  });
  await clocked('the filter emptied', async () => {
    await search.fill('');
    await expect(table.getByRole('row').nth(5)).toBeVisible();
  });
  await clocked('sorted', async () => {
    await table
      .getByRole('columnheader', { name: /^Name|^Run/ })
      .first()
      .click();
    await expect(table.getByRole('row').nth(5)).toBeVisible();
  });
  console.log(said.join('\n'));
  await audit(page);
});

/** Saved runs like a trained one, with a figure and a rate of their own. */
async function makeRuns(page: Page, runId: string): Promise<void> {
  for (let from = 0; from < count; from += 250)
    await page.evaluate(
      async ([like, first, many]) => {
        const { file } = await window.tetrad.run('runs.save', { id: like });
        const saved = JSON.parse(await (file as File).text()) as { run: Record<string, unknown> };
        const files = Array.from({ length: many }, (_, i) => {
          const n = first + i;
          const run = {
            ...saved.run,
            id: `made-${n}`,
            name: `made ${n}`,
            summary: { figure: ((n * 7919) % 1000) / 1000 },
            params: {
              ...(saved.run.params as object),
              learningRate: [0.1, 0.01, 0.001, 1e-4][n % 4],
              seed: n,
            },
          };
          const text = JSON.stringify({
            ...saved,
            run,
            artifacts: [],
            logged: { series: [], histograms: [] },
          });
          return new File([text], `made ${n}.run.json`);
        });
        await window.tetrad.run('runs.import', { files });
      },
      [runId, from, Math.min(250, count - from)] as const,
    );
}
