/** Every plot of an explanation, light and wide, dark and narrow, by keyboard, with its exports: looked at by axe. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { haveRun, haveSample, openStudio } from './studio';
import { audit, expect, test } from './support';

const shots = process.env.SHOTS;

/** In both themes and widths; the wide light one stays. */
async function looked(page: Page, name: string): Promise<void> {
  await audit(page);
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
  await page.getByRole('button', { name: 'Use the dark theme' }).click();
  await page.setViewportSize({ width: 400, height: 860 });
  await audit(page);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, `${name} at 400 px`).toBeLessThanOrEqual(0);
  if (shots) await page.screenshot({ path: `${shots}/${name}-dark.png`, fullPage: true });
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('button', { name: 'Use the light theme' }).click();
}

/** PNG, SVG and CSV of a plot: not empty, and of their form. */
async function exported(page: Page, figure: Locator): Promise<{ svg: string; csv: string }> {
  const save = async (item: string) => {
    await figure.getByRole('button', { name: /^Export / }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: item }).click(),
    ]);
    return readFileSync(await download.path());
  };
  expect((await save('Save as PNG')).subarray(1, 4).toString()).toBe('PNG');
  const svg = (await save('Save as SVG')).toString();
  expect(svg).toMatch(/^<svg [^]*<\/svg>$/);
  return { svg, csv: (await save('Save values as CSV')).toString() };
}

async function explain(page: Page, modelId: string, method: string, of = ''): Promise<void> {
  await page.goto(`/models/${modelId}?tab=explain&method=${method}${of}`);
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
}

const choose = (page: Page, plots: string, title: string): Promise<void> =>
  page.getByRole('radiogroup', { name: plots }).getByText(title, { exact: true }).click();

test('contributions of a table are drawn in every way people know @long', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await openStudio(page);
  const { modelId } = await haveRun(page, await haveSample(page, 'iris'), 'species');
  await explain(page, modelId, 'shapleySummary');
  const figure = (name: RegExp) => page.getByRole('figure', { name });

  const swarm = figure(/: what columns add$/);
  const rows = swarm.getByRole('slider');
  await rows.focus();
  await page.keyboard.press('End');
  await expect(rows).toHaveAttribute('aria-valuetext', /^Sample \d+: answer /);
  await page.keyboard.press('ArrowLeft');
  await expect(figure(/^Probability of \w+$/)).toBeVisible();
  const { svg, csv } = await exported(page, swarm);
  const lines = csv.trim().split('\r\n');
  expect(lines[0]).toMatch(/^row,petal/);
  expect(svg.match(/<circle /g)?.length).toBeGreaterThanOrEqual(4 * (lines.length - 1));
  await looked(page, 'beeswarm');

  for (const [title, name, marks] of [
    ['Bars', /: how far columns move it$/, /recharts-bar-rectangle/g],
    ['Heat map', /: rows and columns$/, /<rect /g],
    ['Decision', /: decisions$/, /<polyline /g],
    ['Dependence', /: what .* adds$/, /<circle /g],
  ] as const) {
    await choose(page, 'Plot of the rows', title);
    const plot = figure(name).first();
    await expect(plot).toBeVisible();
    const saved = await exported(page, plot);
    expect(saved.svg.match(marks)?.length, title).toBeGreaterThanOrEqual(4);
    expect(saved.csv.trim().split('\r\n').length, title).toBeGreaterThan(4);
    await looked(page, title.toLowerCase().replace(' ', ''));
  }
  await choose(page, 'Plot of the rows', 'Bars');
  for (const [title, name] of [
    ['Force', /: forces$/],
    ['Decision', /: decisions$/],
    ['Waterfall', /^Probability of \w+$/],
  ] as const) {
    await choose(page, 'Plot of the one row', title);
    const plot = figure(name);
    await expect(plot).toBeVisible();
    expect((await exported(page, plot)).csv.trim().split('\r\n').length, title).toBeGreaterThan(1);
    await looked(page, `one-${title.toLowerCase()}`);
  }
});
