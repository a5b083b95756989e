import { join } from 'node:path';
import { build } from 'vite';

/** The program, built into a folder. */
export async function buildRunner(outDir) {
  await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    resolve: { alias: { '#': new URL('../src', import.meta.url).pathname } },
    build: {
      ssr: new URL('../server/runner/main.ts', import.meta.url).pathname,
      outDir,
      emptyOutDir: true,
      target: 'node20',
    },
  });
  return join(outDir, 'main.js');
}
