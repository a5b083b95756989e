/**
 * The short road through the studio that every browser engine must manage: sample, training, answer, file, a field in
 * 4-D, and a reload in the middle. Buttons are clicked where a click is the point; the rest goes through `window.tetrad`.
 */
import assert from 'node:assert/strict';
import * as ort from 'onnxruntime-node';

/** Long enough for a checkpoint, which is stored after two seconds, and a reload after it. */
const trainingMs = 8_000;

/** @typedef {import('./drivenPage.mjs').DrivenPage} DrivenPage */

const flower = { sepal_length_cm: 5.9, sepal_width_cm: 3, petal_length_cm: 4.2, petal_width_cm: 1.5 };

/** Of a command that waits for nothing. One that does not answer at all is told with who holds what. */
const answerMs = 60_000;
const waiting = ['models.export', 'inference.predict'];
const jobMs = 240_000;

/** @param {DrivenPage} page @param {string} command @param {object} input */
const tetrad = (page, command, input) =>
  page.evaluate(
    async ({ command, input, limitMs }) => {
      const answer = /** @type {any} */ (window).tetrad.runJson(command, input);
      if (limitMs === 0) return await answer;
      const late = new Promise((resolve) => setTimeout(resolve, limitMs)).then(async () => {
        const { held, pending } = await navigator.locks.query();
        const names = (/** @type {LockInfo[]} */ locks) => locks.map(({ name }) => name).join(', ');
        throw new Error(`${command} did not answer; held: ${names(held)}; waited for: ${names(pending)}`);
      });
      return await Promise.race([answer, late]);
    },
    { command, input, limitMs: waiting.includes(command) ? 0 : answerMs },
  );

/**
 * `leave`: the page is also left by an address. WebKitGTK then sometimes (2 of 9 here) leaves the next page without an
 * answer of its database, so that this is no check of each change.
 * @type {Record<string, (page: DrivenPage, origin: string, options: { leave: boolean }) => Promise<void>>}
 */
export const journey = {
  async 'the page opens, isolated and with its commands'(page, origin) {
    await page.goto(origin);
    await page.see('Drop your data, leave with a model');
    assert.ok(await page.evaluate(() => crossOriginIsolated), 'not cross-origin isolated');
    assert.ok(await page.evaluate(() => 'tetrad' in window));
  },

  async 'a sample trains by clicks'(page) {
    await page.click('button', 'Iris');
    await page.see('150 rows × 5 columns');
    await page.click('link', 'Train on this');
    await page.fill('Epochs', '20');
    await page.click('button', 'Start training');
    await page.see('Trained.', 240_000);
    const [run] = await tetrad(page, 'runs.list', {});
    assert.equal(run.params.epochs, 20);
    assert.ok(run.summary.valAccuracy > 0.85, `${JSON.stringify(run.summary)}`);
  },

  async 'it predicts, on the page and by command'(page) {
    await page.click('link', 'Predict');
    await page.click('button', 'Predict');
    await page.see(' ms on ');
    const [{ modelId }] = await tetrad(page, 'runs.list', {});
    const { predictions } = await tetrad(page, 'inference.predict', { modelId, rows: [flower] });
    assert.equal(predictions[0].value, 'versicolor');
  },

  async 'its file answers alike outside'(page) {
    const [{ modelId }] = await tetrad(page, 'runs.list', {});
    const { predictions } = await tetrad(page, 'inference.predict', { modelId, rows: [flower] });
    const { files } = await tetrad(page, 'models.export', { modelId, format: 'onnx' });
    const session = await ort.InferenceSession.create(Buffer.from(files[0].bytes.$array.base64, 'base64'));
    const outputs = await session.run(
      Object.fromEntries(
        Object.entries(flower).map(([name, value]) => [name, new ort.Tensor('float64', [value], [1, 1])]),
      ),
    );
    const inside = predictions[0].probabilities;
    const outside = /** @type {Float32Array} */ (outputs.probabilities?.data);
    assert.equal(outside.length, inside.length);
    for (const [i, value] of inside.entries()) assert.ok(Math.abs(Number(outside[i]) - value) < 1e-5);
  },

  async 'a field in 4-D trains and predicts'(page) {
    const datasetId = await importSample(page, 'chirpDetector');
    const { modelId } = await train(page, {
      datasetId,
      target: 'event',
      family: 'cnn4d',
      familyParams: { filters: [2] },
      training: { epochs: 1 },
    });
    const { predictions } = await tetrad(page, 'inference.predict', { modelId, samples: [0, 1] });
    assert.equal(predictions.length, 2);
    assert.ok(
      predictions.every((/** @type {any} */ { probabilities }) => probabilities.every(Number.isFinite)),
    );
  },

  async 'a page reloaded in the middle of a training goes on, on the same curve'(page, origin, { leave }) {
    const datasetId = await importSample(page, 'iris');
    const request = (/** @type {number} */ epochs) => ({
      datasetId,
      target: 'species',
      family: 'mlp',
      familyParams: { hiddenLayers: [8] },
      training: { epochs, backend: 'wasm', earlyStopping: false, seed: 11 },
    });
    const pilot = await train(page, request(10));
    const { epochMs } = await tetrad(page, 'runs.metrics', { runId: pilot.runId });
    const usualMs = epochMs.toSorted((/** @type {number} */ a, /** @type {number} */ b) => a - b)[
      epochMs.length >> 1
    ];
    const epochs = Math.max(10, Math.ceil(trainingMs / usualMs));
    const whole = await train(page, request(epochs));

    const broken = await tetrad(page, 'training.submit', request(epochs));
    const trains = async () => {
      for (;;) {
        const { status, message } = await tetrad(page, 'jobs.get', { id: broken.jobId });
        assert.ok(['queued', 'running', 'interrupted'].includes(status), `already ${status}`);
        assert.ok(!message.includes('failure'), message);
        if (status === 'running' && message.startsWith('Epoch')) return;
      }
    };
    await trains();
    while ((await tetrad(page, 'storage.status', {})).checkpointBytes === 0);
    const departures = [page.reload, ...(leave ? [() => page.goto(`${origin}monitor`)] : [])];
    for (const depart of departures) {
      await depart();
      // What is told now may still be of before.
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
      await trains();
    }
    await completed(page, broken.jobId);
    assert.deepEqual(await curveOf(page, broken.runId), await curveOf(page, whole.runId));
    assert.ok(
      !(await page.evaluate(() => document.body.innerText)).includes('A newer version'),
      'no release is newer',
    );
  },
};

/** @param {DrivenPage} page @param {string} sampleId @returns {Promise<string>} */
async function importSample(page, sampleId) {
  const { jobId, datasetId } = await tetrad(page, 'datasets.sample', { sampleId });
  await completed(page, jobId);
  return datasetId;
}

/** @param {DrivenPage} page @param {object} request */
async function train(page, request) {
  const submitted = await tetrad(page, 'training.submit', request);
  await completed(page, submitted.jobId);
  return submitted;
}

/** @param {DrivenPage} page @param {string} id */
async function completed(page, id) {
  const startedMs = Date.now();
  for (;;) {
    const { status, message, error } = await tetrad(page, 'jobs.get', { id });
    if (status === 'completed') return;
    assert.ok(['queued', 'running', 'interrupted'].includes(status), `${status}: ${error?.message}`);
    assert.ok(Date.now() - startedMs < jobMs, `still ${status} (${message}) after ${jobMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The losses of a run, which must repeat to the bit. */
async function curveOf(page, runId) {
  const { series } = await tetrad(page, 'runs.metrics', { runId });
  return series
    .filter((/** @type {any} */ { name }) => /loss|accuracy/i.test(name))
    .map((/** @type {any} */ { name, points }) => [name, points.map(({ step, value }) => [step, value])])
    .sort((/** @type {string[]} */ [a], /** @type {string[]} */ [b]) => (a < b ? -1 : 1));
}
