/**
 * GPU memory over training steps of changing shapes, in bytes held by the pool; goal: under 1.2 times the steady state.
 *
 *   node bench/memory/run.mjs [steps]      10,000 unless said
 */
import { launchWithWebgpu, serveSource } from '../serve.mjs';

const steps = Number(process.argv[2] ?? 10_000);
const server = await serveSource();
const browser = await launchWithWebgpu();
try {
  const page = await browser.newPage();
  page.on('console', (message) => console.log(message.text()));
  const measure = async () => {
    await page.goto(`${server.url}/bench/memory/page.html`);
    await page.evaluate(async (count) => {
      const { measure } = await import('/bench/memory/measure.ts');
      await measure(count);
    }, steps);
  };
  // The first visit of a fresh clone bundles packages, which reloads the page.
  await measure().catch((error) => (/navigation/.test(error.message) ? measure() : Promise.reject(error)));
} finally {
  await browser.close();
  await server.close();
}
