/** A thousand rows in a beeswarm: what frames take while the mouse moves over it and the page is scrolled. */
import { haveRun, openStudio, tetrad } from './studio';
import { longestTask, watchTasks } from './longTasks';
import { expect, importTables, test } from './support';

test('a thousand rows of twenty columns are pointed at and scrolled without a stall', {
  tag: '@long',
}, async ({ page }) => {
  await openStudio(page);
  let state = 7;
  const random = () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32 - 0.5;
  };
  const lines = Array.from({ length: 6_000 }, () => {
    const x = Array.from({ length: 20 }, random);
    const [a = 0, b = 0, c = 0] = x;
    return [...x.map((value) => value.toFixed(4)), a * b + c / 4 > 0 ? 'yes' : 'no'].join(',');
  });
  const body = [[...Array.from({ length: 20 }, (_, i) => `c${i}`), 'y'].join(','), ...lines].join('\n');
  await importTables(page, [{ name: 'wide.csv', body }]);
  await expect.poll(async () => (await tetrad(page, 'datasets.list', {}))[0]?.version?.rows).toBe(6_000);
  const [listed] = await tetrad(page, 'datasets.list', {});
  const { modelId } = await haveRun(page, listed?.dataset.id ?? '', 'y', { family: 'boostedTrees' });
  const params = { rows: 1_000 };
  const { jobId } = await tetrad(page, 'explain.run', { modelId, method: 'treeShapleySummary', params });
  await tetrad(page, 'jobs.wait', { id: jobId });
  await page.goto(`/models/${modelId}?tab=explain&explanation=${jobId}`);
  const swarm = page.getByRole('figure', { name: /: what columns add$/ });
  await expect(swarm).toBeVisible();
  await expect(swarm.getByText(/16 of 20 columns/)).toBeVisible();
  await watchTasks(page);
  await page.evaluate(() => {
    const times: number[] = [];
    let last = performance.now();
    const step = (now: number) => {
      times.push(now - last);
      last = now;
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
    Object.assign(window, { frameTimes: times });
  });
  const told = async (what: string) => {
    const task = await longestTask(page);
    const frames = await page.evaluate(() =>
      (window as unknown as { frameTimes: number[] }).frameTimes.splice(0).sort((a, b) => a - b),
    );
    const at = (share: number) => Math.round(frames[Math.floor(share * (frames.length - 1))] ?? 0);
    console.log(
      JSON.stringify({ what, frames: frames.length, median: at(0.5), p95: at(0.95), longestTask: task }),
    );
    return { task, median: at(0.5) };
  };
  await told('still');
  const box = await swarm.boundingBox();
  if (!box) throw new Error('nothing is drawn');
  const point = async () => {
    for (let i = 0; i < 120; i++)
      await page.mouse.move(box.x + 220 + ((i * 37) % (box.width - 240)), box.y + 60 + ((i * 13) % 500));
  };
  await point();
  await told('pointed at first');
  await point();
  const pointed = await told('pointed');
  for (let i = 0; i < 40; i++) await page.mouse.wheel(0, i < 20 ? 60 : -60);
  const scrolled = await told('scrolled');
  await swarm.getByRole('slider').focus();
  for (let i = 0; i < 40; i++) await page.keyboard.press('ArrowRight');
  const walked = await told('walked');
  for (const { task, median } of [pointed, scrolled, walked]) {
    expect(task).toBeLessThan(200);
    expect(median).toBeLessThan(50);
  }
});
