import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/findChromium.mjs';

const port = 4179;

/**
 * The address bar of Chromium's own window is a page too, twice, and costs each context two seconds of processor time.
 * The last list of a command line counts, so Playwright's own stands before ours.
 */
const withoutFeatures = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
];

/** User journeys against the built app; one browser, software WebGPU adapter. */
export default defineConfig({
  testDir: 'e2e',
  // npm run test:long
  grepInvert: /@long/,
  timeout: 180_000,
  expect: { timeout: 20_000 },
  // A journey waits now and then: three at a time keep two cores busy.
  workers: Math.min(3, availableParallelism() + 1),
  retries: process.env.CI ? 2 : 0,
  reporter: [['list'], ['json', { outputFile: '.cache/e2e.json' }]],
  use: {
    browserName: 'chromium',
    baseURL: `http://127.0.0.1:${port}`,
    viewport: { width: 1360, height: 900 },
    trace: 'off',
    // A third of a journey's processor time went into storing the studio for offline use; those about that allow it.
    serviceWorkers: 'block',
    // Still pictures: a check of contrast must not meet a notice half faded in.
    contextOptions: { reducedMotion: 'reduce' },
    actionTimeout: 20_000,
    launchOptions: {
      executablePath: await findChromium(),
      args: [
        '--no-sandbox',
        '--enable-unsafe-webgpu',
        '--use-webgpu-adapter=swiftshader',
        '--disable-background-networking',
        `--disable-features=${withoutFeatures.join()}`,
      ],
    },
  },
  webServer: {
    command: `npx vite preview --host 127.0.0.1 --port ${port} --strictPort`,
    url: `http://127.0.0.1:${port}/`,
    reuseExistingServer: false,
  },
});
