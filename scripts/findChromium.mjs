/**
 * The Chromium the tests use: environment variable, PATH, Playwright's own, else Debian's package
 * (installed when we are root). Prints nothing; throws with what was tried.
 */
import { execFileSync, execSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const onPath = (name) => {
  try {
    return execFileSync('which', [name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
};

async function playwrightsOwn() {
  try {
    const { chromium } = await import('playwright-core');
    const path = chromium.executablePath();
    return existsSync(path) ? path : '';
  } catch {
    return '';
  }
}

export async function findChromium({ install = false } = {}) {
  const fromEnvironment = process.env.CHROMIUM_PATH ?? process.env.CHROME_PATH;
  if (fromEnvironment && existsSync(fromEnvironment)) return fromEnvironment;
  for (const name of ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']) {
    const path = onPath(name);
    if (path) return path;
  }
  const own = await playwrightsOwn();
  if (own) return own;
  if (install && process.getuid?.() === 0 && onPath('apt-get')) {
    execSync('apt-get update -qq && apt-get install -y -qq chromium', { stdio: 'inherit' });
    return findChromium();
  }
  if (install) {
    execSync('npx playwright install chromium', { stdio: 'inherit' });
    return findChromium();
  }
  throw new Error(
    'No Chromium found. Tried $CHROMIUM_PATH, PATH and Playwright. Install Chromium or run `npx playwright install chromium`.',
  );
}
