/** The server as it is started: built to one file, processes of their own, which can be killed and started again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'vite';

/** The file to start. */
export async function buildServer(outDir: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    resolve: { alias: { '#': new URL('../../src', import.meta.url).pathname } },
    build: {
      ssr: new URL('../../server/main.ts', import.meta.url).pathname,
      outDir,
      emptyOutDir: true,
      target: 'node20',
    },
  });
  return join(outDir, 'main.js');
}

export interface ServerProcess {
  url(): string;
  /** Until it is gone. */
  kill(signal?: 'SIGKILL' | 'SIGTERM'): Promise<number | null>;
  start(): Promise<void>;
}

export function serverProcess(main: string, env: Readonly<Record<string, string>>): ServerProcess {
  let child: ChildProcess | undefined;
  let url = '';
  return {
    url: () => url,
    async kill(signal = 'SIGKILL') {
      const ending = child;
      if (!ending || ending.exitCode !== null || ending.signalCode !== null) return ending?.exitCode ?? null;
      const gone = new Promise<number | null>((resolve) => ending.once('exit', resolve));
      ending.kill(signal);
      return await gone;
    },
    async start() {
      const started = spawn(process.execPath, [main, 'start'], {
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      child = started;
      let said = '';
      url = await new Promise<string>((resolve, reject) => {
        started.stdout.on('data', (chunk) => {
          if (said.length < 100_000) said += String(chunk);
          const ready = said.split('\n').find((line) => line.includes('"ready"') && line.endsWith('}'));
          if (ready) resolve((JSON.parse(ready) as { url: string }).url);
        });
        started.once('exit', () => reject(new Error(`It ended before it was ready: ${said.slice(-2000)}`)));
      });
    },
  };
}
