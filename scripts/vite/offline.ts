/**
 * Installable, and open offline after the first visit: the whole studio is precached, with the runtimes that
 * train, predict and check an export (14 MB of the 18). A new version waits until the user takes it.
 */
import { VitePWA } from 'vite-plugin-pwa';

export const offline = () =>
  VitePWA({
    registerType: 'prompt',
    injectRegister: false,
    manifestFilename: 'manifest.webmanifest',
    manifest: {
      id: '/',
      name: 'Tetrad',
      short_name: 'Tetrad',
      description: 'Train models on your own GPU in this page. Your data stays here.',
      start_url: '/',
      scope: '/',
      display: 'standalone',
      theme_color: '#08637d',
      background_color: '#ffffff',
      categories: ['productivity', 'developer tools'],
      icons: [
        { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
        { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
        { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
        { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
      ],
    },
    workbox: {
      inlineWorkboxRuntime: true,
      sourcemap: false,
      cleanupOutdatedCaches: true,
      // The first visit is controlled at once. An update still waits.
      clientsClaim: true,
      globPatterns: ['**/*.{js,mjs,css,html,woff2,svg,png,webmanifest,wasm}', 'samples/*.csv'],
      // The check of exports on WebGPU is a second opinion, not worth 17 MB ahead.
      globIgnores: ['**/ort-wasm-simd-threaded.jspi*'],
      maximumFileSizeToCacheInBytes: 20_000_000,
      navigateFallback: '/index.html',
      // Addresses of files are files: a missing one is a 404, never the page.
      navigateFallbackDenylist: [/\/[^/?]+\.[a-z0-9]+$/i],
    },
  });
