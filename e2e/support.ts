/**
 * What every journey gets: the built app under its real headers, and three checks that run by themselves:
 * no CSP violation, no console error, no request that leaves this origin. `audit(page)` adds axe.
 */
import { expect, type Page, test as base } from '@playwright/test';
import axe from 'axe-core';

interface Watched {
  violations: string[];
  outbound: string[];
  errors: string[];
  /** Console errors a journey provokes on purpose. */
  expected: RegExp[];
  /** Origins that a journey lets the studio fetch from. */
  allowed: string[];
}

export const test = base.extend<{ watched: Watched }>({
  watched: [
    async ({ page, context, baseURL }, use) => {
      const watched: Watched = { violations: [], outbound: [], errors: [], expected: [], allowed: [] };
      await context.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) =>
          console.error(`CSP violation: ${event.violatedDirective} ${event.blockedURI}`),
        );
      });
      context.on('request', (request) => {
        const url = new URL(request.url());
        const ours = [new URL(baseURL ?? '').origin, ...watched.allowed];
        if (/^https?:|^wss?:/.test(url.protocol) && !ours.includes(url.origin))
          watched.outbound.push(request.url());
      });
      const listen = (target: Page) => {
        target.on('console', (message) => {
          if (message.type() !== 'error') return;
          const text = message.text();
          (text.includes('CSP violation') || text.includes('Content Security Policy')
            ? watched.violations
            : watched.errors
          ).push(text);
        });
        target.on('pageerror', (error) => watched.errors.push(String(error)));
      };
      listen(page);
      context.on('page', listen);
      await use(watched);
      const isUnexpected = (text: string) => !watched.expected.some((pattern) => pattern.test(text));
      const unexpected = watched.errors.filter(isUnexpected);
      expect(watched.violations.filter(isUnexpected), 'CSP violations').toEqual([]);
      expect(watched.outbound, 'requests that left this origin').toEqual([]);
      expect(unexpected, 'console errors').toEqual([]);
    },
    { auto: true },
  ],
});

/** No animation of the studio is longer; one whose element has gone in the meantime may never be told as finished. */
const longestAnimationMs = 5_000;

/** WCAG A and AA by axe, once nothing moves; fails with the rule and the element. */
export async function audit(page: Page): Promise<void> {
  await page.evaluate(
    (most) =>
      Promise.race([
        new Promise((resolve) => setTimeout(resolve, most)),
        Promise.allSettled(
          document
            .getAnimations()
            .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity)
            .map((animation) => animation.finished),
        ),
      ]),
    longestAnimationMs,
  );
  // Straight in the page, violations alone: a full report takes axe three times as long, and most of a journey's time.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const { axe: inPage } = globalThis as unknown as { axe: typeof axe };
    const { violations: found } = await inPage.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'],
      resultTypes: ['violations'],
    });
    return found.map(({ id, help, nodes }) => ({ id, help, html: nodes[0]?.html ?? '' }));
  });
  expect(violations.map(({ id, help, html }) => `${id}: ${help} (${html})`)).toEqual([]);
}

/** Drops files on the page the way a person does: a DataTransfer on the document. */
export async function dropFiles(
  page: Page,
  files: { name: string; type?: string; body: string | Buffer }[],
): Promise<void> {
  const payload = files.map(({ name, type, body }) => ({
    name,
    type: type ?? 'text/csv',
    base64: Buffer.from(body).toString('base64'),
  }));
  await page.evaluate((items) => {
    const transfer = new DataTransfer();
    for (const { name, type, base64 } of items) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      transfer.items.add(new File([bytes], name, { type }));
    }
    for (const kind of ['dragenter', 'dragover', 'drop'])
      document.body.dispatchEvent(
        new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: transfer }),
      );
  }, payload);
}

/** On the import page: takes the tables as they are shown, the way Enter does. */
export async function takeAsShown(page: Page): Promise<void> {
  await expect(page).toHaveURL(/\/import$/);
  await page.getByRole('button', { name: /^Import( all \d+)?( as shown)?$/ }).click({ timeout: 60_000 });
}

/** Tables dropped, and imported as they are shown. */
export async function importTables(page: Page, files: Parameters<typeof dropFiles>[1]): Promise<void> {
  await dropFiles(page, files);
  await takeAsShown(page);
}

export { expect };
