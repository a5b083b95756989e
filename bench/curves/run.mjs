/**
 * What a curve of many points costs to lay out, to draw and to read; medians of 25, printed, not judged.
 *
 *   node bench/curves/run.mjs [points = 100000]
 */
import { launchWithWebgpu, serveSource } from '../serve.mjs';

const points = Number(process.argv[2] ?? 100_000);
const server = await serveSource();
const browser = await launchWithWebgpu();
try {
  const page = await browser.newPage();
  page.on('console', (message) => console.log(message.text()));
  await page.goto(`${server.url}/bench/curves/page.html`);
  console.log(`${points.toLocaleString('en')} points`);
  await page.evaluate(async (count) => {
    const { measure } = await import('/bench/curves/measure.ts');
    measure(count);
  }, points);
} finally {
  await browser.close();
  await server.close();
}
