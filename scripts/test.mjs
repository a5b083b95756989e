/**
 * `npm test`: sets up, then every check in order, all of them even when one fails.
 * Ends with the line "N passed, N failed". `npm test -- unit e2e` runs only the named stages (e2e, size and browsers
 * look at the build: name `build` too, unless it stands). What takes long is `npm run test:long`.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { findChromium } from './findChromium.mjs';
import { ensureOnnxChecker, ensurePackages } from './setUp.mjs';

const startedMs = Date.now();
ensurePackages();
const wanted = process.argv.slice(2);
const chromiumPath = await findChromium({ install: true });
ensureOnnxChecker();
mkdirSync('.cache', { recursive: true });

const env = { ...process.env, CHROMIUM_PATH: chromiumPath, CHROME_PATH: chromiumPath };
const totals = { passed: 0, failed: 0 };

function run(command, args) {
  return (
    spawnSync('npx', ['--no-install', command, ...args], {
      stdio: 'inherit',
      env,
      shell: process.platform === 'win32',
    }).status === 0
  );
}

function count(name, passed, failed) {
  totals.passed += passed;
  totals.failed += failed;
  const seconds = Math.round((Date.now() - startedMs) / 1000);
  console.log(`[${seconds} s] ${name}: ${passed} passed, ${failed} failed\n`);
}

/** What it writes is told when it ends, so that two of them can run at a time. */
const check =
  (command, ...args) =>
  async (name) => {
    const child = spawn('npx', ['--no-install', command, ...args], {
      env,
      shell: process.platform === 'win32',
    });
    const output = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => output.push(part));
    const ok = await new Promise((resolve) => {
      child.once('error', () => resolve(false));
      child.once('close', (status) => resolve(status === 0));
    });
    process.stdout.write(Buffer.concat(output));
    count(name, ok ? 1 : 0, ok ? 0 : 1);
  };

/** A runner that died without a report counts as one failure. */
function report(name, path, ok, read) {
  const { passed, failed } = existsSync(path)
    ? read(JSON.parse(readFileSync(path, 'utf8')))
    : { passed: 0, failed: 0 };
  const nothingRan = passed + failed === 0;
  count(name, passed, nothingRan || (!ok && failed === 0) ? failed + 1 : failed);
}

const vitest =
  (...projects) =>
  (name) => {
    const path = `.cache/${name}.json`;
    rmSync(path, { force: true });
    const ok = run('vitest', [
      'run',
      ...projects.flatMap((project) => ['--project', project]),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${path}`,
    ]);
    report(name, path, ok, (json) => ({ passed: json.numPassedTests, failed: json.numFailedTests }));
  };

function playwright(name) {
  const path = '.cache/e2e.json';
  rmSync(path, { force: true });
  const ok = run('playwright', ['test']);
  report(name, path, ok, ({ stats }) => ({ passed: stats.expected + stats.flaky, failed: stats.unexpected }));
}

/** Firefox and WebKitGTK, where they are or can be installed; a browser that is left out is told and counts as nothing. */
function browsers(name) {
  const path = '.cache/browsers.json';
  rmSync(path, { force: true });
  spawnSync(process.execPath, ['scripts/browsers.mjs', '--report', path], { stdio: 'inherit', env });
  const { passed, failed } = existsSync(path)
    ? JSON.parse(readFileSync(path, 'utf8'))
    : { passed: 0, failed: 1 };
  count(name, passed, failed);
}

/** They read the sources only, each on one core. */
const checks = {
  types: check('tsc', '--noEmit'),
  build: check('vite', 'build'),
  lint: check('oxlint', '--deny-warnings'),
  deadcode: check('knip', '--no-progress'),
  format: check('biome', 'format', '.'),
};
const stages = {
  unit: vitest('unit', 'unit-replaced'),
  gpu: vitest('gpu'),
  size: (name) => {
    const ok = spawnSync(process.execPath, ['scripts/firstLoad.mjs'], { stdio: 'inherit', env }).status === 0;
    count(name, ok ? 1 : 0, ok ? 0 : 1);
  },
  e2e: playwright,
  browsers,
};
const isWanted = ([name]) => wanted.length === 0 || wanted.includes(name);

const queue = Object.entries(checks).filter(isWanted);
const lane = async () => {
  for (let next = queue.shift(); next; next = queue.shift()) await next[1](next[0]);
};
await Promise.all([lane(), lane()]);
for (const [name, stage] of Object.entries(stages).filter(isWanted)) stage(name);

console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed === 0 ? 0 : 1);
