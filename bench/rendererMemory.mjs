/**
 * Memory of a page with all its workers, in MB: the largest of Chromium's processes of pages whose command line holds
 * `mark`, which the folder of its profile is named by.
 */
import { readdirSync, readFileSync } from 'node:fs';

export function largestRenderer(mark) {
  let most = 0;
  for (const { pid, line } of processesOf(mark))
    try {
      if (!line.includes('--type=renderer')) continue;
      const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
      most = Math.max(most, Number(kilobytes ?? 0) / 1000);
    } catch {
      // It has ended.
    }
  return most;
}

/** What all of Chromium's processes have used of the processor so far, in seconds: a machine that is shared takes longer by the clock. */
export function processorSeconds(mark) {
  let ticks = 0;
  for (const { pid } of processesOf(mark))
    try {
      const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .split(') ')[1]
        .split(' ')
        .slice(11, 13);
      ticks += Number(user) + Number(system);
    } catch {
      // It has ended.
    }
  return ticks / ticksPerSecond;
}

const ticksPerSecond = 100;

function processesOf(mark) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return line.includes(mark) ? [{ pid, line }] : [];
      } catch {
        return [];
      }
    });
}
