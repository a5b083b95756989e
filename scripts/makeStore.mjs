/**
 * Keeps what this release leaves on a disk, before a change of what is stored: node scripts/makeStore.mjs
 * Writes test/stores/v<schema version>.json; test/stores.test.ts opens it with every later release.
 */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const server = await createServer({
  root,
  configFile: false,
  appType: 'custom',
  logLevel: 'error',
  resolve: { alias: { '#': `${root}src` } },
  optimizeDeps: { noDiscovery: true },
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
});
try {
  const [{ fillStudio }, { strictVersions }] = await Promise.all([
    server.ssrLoadModule('/test/support/fillStudio.ts'),
    server.ssrLoadModule('/src/storage/schema.ts'),
  ]);
  const filled = await fillStudio('store');
  const path = `${root}test/stores/v${strictVersions.at(-1).version}.json`;
  await writeFile(path, `${JSON.stringify(filled)}\n`);
  console.log(`wrote ${path}`);
} finally {
  await server.close();
}
process.exit();
