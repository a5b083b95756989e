/** The main thread's long tasks, as the page itself tells them. */
import type { Page } from '@playwright/test';

/** Tasks above 50 ms from now on, until the page is left. */
export const watchTasks = (page: Page) =>
  page.evaluate(() => {
    const tasks: number[] = [];
    Object.assign(window, { longTasks: tasks });
    new PerformanceObserver((list) =>
      tasks.push(...list.getEntries().map(({ duration }) => duration)),
    ).observe({
      type: 'longtask',
    });
  });

/** In milliseconds, since the last time. */
export async function longestTask(page: Page): Promise<number> {
  await page.waitForTimeout(300);
  return await page.evaluate(() => {
    const tasks = (window as unknown as { longTasks: number[] }).longTasks;
    return Math.round(Math.max(0, ...tasks.splice(0)));
  });
}
