import { readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { adoptedStyles } from './scripts/vite/adoptedStyles.ts';
import { contentSecurity, outsideFolder, securityHeaders } from './scripts/vite/contentSecurity.ts';
import { mantineStyles } from './scripts/vite/mantineStyles.ts';
import { missingFiles } from './scripts/vite/missingFiles.ts';
import { offline } from './scripts/vite/offline.ts';
import { preloadFirstScreen } from './scripts/vite/preloadFirstScreen.ts';
import { type PartTitles, whenFirstUsed } from './scripts/vite/whenFirstUsed.ts';
import { zodWithoutEval } from './scripts/vite/zodWithoutEval.ts';

export { securityHeaders };

const root = new URL('.', import.meta.url).pathname;
const source = new URL('./src', import.meta.url).pathname;
const { version } = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const titles: PartTitles = new Map();

export default defineConfig({
  cacheDir: '.cache/vite',
  plugins: [
    contentSecurity(),
    missingFiles(),
    adoptedStyles(source),
    mantineStyles(root),
    zodWithoutEval(),
    react(),
    preloadFirstScreen(),
    whenFirstUsed(titles),
    offline(titles),
  ],
  define: { __APP_VERSION__: JSON.stringify(version) },
  resolve: {
    alias: { '#': source },
    conditions: ['onnxruntime-web-use-extern-wasm', 'module', 'browser', 'development|production'],
  },
  worker: {
    format: 'es',
    plugins: () => [zodWithoutEval(), whenFirstUsed(titles)],
    rolldownOptions: {
      output: {
        comments: { legal: false },
        // The one that may speak to other hosts lies apart: it is served with a policy of its own.
        entryFileNames: ({ name }) =>
          `${name === 'sources.worker' ? outsideFolder : 'assets'}/[name]-[hash].js`,
      },
    },
  },
  build: {
    license: { fileName: 'licenses.txt' },
    target: 'es2023',
    manifest: true,
    // data: fonts and workers would be against the policy
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        comments: { legal: false },
        // What the page starts with is one file: many small ones cost a round trip each.
        codeSplitting: { groups: [{ name: 'studio', tags: ['$initial'] }] },
      },
    },
  },
  optimizeDeps: {
    include: [
      '@tensorflow/tfjs-core',
      '@tensorflow/tfjs-core/dist/register_all_gradients',
      '@tensorflow/tfjs-backend-webgpu',
      '@tensorflow/tfjs-backend-wasm',
      '@tensorflow/tfjs-backend-cpu',
      'onnxruntime-web/jspi',
      'onnxruntime-web/wasm',
      '@bufbuild/protobuf',
      '@bufbuild/protobuf/codegenv2',
      'comlink',
      'dexie',
      'h5wasm',
      'zarrita',
      'geotiff',
      'mediabunny',
      '@cornerstonejs/codec-charls/decodewasmjs',
      '@cornerstonejs/codec-openjpeg/decodewasmjs',
      '@zip.js/zip.js/lib/zip-core-native.js',
    ],
  },
});
