/** Servers and browsers of the bench scripts. Every port is one that the system has free. */
import { chromium } from '@playwright/test';
import { createServer, preview } from 'vite';
import { findChromium } from '../scripts/findChromium.mjs';

const addressOf = (server) => `http://127.0.0.1:${server.httpServer.address().port}`;

/** The built app, with the headers of a release. */
export async function servePreview() {
  const server = await preview({
    preview: { port: 0, host: '127.0.0.1', open: false },
    logLevel: 'silent',
  });
  return { url: `${addressOf(server)}/`, close: () => server.close() };
}

/** The source as modules, for a page under bench/. */
export async function serveSource() {
  const server = await createServer({
    // A package found while a page runs would reload it.
    optimizeDeps: { entries: ['bench/**/*.ts'] },
    server: { port: 0, host: '127.0.0.1', hmr: false, watch: null },
    logLevel: 'error',
  });
  await server.listen();
  return { url: addressOf(server), close: () => server.close() };
}

/** Chromium with the software WebGPU adapter. */
export const launchWithWebgpu = async () =>
  chromium.launch({
    executablePath: await findChromium(),
    args: ['--no-sandbox', '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'],
  });
