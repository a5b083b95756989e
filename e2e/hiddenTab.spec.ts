/** Training goes on in a hidden tab. Its timers may come once a minute there and frames never: here neither comes at all. */
import type { Page } from '@playwright/test';
import { curveOf, haveRun, haveSample, openStudio, tetrad } from './studio';
import { expect, test } from './support';

declare global {
  interface Window {
    /** Holds every timer and frame of the page back, or lets them go. */
    hold(held: boolean): void;
  }
}

async function withHeldTimers(page: Page): Promise<void> {
  await page.addInitScript(() => {
    let held = false;
    const waiting: (() => void)[] = [];
    const orLater = (callback: unknown, given: unknown[]) => () => {
      if (typeof callback !== 'function') return;
      if (held) waiting.push(() => callback(...given));
      else callback(...given);
    };
    const { setTimeout: later, setInterval: again, requestAnimationFrame: frame } = window;
    Object.assign(window, {
      setTimeout: (callback: unknown, ms?: number, ...given: unknown[]) =>
        later.call(window, orLater(callback, given), ms),
      setInterval: (callback: unknown, ms?: number, ...given: unknown[]) =>
        again.call(window, orLater(callback, given), ms),
      requestAnimationFrame: (callback: (at: number) => void) =>
        frame.call(window, (at) => orLater(callback, [at])()),
      hold: (wanted: boolean) => {
        held = wanted;
        if (!held) for (const work of waiting.splice(0)) work();
      },
    });
  });
}

test('a tab whose timers and frames do not come trains to the end, on the same curve', {
  tag: '@long',
}, async ({ page, context }) => {
  await withHeldTimers(page);
  await openStudio(page);
  const datasetId = await haveSample(page, 'iris');
  const training = { epochs: 300, backend: 'wasm', earlyStopping: false, seed: 3 } as const;
  const whole = await haveRun(page, datasetId, 'species', { training });
  const submit = () =>
    tetrad(page, 'training.submit', { datasetId, target: 'species', family: 'mlp', training });

  const hidden = await submit();
  await page.evaluate(() => window.hold(true));
  const other = await context.newPage();
  await openStudio(other, `/runs/${hidden.runId}`);
  await expect(other.getByRole('region', { name: 'Next steps' })).toBeVisible({ timeout: 60_000 });
  expect((await tetrad(other, 'jobs.get', { id: hidden.jobId })).status).toBe('completed');
  expect(await curveOf(other, hidden.runId)).toEqual(await curveOf(other, whole.runId));

  // Seen again in the middle of a training, after longer than a worker may be silent.
  const long = await tetrad(other, 'training.submit', {
    datasetId,
    target: 'species',
    family: 'mlp',
    training: { ...training, epochs: 20_000 },
  });
  const status = async () => (await tetrad(other, 'jobs.get', { id: long.jobId })).status;
  await expect.poll(status).toBe('running');
  await other.waitForTimeout(9_000);
  await page.evaluate(() => window.hold(false));
  await other.waitForTimeout(1_500);
  expect(await status()).toBe('running');
  await expect(page.getByText('no sign of life')).toBeHidden();
  await tetrad(other, 'jobs.cancel', { id: long.jobId });
  expect(await status()).toBe('cancelled');
});
