/** Firefox and WebKitGTK where they are, or can be installed (Debian's packages, as root); else why not. */
import { execFileSync, execSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const onPath = (/** @type {string} */ name) => {
  try {
    return execFileSync('which', [name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
};

const browsers = {
  firefox: {
    variable: 'FIREFOX_PATH',
    names: ['firefox-esr', 'firefox'],
    needs: [],
    packages: 'firefox-esr',
  },
  webkit: {
    variable: 'WEBKIT_DRIVER_PATH',
    names: ['WebKitWebDriver'],
    needs: ['Xvfb'],
    packages: 'webkit2gtk-driver xvfb',
  },
};

/** @typedef {keyof typeof browsers} BrowserName */

/** @param {BrowserName} name @returns {{ path: string, why: string }} */
export function findBrowser(name, { install = false } = {}) {
  const { variable, names, needs, packages } = browsers[name];
  const look = () => {
    const given = process.env[variable];
    const path = given && existsSync(given) ? given : names.map(onPath).find(Boolean);
    return path && needs.every(onPath) ? path : '';
  };
  const there = look();
  if (there) return { path: there, why: '' };
  const missing = `${[...names.slice(0, 1), ...needs].join(' and ')} not found`;
  if (!install || process.getuid?.() !== 0 || !onPath('apt-get'))
    return { path: '', why: `${missing}; on Debian: apt-get install ${packages}` };
  try {
    execSync(`apt-get update -qq && apt-get install -y -qq ${packages}`, { stdio: 'ignore' });
  } catch {
    return { path: '', why: `${missing}, and apt-get could not install ${packages}` };
  }
  return { path: look(), why: 'installed, but still not found' };
}
