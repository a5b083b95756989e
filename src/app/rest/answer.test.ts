/** The API over a studio: what the routes of the sources answer, from a file to a prediction. */
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../run';
import { provideServices } from '../services';
import { type FakeStudio, openFakeStudio } from '../studioForTest';
import type { Api } from './answer';
import { pageApi } from './pageApi';
import type { Fields } from './restRoute';

let studio: FakeStudio;
let api: Api;
beforeAll(async () => {
  studio = await openFakeStudio(`rest-${crypto.randomUUID()}`);
  provideServices(studio.services);
  api = await pageApi();
});
afterAll(() => studio.close());

async function ask(
  method: string,
  path: string,
  body?: BodyInit | Fields,
  headers: Record<string, string> = {},
) {
  const isJson = body !== undefined && !(body instanceof FormData) && typeof body !== 'string';
  const response = await api.answer(
    new Request(`https://studio.test${path}`, {
      method,
      headers: { ...(isJson && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: isJson ? JSON.stringify(body) : (body as BodyInit) }),
    }),
  );
  const text = await response.text();
  const isText = text === '' || !/json/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: (isText ? {} : JSON.parse(text)) as Fields,
  };
}

const toy = 'a,species\n1,x\n2,y\n3,x\n,y\n';
let datasetId: string;
let training: { job_id: string; run_id: string; model_id: string };

test('a file as the body, or in a form, becomes a dataset', async () => {
  const alone = await ask('POST', '/ml/datasets?name=toy.csv', toy, { 'content-type': 'text/csv' });
  expect(alone.status).toBe(202);
  datasetId = String(alone.json.dataset_id);
  const form = new FormData();
  form.append('file', new File([toy], 'second.csv'));
  form.append('name', 'Second');
  const second = await ask('POST', '/ml/datasets', form);
  expect(second.status).toBe(202);
  for (const { json } of [alone, second]) await run('jobs.wait', { id: String(json.job_id) });

  const listed = await ask('GET', '/ml/datasets');
  expect(listed.json).toMatchObject({ total: 2, next_cursor: null });
  const names = (listed.json.datasets as Fields[]).map(({ name, version }) => [
    name,
    (version as Fields).rows,
  ]);
  expect(names).toEqual(
    expect.arrayContaining([
      ['toy', 4],
      ['Second', 4],
    ]),
  );
  const one = await ask('GET', `/ml/datasets/${datasetId}`);
  expect(one.json.dataset).toMatchObject({ id: datasetId, name: 'toy', created_at: expect.any(Number) });
});

test('lists come in pages that stay right', async () => {
  const first = await ask('GET', '/ml/datasets?limit=1');
  expect(first.json.datasets).toHaveLength(1);
  const second = await ask('GET', `/ml/datasets?limit=1&cursor=${String(first.json.next_cursor)}`);
  expect(second.json.datasets).not.toEqual(first.json.datasets);
  expect(second.json.next_cursor).toBeNull();
  for (const query of ['limit=0', 'limit=many', 'cursor=gone', 'page=2']) {
    const { status, json } = await ask('GET', `/ml/datasets?${query}`);
    expect(status, query).toBe(400);
    expect(json.place).toBe(`query, ${query.split('=')[0]}`);
  }
});

test('a training begins with its job, and says its metrics', async () => {
  const submitted = await ask('POST', '/ml/training', {
    dataset_id: datasetId,
    target: 'species',
    family: 'linear',
    training: { epochs: 3, batch_size: 8, learning_rate: 0.1 },
  });
  expect(submitted.status, submitted.text).toBe(202);
  training = submitted.json as typeof training;
  await run('jobs.wait', { id: training.job_id });
  const status = await ask('GET', `/api/ml/jobs/${training.job_id}/status`);
  expect(status.json).toMatchObject({ status: 'completed', progress: 1, run_id: training.run_id });
  const stored = await run('runs.get', { id: training.run_id });
  expect(stored.config).toMatchObject({ epochs: 3, batchSize: 8, learningRate: 0.1 });
  const metrics = await ask('GET', `/ml/metrics?job_id=${training.job_id}`);
  expect(metrics.json).toMatchObject({ epochs: [1], val_loss: [0.5], train_loss: expect.any(Array) });
});

test('its model has figures, and answers', async () => {
  const { model_id: id } = training;
  const listed = await ask('GET', '/api/ml/models/list');
  const [model] = listed.json.models as Fields[];
  expect(model).toMatchObject({ id, family: 'linear', versions: 1 });
  expect((await ask('GET', `/ml/models/${id}/metrics`)).json).toMatchObject({
    model_id: id,
    version: 1,
    metrics: { valLoss: 0.5 },
  });
  expect((await ask('GET', `/ml/models/${id}/metrics?version=2`)).json).toMatchObject({
    status: 404,
    place: 'version',
  });
  expect((await ask('GET', `/api/ml/models/${id}/results`)).json.results).toHaveLength(1);
  const rows = [{ a: 1.5, is_not_renamed: 1 }];
  const answered = await ask('POST', '/ml/inference', { model_id: id, rows });
  expect(answered.json).toMatchObject({ predictions: [{ value: 'v1.5' }], latency_ms: 1, model_id: id });
  const name = String(model?.name);
  const byName = await ask('POST', '/ml/models/predict', { model_name: name, rows });
  expect(byName.json.predictions).toEqual(answered.json.predictions);
  expect((await ask('POST', `/ml/models/${encodeURIComponent(name)}/load`)).json).toMatchObject({
    status: 'ready',
    model_id: id,
  });
  expect((await ask('POST', '/ml/models/none/load')).json).toMatchObject({ status: 404, code: 'notFound' });
  const file = await ask('GET', `/ml/models/${id}/onnx`);
  expect(file.headers.get('content-disposition')).toContain('model.onnx');
  expect(file.text).toBe('\u0001\u0002\u0003');
});

test('events: metrics that are there, then the end', async () => {
  studio.services.trainBus.publish(training.run_id, {
    kind: 'epoch',
    epochs: 3,
    best: true,
    epoch: 1,
    step: 4,
    metrics: { valLoss: 0.5 },
  });
  // What waits to be drawn is drawn with it.
  studio.services.trainBus.publish(training.run_id, { kind: 'checkpoint', step: 4 });
  const { headers, text } = await ask('GET', `/ml/training/${training.job_id}/events`);
  expect(headers.get('content-type')).toBe('text/event-stream');
  expect(text).toContain(
    `id: 1\nevent: epoch\ndata: {"job_id":"${training.job_id}","epoch":1,"step":4,"val_loss":0.5}\n\n`,
  );
  expect(text).toContain('event: end\n');
  const again = await ask('GET', `/ml/training/${training.job_id}/events`, undefined, {
    'last-event-id': '1',
  });
  expect(again.text).not.toContain('event: epoch');
});

test('who knows an answer is told so; a repeated request is carried out once', async () => {
  const first = await ask('GET', '/ml/models');
  const etag = String(first.headers.get('etag'));
  expect((await ask('GET', '/ml/models', undefined, { 'if-none-match': etag })).status).toBe(304);
  const body = { name: 'Once', family: 'mlp' };
  const key = { 'idempotency-key': 'k1' };
  const [one, two] = await Promise.all([
    ask('POST', '/ml/models', body, key),
    ask('POST', '/ml/models', body, key),
  ]);
  expect(one.status).toBe(201);
  expect(two.json).toEqual(one.json);
  expect((await ask('POST', '/ml/models', body, key)).headers.get('idempotent-replayed')).toBe('true');
  expect((await ask('POST', '/ml/models', { ...body, name: 'Other' }, key)).json).toMatchObject({
    status: 422,
    code: 'conflict',
  });
  const models = (await ask('GET', '/ml/models')).json.models as Fields[];
  expect(models.filter(({ name }) => name === 'Once')).toHaveLength(1);
  expect((await ask('GET', '/ml/models', undefined, { 'if-none-match': etag })).status).toBe(200);
  expect((await ask('DELETE', `/ml/models/${String(one.json.model_id)}`)).status).toBe(204);
});

test('errors say what, where and what to do, in the words of the request', async () => {
  const wrong = await ask('POST', '/ml/training', {
    dataset_id: datasetId,
    target: 'species',
    family: 'linear',
    training: { batch_size: 'many' },
  });
  expect(wrong.json).toMatchObject({
    status: 400,
    code: 'badInput',
    place: 'training.batch_size',
    hint: expect.stringContaining('openapi'),
  });
  const method = await ask('PUT', '/ml/models');
  expect([method.status, method.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
  expect((await ask('GET', '/ml/nothing')).json).toMatchObject({
    status: 404,
    place: 'path',
    hint: expect.any(String),
  });
  expect((await ask('GET', '/ml/models/%E0%A4%A')).json).toMatchObject({ status: 400, place: 'path' });
  expect(
    (await ask('POST', '/ml/models', 'name=x', { 'content-type': 'application/x-www-form-urlencoded' }))
      .status,
  ).toBe(415);
  const twice = await ask('POST', `/api/ml/models/a/explain`, { model_id: 'b', method: 'permutation' });
  expect(twice.json).toMatchObject({ status: 400, place: 'body, model_id' });
  expect((await ask('GET', '/ml/anomalies/recent')).json).toMatchObject({
    status: 501,
    detail: expect.stringContaining('streams'),
  });
  expect((await ask('GET', `/ml/models/${training.model_id}/drift`)).json).toMatchObject({
    status: 404,
    place: 'drift',
    hint: expect.stringContaining('dataset_id'),
  });
});

test('commands answer by their own names, in their own words', async () => {
  const { json } = await ask('POST', '/api/commands/runs.metrics', {
    runId: training.run_id,
    names: ['valLoss'],
  });
  expect(json).toMatchObject({ valLoss: [0.5] });
  expect((await ask('GET', '/ml/status')).json).toMatchObject({ status: 'ok', jobs_running: 0, datasets: 2 });
  const head = await ask('HEAD', '/ml/status');
  expect([head.status, head.text]).toEqual([200, '']);
});
