/**
 * Open offline after the first visit: builds src/serviceWorker to /sw.js with the list of the release's files,
 * among them the runtimes that train, predict and check an export (14 MB of the 18).
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, type Plugin, type ResolvedConfig } from 'vite';
import type { PrecachedFile } from '../../src/serviceWorker/precache.ts';

const entry = new URL('../../src/serviceWorker/serviceWorker.ts', import.meta.url).pathname;
const script = 'sw.js';
const wanted = /\.(?:m?js|css|html|woff2|svg|png|webmanifest|wasm)$|^samples\/.*\.csv$/;
/** The check of exports on WebGPU is a second opinion, not worth 17 MB ahead. */
const unwanted = /(?:^|\/)ort-wasm-simd-threaded\.jspi/;
/** Their names tell what is in them. */
const hashed = /^assets\//;

function precachedFiles(folder: string): PrecachedFile[] {
  const revision = (path: string) =>
    createHash('sha256')
      .update(readFileSync(join(folder, path)))
      .digest('hex')
      .slice(0, 16);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => wanted.test(path) && !unwanted.test(path) && path !== script)
    .toSorted()
    .map((path) => (hashed.test(path) ? { url: `/${path}` } : { url: `/${path}`, revision: revision(path) }));
}

/** Of what lies in `folder` now. */
export async function buildServiceWorker(folder: string): Promise<PrecachedFile[]> {
  const files = precachedFiles(folder);
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    define: { __PRECACHED_FILES__: JSON.stringify(files) },
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: 'es2023',
      rolldownOptions: { input: entry, output: { format: 'iife', entryFileNames: script } },
    },
  });
  return files;
}

export function offline(): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'tetrad:offline',
    apply: 'build',
    configResolved(resolved) {
      config = resolved;
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler(error?: Error) {
        if (error) return;
        const files = await buildServiceWorker(resolve(config.root, config.build.outDir));
        config.logger.info(`${script} keeps ${files.length} files for offline use`);
      },
    },
  };
}
