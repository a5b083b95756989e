/** Explanations as people use them: what if, what would have to change, why these errors, is it fair. */
import { haveRun, haveSample, openStudio } from './studio';
import { audit, expect, test } from './support';

const shots = process.env.SHOTS;

test('what if: a slider moves the answer and what it is made of; what would have to change', async ({
  page,
}) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'iris');
  const { modelId } = await haveRun(page, datasetId, 'species');
  await page.goto(`/predict?model=${modelId}`);
  await page.getByRole('switch', { name: 'What if' }).check({ force: true });
  const fall = page.getByRole('figure', { name: /^Probability of / });
  await expect(fall.locator('rect')).toHaveCount(4);
  await expect(page.getByText(/^Exact Shapley values/)).toBeVisible();
  const answer = page.getByRole('region', { name: 'Answer' });
  const before = await fall.locator('svg[data-plot] title').first().textContent();
  const said = await answer.textContent();
  const slider = page
    .getByRole('slider', { name: 'petal length, slider' })
    .or(page.getByRole('slider').nth(2));
  await slider.first().focus();
  for (let i = 0; i < 40; i++) await page.keyboard.press('ArrowRight');
  await expect(answer).not.toHaveText(said ?? '');
  await expect(fall.locator('svg[data-plot] title').first()).not.toHaveText(before ?? '');
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  const ways = page.getByRole('list', { name: 'Ways to another answer' });
  await expect(ways.getByRole('listitem').first()).toBeVisible();
  await audit(page);
  if (shots) await page.screenshot({ path: `${shots}/whatif.png`, fullPage: true });
  const first = await answer.textContent();
  await ways.getByRole('button', { name: 'Put into the form' }).first().click();
  await expect(answer).not.toHaveText(first ?? '');
  await page.getByRole('button', { name: 'Use the dark theme' }).click();
  await page.setViewportSize({ width: 400, height: 860 });
  await audit(page);
  if (shots) await page.screenshot({ path: `${shots}/whatif-dark.png`, fullPage: true });
});
