/**
 * Convolutions over time and space: our kernels, tfjs conv3d on the folded tensor, and what the device can do at most
 * (a chain of fused multiply-adds, measured beside every kernel). Results are checked equal before they are timed.
 *
 *   node bench/convNd/run.mjs
 */
import { chromium } from '@playwright/test';
import { createServer } from 'vite';
import { findChromium } from '../../scripts/findChromium.mjs';

const server = await createServer({ logLevel: 'error', server: { port: 4187 } });
await server.listen();
const browser = await chromium.launch({
  executablePath: await findChromium(),
  args: ['--no-sandbox', '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'],
});
try {
  const page = await browser.newPage();
  page.on('console', (message) => console.log(message.text()));
  await page.goto('http://localhost:4187/bench/convNd/page.html');
  await page.evaluate(async () => {
    const { measure } = await import('/bench/convNd/measure.ts');
    await measure();
  });
} finally {
  await browser.close();
  await server.close();
}
