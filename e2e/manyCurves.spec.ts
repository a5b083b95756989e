/**
 * 200 runs that logged 100 metrics for 10,000 steps each, compared: opened, pointed at, zoomed, switched. What it took is
 * printed. RUNS, METRICS and STEPS in the environment make it smaller.
 */
import { rm } from 'node:fs/promises';
import { chromium, type Page } from '@playwright/test';
import { longestTask, watchTasks } from './longTasks';
import { haveRun, haveSample, openStudio, tetrad } from './studio';
import { audit, expect, test } from './support';

const size = {
  runs: Number(process.env.RUNS ?? 200),
  metrics: Number(process.env.METRICS ?? 100),
  steps: Number(process.env.STEPS ?? 10_000),
};
const values = size.runs * size.metrics * size.steps;

test('hundreds of runs with long curves are compared at once @long', async ({
  baseURL,
  launchOptions,
}, info) => {
  test.setTimeout(1_500_000);
  // On a disk: a private window may keep little.
  const context = await chromium.launchPersistentContext(info.outputPath('profile'), {
    ...launchOptions,
    baseURL,
    viewport: { width: 1360, height: 900 },
    serviceWorkers: 'block',
    reducedMotion: 'reduce',
  });
  const page = context.pages()[0] ?? (await context.newPage());
  await openStudio(page);
  const datasetId = await haveSample(page, 'iris');
  const { runId } = await haveRun(page, datasetId, 'species', { name: 'like', training: { epochs: 1 } });
  const madeMs = await clocked(() => makeRuns(page, runId));
  console.log(`${values.toLocaleString('en')} values stored in ${Math.round(madeMs / 1000)} s`);
  const runs = await tetrad(page, 'runs.list', {});
  const ids = runs.filter(({ name }) => name.startsWith('made')).map(({ id }) => id);
  expect(ids).toHaveLength(size.runs);

  await page.goto('/runs');
  await expect(page.getByRole('grid', { name: 'Runs' })).toBeVisible();
  await watchTasks(page);
  // As a click on Compare does, in a page that is there; the page itself tells when, frame by frame.
  const openMs = await page.evaluate(
    async ([chosen, count]) => {
      const from = performance.now();
      history.pushState({}, '', `/compare?runs=${encodeURIComponent(JSON.stringify(chosen.join(',')))}`);
      dispatchEvent(new PopStateEvent('popstate'));
      const isDrawn = () =>
        [...document.querySelectorAll('figure')].some(
          (figure) =>
            figure.getAttribute('aria-label') === 'Metric000' &&
            new RegExp(`\\(\\d+\\)|${count} curves`).test(figure.textContent),
        );
      while (!isDrawn()) await new Promise(requestAnimationFrame);
      return performance.now() - from;
    },
    [ids, size.runs] as const,
  );
  await expect(page.getByRole('heading', { name: `Compare ${size.runs} runs` })).toBeVisible();
  await drawn(page, 'Metric000');
  const opened = await longestTask(page);

  // The chosen one again: none.
  await page.getByRole('combobox', { name: 'Curves together by' }).click();
  await page.getByRole('option', { name: 'Mean by learning rate' }).click();
  const slider = page.getByRole('slider', { name: /^Metric000/ });
  await slider.scrollIntoViewIfNeeded();
  await drawn(page, 'Metric000');
  await longestTask(page);
  const box = (await slider.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const at = (share: number) => box.x + box.width * share;
  const hoverMs = await clocked(async () => {
    for (let i = 0; i < 30; i++) await page.mouse.move(at(0.3 + i / 100), box.y + 40 + 3 * i);
  });
  await expect(page.getByRole('figure', { name: 'Metric000' }).getByText(/^made \d+/)).toBeVisible();
  const hovered = await longestTask(page);

  await page.mouse.move(at(0.4), box.y + 60);
  await page.mouse.down();
  await page.mouse.move(at(0.45), box.y + 60, { steps: 3 });
  const zoomMs = await clocked(async () => {
    await page.mouse.up();
    await page.mouse.move(at(0.5), box.y + 60);
    await expect(page.getByRole('button', { name: /^Show all of Metric000/ })).toBeVisible();
    await page.waitForTimeout(300);
  });
  const zoomed = await longestTask(page);

  const switchMs = await clocked(async () => {
    const last = String(size.metrics - 1).padStart(3, '0');
    await page.getByRole('textbox', { name: 'Search metrics' }).fill(last);
    await drawn(page, `Metric${last}`);
  });
  const switched = await longestTask(page);
  console.log(
    [
      `opened in ${Math.round(openMs)} ms, longest task ${opened} ms`,
      `30 moves of the pointer in ${Math.round(hoverMs)} ms, longest task ${hovered} ms`,
      `zoomed in ${Math.round(zoomMs)} ms (300 of them waited), longest task ${zoomed} ms`,
      `another metric in ${Math.round(switchMs)} ms, longest task ${switched} ms`,
    ].join('\n'),
  );
  await audit(page);
  await context.close();
  await rm(info.outputPath('profile'), { recursive: true, force: true });
});

async function clocked(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

const drawn = async (page: Page, title: string) =>
  await expect(
    page
      .getByRole('figure', { name: title })
      .getByText(new RegExp(`^(${size.runs} curves|.+\\(\\d+\\))$`))
      .first(),
  ).toBeVisible();

/** Saved runs like a trained one, made and imported in the page: random walks that go down. */
async function makeRuns(page: Page, runId: string): Promise<void> {
  for (let from = 0; from < size.runs; from += 10)
    await page.evaluate(
      async ([like, first, count, { metrics, steps }]) => {
        const { file } = await window.tetrad.run('runs.save', { id: like });
        const saved = JSON.parse(await (file as File).text()) as {
          run: Record<string, unknown>;
          logged: unknown;
        };
        const base64 = (array: Float32Array) => {
          const bytes = new Uint8Array(array.buffer);
          let binary = '';
          for (let at = 0; at < bytes.length; at += 0x8000)
            binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
          return btoa(binary);
        };
        const even = (start: number, by: number) => ({ type: 'even', first: start, by, count: steps });
        for (let n = first; n < first + count; n++) {
          let seed = n + 1;
          const random = () => {
            seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
            return seed / 2 ** 32;
          };
          const summary: Record<string, number> = {};
          const series = Array.from({ length: metrics }, (_, m) => {
            const all = new Float32Array(steps);
            let value = 2 + random();
            for (let i = 0; i < steps; i++) all[i] = value += (random() - 0.5) * 0.02 - value * 2e-4;
            const name = `metric${String(m).padStart(3, '0')}`;
            summary[name] = value;
            return {
              name,
              count: steps,
              steps: even(1, 1),
              epochs: even(1 / 100, 1 / 100),
              timestamps: even(1.7e12, 250),
              values: { type: 'plain', values: { $array: { dtype: 'float32', base64: base64(all) } } },
            };
          });
          const run = {
            ...saved.run,
            id: `made-${n}`,
            name: `made ${n}`,
            summary,
            params: {
              ...(saved.run.params as object),
              learningRate: [0.1, 0.01, 0.001, 1e-4][n % 4],
              seed: n,
            },
          };
          const text = JSON.stringify({ ...saved, run, artifacts: [], logged: { series, histograms: [] } });
          await window.tetrad.run('runs.import', { files: [new File([text], `made ${n}.run.json`)] });
        }
      },
      [runId, from, Math.min(10, size.runs - from), size] as const,
    );
}
