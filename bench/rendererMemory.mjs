/**
 * Memory of a page with all its workers, in MB: the largest of Chromium's processes of pages whose command line holds
 * `mark`, which the folder of its profile is named by.
 */
import { readdirSync, readFileSync } from 'node:fs';

export function largestRenderer(mark) {
  let most = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
    try {
      const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      if (!line.includes('--type=renderer') || !line.includes(mark)) continue;
      const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
      most = Math.max(most, Number(kilobytes ?? 0) / 1000);
    } catch {
      // It has ended.
    }
  return most;
}
