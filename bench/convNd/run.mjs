/**
 * Convolutions over time and space: our kernels, tfjs conv3d on the folded tensor, and what the device can do at most
 * (a chain of fused multiply-adds, measured beside every kernel). Results are checked equal before they are timed.
 *
 *   node bench/convNd/run.mjs
 */
import { launchWithWebgpu, serveSource } from '../serve.mjs';

const server = await serveSource();
const browser = await launchWithWebgpu();
try {
  const page = await browser.newPage();
  page.on('console', (message) => console.log(message.text()));
  await page.goto(`${server.url}/bench/convNd/page.html`);
  await page.evaluate(async () => {
    const { measure } = await import('/bench/convNd/measure.ts');
    await measure();
  });
} finally {
  await browser.close();
  await server.close();
}
