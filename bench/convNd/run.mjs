/**
 * Convolutions over time and space: our kernels, jax-js, tfjs conv3d on the folded tensor, and what the device can do
 * at most (a chain of fused multiply-adds, measured beside every kernel). Results are checked equal before they are
 * timed.
 *
 *   node bench/convNd/run.mjs [small] [middle] ... [--quick] [--without=PASS]
 *
 * Every shape by default; --quick leaves tfjs out, --without a pass of jax-js.
 */
import { launchWithWebgpu, serveSource } from '../serve.mjs';

const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const without = process.argv.find((argument) => argument.startsWith('--without='))?.slice(10) ?? '';
const search = `?shapes=${wanted.join(',')}&without=${without}${process.argv.includes('--quick') ? '&quick' : ''}`;

const server = await serveSource();
const browser = await launchWithWebgpu();
try {
  // jax-js starts its threads from blob: URLs, which our own policy forbids.
  const page = await (await browser.newContext({ bypassCSP: true })).newPage();
  page.on('console', (message) => console.log(message.text()));
  const measure = async () => {
    await page.goto(`${server.url}/bench/convNd/page.html${search}`);
    await page.evaluate(async () => {
      const { measure } = await import('/bench/convNd/measure.ts');
      await measure();
    });
  };
  // The first visit of a fresh clone bundles packages, which reloads the page.
  await measure().catch((error) => (/navigation/.test(error.message) ? measure() : Promise.reject(error)));
} finally {
  await browser.close();
  await server.close();
}
