/**
 * `npm run test:long`: what takes long and need not run for each change. What it guards has a short form in `npm test`.
 *   - vitest: `*.long.test.ts`, in Node, and `*.long.gpu.test.ts`, in Chromium;
 *   - Playwright: the journeys tagged @long, against the build;
 *   - Firefox and WebKitGTK: their journey, with a page that is left by an address.
 * Beside it, by hand: `node scripts/killTest.mjs`, `node scripts/manyTabs.mjs`.
 */
import { spawnSync } from 'node:child_process';
import { findChromium } from './findChromium.mjs';
import { ensurePackages } from './setUp.mjs';

ensurePackages();
const chromiumPath = await findChromium({ install: true });
const env = { ...process.env, CHROMIUM_PATH: chromiumPath, CHROME_PATH: chromiumPath };

const npx = (...command) => ['npx', '--no-install', ...command];
const commands = [
  npx('vitest', 'run', '--project', 'unit-long'),
  npx('vitest', 'run', '--project', 'gpu-long'),
  npx('vite', 'build'),
  npx('playwright', 'test', '--config', 'playwright.long.config.ts'),
  ['node', 'scripts/browsers.mjs', '--leave'],
];
const failed = commands.filter(
  ([program, ...given]) =>
    spawnSync(program, given, { stdio: 'inherit', env, shell: process.platform === 'win32' }).status !== 0,
);
for (const command of failed) console.log(`failed: ${command.join(' ')}`);
process.exit(failed.length === 0 ? 0 : 1);
