/** One row, and one image, through a warm model: how long the whole command takes in the page. */
import { haveRun, haveSample, openStudio, tetrad } from './studio';
import { expect, test } from './support';

const calls = 300;

test('a warm model of a table and of small images answers one at once @long', async ({ page }) => {
  test.setTimeout(300_000);
  await openStudio(page);
  const table = await haveRun(page, await haveSample(page, 'iris'), 'species', { family: 'mlp' });
  const images = await haveRun(page, await haveSample(page, 'drawnDigits'), 'label', {
    family: 'cnn2d',
    training: { epochs: 1, backend: 'wasm' },
  });
  for (const { name, modelId, sample } of [
    { name: 'iris, mlp', modelId: table.modelId, sample: false },
    { name: '28 × 28, cnn2d', modelId: images.modelId, sample: true },
  ])
    for (let turn = 0; turn < 3; turn++) {
      const { tookMs, insideMs } = await page.evaluate(
        async ([id, isImage, count]) => {
          const given = isImage
            ? {
                inputs: [
                  Array.from({ length: 28 }, (_, y) => Array.from({ length: 28 }, (_, x) => [(x * y) % 256])),
                ],
              }
            : {
                rows: [
                  { sepal_length_cm: 5.9, sepal_width_cm: 3, petal_length_cm: 5.1, petal_width_cm: 1.8 },
                ],
              };
          const [tookMs, insideMs]: [number[], number[]] = [[], []];
          for (let call = 0; call < count + 20; call++) {
            const started = performance.now();
            const { latencyMs } = await window.tetrad.run('inference.predict', { modelId: id, ...given });
            // The first ones open the model.
            if (call < 20) continue;
            tookMs.push(performance.now() - started);
            insideMs.push(latencyMs);
          }
          return { tookMs: tookMs.sort((a, b) => a - b), insideMs: insideMs.sort((a, b) => a - b) };
        },
        [modelId, sample, calls] as const,
      );
      const at = (sorted: number[], share: number) =>
        (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1);
      const { latencyP50Ms } = await tetrad(page, 'monitor.metrics', { modelId });
      console.log(
        `${name}: p50 ${at(tookMs, 0.5)} ms, p95 ${at(tookMs, 0.95)} ms; inside the worker p50 ${at(insideMs, 0.5)} ms; to the worker and back p50 ${latencyP50Ms?.toFixed(1)} ms`,
      );
      expect(tookMs).toHaveLength(calls);
    }
});
