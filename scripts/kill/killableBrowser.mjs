/**
 * A headless browser in a process group of its own, on a profile that outlives it, to be killed as a whole (SIGKILL)
 * or in part (its GPU process). Nothing of it survives this process.
 */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { findChromium } from '../findChromium.mjs';
import { spawnGroup } from '../processGroup.mjs';

const startPatienceMs = 30_000;
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** `webgpu`: with the software adapter, so that it is the same everywhere. */
export async function openKillable(profile, origin, { webgpu = false, flags = [] } = {}) {
  const executable = await findChromium();
  const portFile = join(profile, 'DevToolsActivePort');
  rmSync(portFile, { force: true });
  const { child, kill } = spawnGroup(
    executable,
    [
      '--headless=new',
      '--no-sandbox',
      '--no-first-run',
      '--disable-background-networking',
      ...(webgpu ? ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'] : []),
      ...flags,
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      'about:blank',
    ],
    { stdio: 'ignore' },
  );
  const startedAt = Date.now();
  while (!existsSync(portFile) || !readFileSync(portFile, 'utf8').includes('\n')) {
    if (Date.now() - startedAt > startPatienceMs) throw new Error('the browser did not start');
    await sleep(25);
  }
  const port = readFileSync(portFile, 'utf8').split('\n')[0];
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const page = await browser.contexts()[0].newPage();
  await page.goto(origin);
  await page.waitForFunction(() => 'tetrad' in window);
  return {
    page,
    context: browser.contexts()[0],
    pid: child.pid ?? 0,
    async kill() {
      await kill();
      await browser.close().catch(() => {});
    },
  };
}

/** The GPU process of this browser and no other: a descendant of its own main process. */
export function gpuProcessOf(pid) {
  const parents = new Map();
  const gpu = [];
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      // "pid (command, perhaps with spaces) state parent ...".
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
      if (readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('--type=gpu-process'))
        gpu.push(Number(name));
    } catch {
      // It ended meanwhile.
    }
  }
  const isBelow = (child) => {
    for (let at = child; at > 1; at = parents.get(at) ?? 0) if (at === pid) return true;
    return false;
  };
  return gpu.find(isBelow);
}

/** Calls a command of the studio. */
export const call = (page, name, input) =>
  page.evaluate(([command, given]) => window.tetrad.run(command, given), [name, input]);

const readings = new Set([
  'epochMs',
  'stepMs',
  'gpuStepMs',
  'samplesPerSecond',
  'memoryBytes',
  'secondsLeft',
]);

/** Every logged value of a run but readings of clocks and memory, as one comparable text. */
export async function curveOf(page, runId) {
  const { series } = await call(page, 'runs.metrics', { runId });
  return JSON.stringify(
    series
      .filter(({ name }) => !readings.has(name))
      .map(({ name, points }) => [name, points.map(({ step, value }) => [step, value])])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
