/** `npm start`: sets up, builds when the sources are newer than the build, serves the studio and opens it. */
import { execSync, spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { ensurePackages } from './setUp.mjs';

const port = Number(process.env.PORT ?? 4173);
const url = `http://127.0.0.1:${port}/`;

function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(`${path}/${name}`)));
}

const sources = ['src', 'shaders', 'public', 'index.html', 'vite.config.ts', 'package-lock.json'].filter(
  existsSync,
);
ensurePackages();
const built = existsSync('dist/index.html') ? statSync('dist/index.html').mtimeMs : 0;
if (built < Math.max(...sources.map(newest))) execSync('npx vite build', { stdio: 'inherit' });

const server = spawn(
  process.execPath,
  ['node_modules/vite/bin/vite.js', 'preview', '--host', '127.0.0.1', '--port', String(port), '--strictPort'],
  { stdio: ['ignore', 'inherit', 'inherit'] },
);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal));
server.on('exit', (code) => process.exit(code ?? 0));

async function whenServed() {
  for (let attempt = 0; attempt < 100; attempt++) {
    const answered = await fetch(url).then(
      (r) => r.ok,
      () => false,
    );
    if (answered) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

if (await whenServed()) {
  console.log(`\nTetrad is at ${url} (Ctrl+C stops it)`);
  const opener = {
    darwin: 'open',
    win32: 'start',
    linux: process.env.DISPLAY || process.env.WAYLAND_DISPLAY ? 'xdg-open' : '',
  }[process.platform];
  if (opener && !process.env.CI)
    spawn(opener, [url], { stdio: 'ignore', shell: process.platform === 'win32' }).on('error', () => {});
}
