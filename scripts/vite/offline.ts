/**
 * Open offline after the first visit: builds src/serviceWorker to /sw.js with the lists of the release's files, those
 * that a first visit stores (shell and engine) and those that are stored when first used; /offline.json tells the page.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, type Plugin, type ResolvedConfig } from 'vite';
import type { OfflinePart } from '../../src/core/protocol/offlinePart.ts';
import type { PrecachedFile } from '../../src/serviceWorker/precache.ts';
import type { PartTitles } from './whenFirstUsed.ts';

const entry = new URL('../../src/serviceWorker/serviceWorker.ts', import.meta.url).pathname;
const script = 'sw.js';
const wanted = /\.(?:m?js|css|html|woff2|svg|png|webmanifest|wasm)$|^samples\/.*\.csv$/;
const partsFile = 'offline.json';
/** Their names tell what is in them. */
const hashed = /^(assets|outside)\//;

interface Release {
  atFirst: PrecachedFile[];
  whenUsed: string[];
}

function filesOf(folder: string, titles: PartTitles): Release {
  const revision = (path: string) =>
    createHash('sha256')
      .update(readFileSync(join(folder, path)))
      .digest('hex')
      .slice(0, 16);
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => (wanted.test(path) && path !== script) || path === partsFile)
    .toSorted();
  return {
    atFirst: paths
      .filter((path) => !titles.has(path))
      .map((path) =>
        hashed.test(path) ? { url: `/${path}` } : { url: `/${path}`, revision: revision(path) },
      ),
    whenUsed: paths.filter((path) => titles.has(path)).map((path) => `/${path}`),
  };
}

function writeParts(folder: string, titles: PartTitles): void {
  const parts = new Map<string, OfflinePart>();
  for (const [path, title] of titles) {
    if (!wanted.test(path)) continue;
    const part = parts.get(title) ?? { title, bytes: 0, urls: [] };
    part.bytes += statSync(join(folder, path)).size;
    part.urls.push(`/${path}`);
    parts.set(title, part);
  }
  writeFileSync(join(folder, partsFile), JSON.stringify([...parts.values()]));
}

/** As an earlier build of the folder told them. */
function titlesOf(folder: string): PartTitles {
  const parts = JSON.parse(readFileSync(join(folder, partsFile), 'utf8')) as OfflinePart[];
  return new Map(parts.flatMap(({ title, urls }) => urls.map((url) => [url.slice(1), title] as const)));
}

/** Of what lies in `folder` now. */
export async function buildServiceWorker(
  folder: string,
  titles: PartTitles = titlesOf(folder),
): Promise<Release> {
  writeParts(folder, titles);
  const release = filesOf(folder, titles);
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    resolve: { alias: { '#': new URL('../../src', import.meta.url).pathname } },
    define: {
      __PRECACHED_FILES__: JSON.stringify(release.atFirst),
      __FILES_WHEN_USED__: JSON.stringify(release.whenUsed),
    },
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: 'es2023',
      rolldownOptions: { input: entry, output: { format: 'iife', entryFileNames: script } },
    },
  });
  return release;
}

export function offline(titles: PartTitles): Plugin {
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
        const folder = resolve(config.root, config.build.outDir);
        const { atFirst, whenUsed } = await buildServiceWorker(folder, titles);
        const bytes = atFirst.reduce((sum, { url }) => sum + statSync(join(folder, url)).size, 0);
        config.logger.info(
          `${script} keeps ${atFirst.length} files (${(bytes / 1e6).toFixed(1)} MB) for offline use, ${whenUsed.length} more when used`,
        );
      },
    },
  };
}
