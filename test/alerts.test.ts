/** Rules that watch a model in use: crossed, told once, answered; and what cannot be watched or told. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { commands } from '#/app/dispatch';
import { tellWebhook } from '#/app/inUse/tellWebhook';
import { type CommandInput, type CommandName, run } from '#/app/run';
import { provideServices } from '#/app/services';
import { noticesStore } from '#/app/stores/notices';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
let modelId = '';
let datasetId = '';
let server: Server;
let host = '';
/** What the webhook was told. */
let told: Record<string, unknown>[] = [];

const ages = (from: number) => Array.from({ length: 300 }, (_, i) => from + (i % 60));
const csv = (from: number, more = true) =>
  [
    more ? 'age,size,bought' : 'size,bought',
    ...ages(from).map((age, i) => [...(more ? [age] : []), i % 7, age > from + 30 ? 'yes' : 'no'].join()),
  ].join('\n');

async function imported(name: string, text: string): Promise<string> {
  const made = await run('datasets.import', { files: [new File([text], name)] });
  expect((await run('jobs.wait', { id: made.jobId })).error).toBeUndefined();
  return made.datasetId;
}

async function compareWith(dataset: string): Promise<void> {
  const { jobId } = await run('monitor.drift', { modelId, datasetId: dataset });
  await run('jobs.wait', { id: jobId });
}

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.url === '/hangs') return;
      response.setHeader('Access-Control-Allow-Origin', '*');
      if (request.url === '/gone') response.statusCode = 410;
      else told.push(JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>);
      response.end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  studio = await openNodeStudio(`alerts-${crypto.randomUUID()}`);
  provideServices(studio.services);
  datasetId = await imported('before.csv', csv(20));
  const { jobId, modelId: made } = await run('training.submit', {
    datasetId,
    target: 'bought',
    family: 'linear',
    training: { epochs: 2, backend: 'cpu', seed: 1 },
  });
  expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
  modelId = made;
}, 120_000);
afterAll(() => {
  studio.close();
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  told = [];
});

/** Answers are exactly what their schema says. */
async function called<N extends CommandName>(name: N, input: CommandInput<N>) {
  const output = await run(name, input);
  expect(commands.all.find((one) => one.name === name)?.output.parse(output)).toEqual(output);
  return output;
}
const ask = async (count: number) => {
  for (let i = 0; i < count; i++) await run('inference.predict', { modelId, rows: [{ age: 30, size: 1 }] });
};

it('a rule that is crossed is told once, seen, snoozed and removed', async () => {
  const webhook = `http://${host}/hook?token=s3cret`;
  const rule = { modelId, measure: 'latencyP95Ms', threshold: 0, severity: 'critical', webhook } as const;
  await expect(run('alerts.add', rule)).rejects.toMatchObject({ place: `host ${host}` });
  expect(await run('alerts.list', { modelId })).toEqual([]);
  await run('sources.allow', { host });
  const { id } = await called('alerts.add', rule);
  await ask(5);
  const [early] = await called('alerts.check', { modelId });
  expect(early).toMatchObject({ status: 'quiet', why: 'Only 5 calls in this time: 20 are needed.' });
  await ask(20);
  const [firing] = await called('alerts.check', { modelId });
  expect(firing?.status).toBe('firing');
  expect(firing?.history.map(({ what }) => what).slice(-1)).toEqual([`Told ${host}`]);
  expect(told).toMatchObject([{ alert: id, modelId, severity: 'critical', threshold: 0 }]);
  expect(told[0]?.text).toMatch(/critical: time within which 95 of 100 calls were answered: [\d.]+ ms$/);
  // With the figure, and nothing of the data.
  expect(JSON.stringify(told)).not.toMatch(/"age"|"rows"/);
  expect(noticesStore.getState().notices.at(-1)?.title).toContain('critical');
  await called('alerts.check', { modelId });
  expect((await called('alerts.change', { id, how: 'acknowledge' })).status).toBe('acknowledged');
  await called('alerts.check', { modelId });
  expect(told).toHaveLength(1);
  const snoozed = await called('alerts.change', { id, how: 'snooze', minutes: 30 });
  expect(snoozed.history.at(-1)?.what).toBe('Snoozed for 30 minutes');
  const [silent] = await called('alerts.check', { modelId });
  expect(silent).toMatchObject({ status: 'quiet', snoozedUntil: expect.any(Number) });
  expect(told).toHaveLength(1);
  await called('alerts.change', { id, how: 'remove' });
  expect(await run('alerts.list', { modelId })).toEqual([]);
  await expect(run('alerts.change', { id, how: 'acknowledge' })).rejects.toMatchObject({ code: 'notFound' });
  expect(JSON.stringify(await run('log.list', { limit: 1000 }))).not.toMatch(/s3cret|\/hook/);
}, 60_000);

it('answers look at the rules by themselves, and a failed call counts', async () => {
  const { id } = await called('alerts.add', { modelId, measure: 'errorRate', threshold: 0.01 });
  const wrong = { modelId, rows: [{ age: 30, size: 1 }], datasetVersionId: 'none' };
  await run('inference.predict', wrong).catch(() => {});
  await ask(1);
  await expect
    .poll(async () => (await run('alerts.list', { modelId }))[0]?.checkedAt, {
      timeout: 15_000,
      interval: 200,
    })
    .toEqual(expect.any(Number));
  await run('alerts.change', { id, how: 'remove' });
}, 30_000);

it('drift is watched by count and by column; a column that is gone is named', async () => {
  await expect(
    run('alerts.add', { modelId, measure: 'drifted', threshold: 0, column: 'agee' }),
  ).rejects.toMatchObject({ place: 'column', hint: 'It has age, size, bought.' });
  await expect(
    run('alerts.add', { modelId, measure: 'errorRate', threshold: 0, column: 'age' }),
  ).rejects.toMatchObject({ place: 'column' });
  await called('alerts.add', { modelId, measure: 'drifted', threshold: 0 });
  await called('alerts.add', { modelId, measure: 'drifted', threshold: 0, column: 'age' });
  const [none] = await called('alerts.check', { modelId });
  expect(none?.why).toBe('Nothing was compared on the tab Drift yet.');
  await compareWith(await imported('later.csv', csv(60)));
  const [count, age] = await called('alerts.check', { modelId });
  expect(count).toMatchObject({ status: 'firing' });
  expect(count?.value).toBeGreaterThan(0);
  expect(age).toMatchObject({ status: 'firing', value: 1 });
  expect(age?.history.at(-1)?.what).toBe('Crossed: drifted');
  await compareWith(await imported('without.csv', csv(60, false)));
  const [, gone] = await called('alerts.check', { modelId });
  // It stays crossed: nothing says that it is as before.
  expect(gone).toMatchObject({ status: 'firing', why: expect.stringContaining('"age"') });
  for (const { id } of await run('alerts.list', { modelId }))
    await run('alerts.change', { id, how: 'remove' });
}, 60_000);

it('a webhook that hangs or refuses is given up, named, and stops nothing else', async () => {
  await ask(20);
  for (const path of ['/hangs', '/gone', '/hook'])
    await run('alerts.add', {
      modelId,
      measure: 'latencyP95Ms',
      threshold: 0,
      webhook: `http://${host}${path}`,
    });
  const lasts = (await called('alerts.check', { modelId })).map(({ history }) => history.at(-1)?.what);
  expect(lasts).toEqual([
    `Not told: ${host} gave no answer within 10 s.`,
    `Not told: ${host} answered with 410.`,
    `Told ${host}`,
  ]);
  await expect(tellWebhook(studio.services, `http://${host}/hangs`, {}, 200)).rejects.toMatchObject({
    code: 'offline',
    message: `${host} gave no answer within 0.2 s.`,
  });
  // Nobody listens there: to a page it is as a host that lets no page read what it says.
  await run('sources.allow', { host: '127.0.0.1:9' });
  await expect(tellWebhook(studio.services, 'http://127.0.0.1:9/hook', {})).rejects.toMatchObject({
    message: expect.stringContaining('so whether it arrived is not known'),
  });
  // Taken back: nothing is sent any more.
  await run('sources.revoke', { host });
  told = [];
  await expect(tellWebhook(studio.services, `http://${host}/hook`, {})).rejects.toMatchObject({
    place: `host ${host}`,
  });
  expect(told).toEqual([]);
  for (const { id } of await run('alerts.list', { modelId }))
    await run('alerts.change', { id, how: 'remove' });
}, 60_000);

it('names what cannot be watched', async () => {
  const rule = { modelId, measure: 'errorRate', threshold: 0.1 } as const;
  await expect(run('alerts.add', { ...rule, modelId: 'nobody' })).rejects.toMatchObject({ code: 'notFound' });
  await expect(run('alerts.check', { modelId: 'nobody' })).rejects.toMatchObject({ code: 'notFound' });
  await expect(run('alerts.add', { ...rule, threshold: 5 })).rejects.toMatchObject({
    place: 'threshold',
    hint: 'Write a share: 0.05 is 5 %.',
  });
  for (const webhook of ['no address', 'http://example.org/hook', 'ftp://example.org'])
    await expect(run('alerts.add', { ...rule, webhook })).rejects.toThrow();
  const accuracy = { modelId, measure: 'accuracy', threshold: 0.9 } as const;
  await run('alerts.add', accuracy);
  const [unknown] = await called('alerts.check', { modelId });
  expect(unknown?.why).toBe('No answer of version 1 is in the log.');
  for (let i = 1; i < 50; i++) await run('alerts.add', rule);
  await expect(run('alerts.add', rule)).rejects.toMatchObject({ place: 'alerts' });
  await run('models.delete', { id: modelId });
  expect(await studio.services.storage.inUse.alerts(modelId)).toEqual([]);
}, 60_000);
