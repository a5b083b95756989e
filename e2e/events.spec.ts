/** Events from the sample and from a dropped log to windows, a model, answers and a checked file. */
import { openStudio, tetrad } from './studio';
import { audit, dropFiles, expect, test } from './support';

/** Visits to a shop, as its log has them: later ones follow in another file. */
const log = (from: number, days: number) =>
  Array.from({ length: days * 60 }, (_, i) => {
    const at = Date.UTC(2024, 4, 1 + from) + i * 24 * 60_000 + ((i * 7919) % 997) * 1200;
    const action = i % 11 === 0 ? 'buy' : i % 3 === 0 ? 'search' : 'view';
    return JSON.stringify({
      ts: new Date(at).toISOString(),
      user_id: `u${(i * 31) % 5}`,
      action,
      ms: 20 + ((i * 37) % 90),
    });
  }).join('\n');

test('incidents of servers are looked at, learnt, asked for and exported', { tag: '@long' }, async ({
  page,
}) => {
  await openStudio(page);
  await page.getByRole('button', { name: /Server events/ }).click();
  await expect(page.getByText('2,880 windows of 15 min')).toBeVisible({ timeout: 60_000 });
  const lanes = page.getByRole('application', { name: /^Timelines, 2024-03-04/ });
  await expect(lanes).toBeVisible();
  await expect(page.getByRole('region', { name: /^Events of / })).toBeVisible();
  await audit(page);
  await page.screenshot({ path: 'test-results/events-server.png', fullPage: true });
  await lanes.focus();
  const chosen = await lanes.getAttribute('aria-label');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('application', { name: /^Timelines, 2024-03-05 \d/ })).toBeVisible();
  expect(await page.getByRole('application').getAttribute('aria-label')).not.toBe(chosen);
  await page.getByRole('textbox', { name: 'Find one of 10' }).fill('db');
  await expect(page.getByRole('button', { name: /^db-/ })).toHaveCount(2);
  await page.screenshot({ path: 'test-results/events-zoomed.png', fullPage: true });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  await audit(page);
  await page.screenshot({ path: 'test-results/events-narrow.png', fullPage: true });
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 800 });

  await page.getByRole('link', { name: 'Train on this' }).click();
  await page.getByText('Linear model', { exact: true }).click();
  await expect(page.getByText(/whole “server”/)).toBeVisible();
  await audit(page);
  await page.screenshot({ path: 'test-results/events-train.png', fullPage: true });
  await page.getByRole('button', { name: 'Start training' }).click();
  await expect(page.getByText('Trained.')).toBeVisible({ timeout: 120_000 });
  await page.getByRole('link', { name: 'Predict' }).last().click();
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await expect(page.getByRole('list', { name: 'Probabilities' })).toBeVisible();
  await audit(page);
  await page.screenshot({ path: 'test-results/events-ask.png', fullPage: true });
  await page.getByRole('tab', { name: 'Many windows' }).click();
  const rows = Array.from(
    { length: 400 },
    (_, i) => `${new Date(Date.UTC(2024, 5, 1) + i * 90_000).toISOString()},cache-1,request,${80 + (i % 50)}`,
  );
  await page.getByLabel('File of events').setInputFiles({
    name: 'tonight.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`time,server,event,took_ms\n${rows.join('\n')}\n`),
  });
  await expect(page.getByText(/^\d+ windows answered/)).toBeVisible({ timeout: 60_000 });
  await audit(page);
  await page.screenshot({ path: 'test-results/events-many.png', fullPage: true });
  const [run] = await tetrad(page, 'runs.list', {});
  const { report } = await tetrad(page, 'models.export', { modelId: run?.modelId ?? '' });
  expect(report.parity).toMatchObject({ passed: true, labelsEqual: true });
});

test('a log of JSON lines is offered as events, grows by a later one and is cut anew @long', async ({
  page,
}) => {
  await openStudio(page);
  await dropFiles(page, [{ name: 'visits.jsonl', body: log(0, 6) }]);
  await expect(page).toHaveURL(/\/import$/);
  await expect(
    page.getByText(
      'It may be events: each row has a time (“ts”), is of one “user_id” and says what it is (“action”).',
    ),
  ).toBeVisible();
  await page.getByText('Events', { exact: true }).click();
  await expect(page.getByRole('combobox', { name: 'Whose event it is' })).toBeVisible();
  await page.getByRole('textbox', { name: 'Window length' }).fill('6 h');
  await audit(page);
  await page.screenshot({ path: 'test-results/events-import.png', fullPage: true });
  await page.getByRole('button', { name: /^Import( as shown)?$/ }).click();
  await expect(page.getByText('360 events, 5 entities')).toBeVisible({ timeout: 60_000 });
  await page
    .getByLabel('File of more events')
    .setInputFiles({ name: 'later.jsonl', mimeType: 'application/x-ndjson', buffer: Buffer.from(log(6, 2)) });
  await expect(page.getByText('480 events, 5 entities')).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Change windows' }).click();
  await page.getByRole('textbox', { name: 'Window length' }).fill('12 h');
  await page.getByRole('textbox', { name: 'Stride' }).fill('6 h');
  await page.getByRole('textbox', { name: 'Horizon' }).fill('6 h');
  await audit(page);
  await page.screenshot({ path: 'test-results/events-cut.png' });
  await page.getByRole('button', { name: 'Make version 3' }).click();
  await expect(page.getByText('windows of 12 h every 6 h, 6 h ahead')).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Predict' })).toBeVisible();
  await page.getByRole('tab', { name: 'About' }).click();
  await expect(page.getByText('120 events of later.jsonl added')).toBeVisible();
  await audit(page);
  await page.getByRole('tab', { name: /^Noticed/ }).click();
  await page.screenshot({ path: 'test-results/events-noticed.png', fullPage: true });
});
