/** The API in the built app: from a file to a model's ONNX by fetch() alone, offline; and the page that tells of it. */
import { irisCsv, openStudio } from './studio';
import { audit, expect, test } from './support';

test.use({ serviceWorkers: 'allow' });

test('the page answers its API offline, live and file by file @long', async ({ page, context, watched }) => {
  test.setTimeout(180_000);
  watched.expected.push(/Failed to load resource/);
  await openStudio(page);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    while (!navigator.serviceWorker.controller) await new Promise((resolve) => setTimeout(resolve, 50));
  });
  await context.setOffline(true);
  const told = await page.evaluate(async (csv) => {
    const ask = async (path: string, init?: RequestInit) => {
      const response = await fetch(path, init);
      return { status: response.status, json: await response.json() };
    };
    const post = (path: string, body: object) =>
      ask(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const ended = async (id: string) => {
      for (;;) {
        const { json } = await ask(`/api/ml/jobs/${id}/status`);
        if (!['queued', 'running'].includes(json.status)) return json;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    };
    const imported = await ask('/ml/datasets?name=iris.csv', {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: csv,
    });
    await ended(imported.json.job_id);
    const submitted = await post('/ml/training', {
      dataset_id: imported.json.dataset_id,
      target: 'species',
      family: 'mlp',
      training: { epochs: 8, backend: 'cpu', seed: 1 },
    });
    const events = await (await fetch(`/ml/training/${submitted.json.job_id}/events`)).text();
    const job = await ended(submitted.json.job_id);
    const { model_id } = submitted.json;
    const row = { sepal_length_cm: 5.1, sepal_width_cm: 3.5, petal_length_cm: 1.4, petal_width_cm: 0.2 };
    const predicted = await post('/ml/inference', { model_id, rows: [row] });
    const file = new Uint8Array(await (await fetch(`/ml/models/${model_id}/onnx`)).arrayBuffer());
    const form = await fetch('/ml/models', { method: 'PUT' });
    const drift = await ask(`/ml/models/${model_id}/drift`);
    const document = await ask('/api/openapi.json');
    return {
      imported,
      submitted,
      events,
      job,
      predicted,
      drift,
      onnxBytes: file.length,
      notAllowed: form.status,
      paths: Object.keys(document.json.paths).length,
    };
  }, irisCsv);
  expect(told.imported.status).toBe(202);
  expect(told.submitted.status, JSON.stringify(told.submitted.json)).toBe(202);
  expect(told.job.status).toBe('completed');
  expect(told.events.match(/event: epoch/g)).toHaveLength(8);
  expect(told.events).toContain('event: end');
  expect(told.predicted.json.predictions[0].value, JSON.stringify(told.predicted)).toBe('setosa');
  expect(told.onnxBytes).toBeGreaterThan(300);
  expect(told.notAllowed).toBe(405);
  expect(told.drift.status).toBe(404);
  expect(told.paths).toBeGreaterThan(130);

  // A navigation to an address of the API is a page, not an answer.
  await page.goto('/ml/models');
  await expect(page.getByRole('navigation', { name: 'Sections' })).toBeVisible();

  await page.goto('/api');
  const search = page.getByRole('textbox', { name: 'Search the API' });
  await search.fill('status of a job');
  await expect(page.getByRole('navigation', { name: 'Addresses' }).getByRole('button')).not.toHaveCount(0);
  await audit(page);
  await search.fill('/ml/models list');
  await page.getByRole('button', { name: 'GET /ml/models List models', exact: true }).click();
  await page.getByRole('button', { name: 'Send' }).click();
  const answer = page.getByRole('textbox', { name: 'Body of the answer' });
  await expect(answer).toHaveValue(/"total": 1/);
  await expect(page.getByRole('region', { name: 'Answer 200' })).toBeVisible();
  await audit(page);
  await search.fill('new experiment');
  await page.getByRole('button', { name: 'POST /ml/experiments New experiment' }).click();
  await page.getByRole('textbox', { name: 'Body' }).fill('{ "nme": "Wide" }');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('region', { name: 'Answer 400' })).toBeVisible();
  await expect(answer).toHaveValue(/"hint"/);
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save OpenAPI' }).click();
  expect((await saved).suggestedFilename()).toBe('tetrad-openapi.json');
});
