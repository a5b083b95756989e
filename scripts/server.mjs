/** `npm run server`: installs what is missing, builds server/ to one file and runs it. */
import { spawn } from 'node:child_process';
import { build } from 'vite';
import { ensurePackages } from './setUp.mjs';

ensurePackages();
const outDir = '.cache/server';
await build({
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
  resolve: { alias: { '#': new URL('../src', import.meta.url).pathname } },
  build: { ssr: 'server/main.ts', outDir, emptyOutDir: true, target: 'node20' },
});
const child = spawn(process.execPath, [`${outDir}/main.js`, ...process.argv.slice(2)], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.once('close', (status) => process.exit(status ?? 1));
