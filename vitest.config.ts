import { availableParallelism } from 'node:os';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { findChromium } from './scripts/findChromium.mjs';
import viteConfig, { securityHeaders } from './vite.config.ts';

const chromiumArgs = [
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--disable-background-networking',
];
const { resolve, worker, optimizeDeps } = viteConfig;
const wantsBrowser = process.argv.join(' ').includes('gpu');

interface TestFiles {
  include?: string[];
  exclude?: string[];
  isolate?: boolean;
}

/** Each with a browser of its own: vitest writes the project's name into it. */
const inBrowser = async (name: string, include: string, exclude: string[] = []) => ({
  resolve,
  worker,
  optimizeDeps,
  server: { headers: securityHeaders },
  test: {
    name,
    include: [include],
    exclude,
    testTimeout: 120_000,
    // Two at a time, each in a context of its own: a file often waits for a worker or a silence.
    fileParallelism: true,
    maxWorkers: Math.min(2, availableParallelism()),
    retry: process.env.CI ? 1 : 0,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      instances: [{ browser: 'chromium' as const }],
      provider: playwright({
        launchOptions: { executablePath: wantsBrowser ? await findChromium() : '', args: chromiumArgs },
      }),
    },
  },
});

/**
 * Tests that need modules of their own, which the rest need not load again: they put others in their place, or train on
 * WASM, which stays the backend of all that shares them.
 */
const replacesModules = [
  'test/add*.test.ts',
  'test/{audio,documents,images,language,texts,timeSeries,video}.test.ts',
  'src/formats/arrays/embindCalls.test.ts',
];

const inNode = (name: string, { include = ['{src,test,server}/**/*.test.ts'], ...more }: TestFiles) => ({
  resolve: { alias: resolve?.alias },
  test: {
    name,
    environment: 'node' as const,
    include,
    testTimeout: 60_000,
    // vitest leaves a core idle, which on two is half of the machine.
    maxWorkers: availableParallelism(),
    // A poll waits for what must come, however slow the machine.
    expect: { poll: { timeout: 30_000 } },
    ...more,
  },
});

/** What takes long and need not run for each change is `*.long.test.ts` and `*.long.gpu.test.ts`: `npm run test:long`. */
export default defineConfig({
  test: {
    projects: [
      inNode('unit', {
        exclude: [...replacesModules, '**/*.gpu.test.ts', '**/*.long.test.ts'],
        isolate: false,
      }),
      inNode('unit-replaced', { include: replacesModules, exclude: ['**/*.long.test.ts'] }),
      inNode('unit-long', { include: ['{src,test,server}/**/*.long.test.ts'] }),
      await inBrowser('gpu', 'src/**/*.gpu.test.ts', ['**/*.long.gpu.test.ts']),
      await inBrowser('gpu-long', 'src/**/*.long.gpu.test.ts'),
    ],
  },
});
