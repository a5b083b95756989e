/** A browser is many processes: it starts in a group of its own, which ends as a whole, with this process at the latest. */
import { spawn } from 'node:child_process';

const groups = new Set();

const killGroup = (pid) => {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has gone by itself.
  }
};
process.once('exit', () => groups.forEach(killGroup));

/** `kill` resolves once its first process has gone. */
export function spawnGroup(command, args, options) {
  const child = spawn(command, args, { ...options, detached: true });
  const { pid } = child;
  if (pid) groups.add(pid);
  const died = new Promise((resolve) => {
    child.once('exit', resolve);
    child.once('error', resolve);
  });
  return {
    child,
    async kill() {
      if (pid) killGroup(pid);
      await died;
      groups.delete(pid);
    },
  };
}
