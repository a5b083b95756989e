/** A transfer on WebAssembly in the browser: an epoch on what the frozen layers made once of 2,000 images. */
import { haveRun, haveSample, openStudio, tetrad } from './studio';
import { expect, test } from './support';

test('an epoch on kept outputs of 2,000 images takes under a second on WASM @long', async ({ page }) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'drawnDigits');
  const target = 'label';
  const source = await haveRun(page, datasetId, target, {
    family: 'cnn2d',
    training: { epochs: 1, backend: 'wasm', replay: 'off' },
  });
  const version = (await tetrad(page, 'models.get', { id: source.modelId })).versions[0];
  const all: number[] = [];
  for (const seed of [1, 2, 3, 4, 5]) {
    const { jobId, runId } = await tetrad(page, 'training.transfer', {
      modelVersionId: version?.id ?? '',
      datasetId,
      target,
      head: { units: [64] },
      training: {
        epochs: 8,
        backend: 'wasm',
        seed,
        validationSplit: 0.1,
        testSplit: 0,
        earlyStopping: false,
        replay: 'off',
      },
    });
    const job = await tetrad(page, 'jobs.wait', { id: jobId });
    expect(job.status, job.error?.message).toBe('completed');
    all.push(...(await tetrad(page, 'runs.metrics', { runId })).epochMs);
  }
  expect(all).toHaveLength(40);
  const sorted = all.toSorted((a, b) => a - b);
  console.log(
    `40 epochs on kept outputs of 2,000 images: median ${sorted[20]?.toFixed(0)} ms, worst ${sorted[39]?.toFixed(0)} ms`,
  );
  expect(sorted[20]).toBeLessThan(1000);
});
