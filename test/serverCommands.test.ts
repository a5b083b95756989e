/** The commands of a studio that shares, over real HTTP: nothing is asked before the host is allowed, and nothing after it left. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { commands } from '#/app/dispatch';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { stopSync } from '#/app/sync/syncLoop';
import { defaults } from '../server/config';
import { type Listening, listen } from '../server/http/listen';
import { openServer, type SyncServer } from '../server/openServer';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let server: SyncServer;
let listening: Listening;
let asked = 0;
const studios: NodeStudio[] = [];

beforeAll(async () => {
  server = await openServer({ ...defaults, folder: undefined }, { passwordCost: 2 ** 10 });
  listening = await listen(
    (request, address) => {
      asked++;
      return server.answer(request, address);
    },
    '127.0.0.1',
    0,
  );
}, 120_000);
afterAll(async () => {
  stopSync();
  for (const studio of studios) studio.close();
  await listening.stop();
  await server.close();
});

async function openStudio(): Promise<NodeStudio> {
  const studio = await openNodeStudio(crypto.randomUUID());
  studios.push(studio);
  provideServices(studio.services);
  return studio;
}

/** As its schema says, exactly. */
async function checked(name: string, input: object): Promise<Record<string, never>> {
  const output = (await run(name as 'server.status', input as never)) as unknown;
  const schema = commands.all.find((command) => command.name === name)?.output;
  expect(schema?.parse(output), name).toEqual(output);
  return output as Record<string, never>;
}

it('is let in by name, shares, tells, and leaves', async () => {
  await openStudio();
  const url = listening.url;
  const host = new URL(url).host;
  const account = { url, name: 'ada', password: 'correct horse', isNew: true };
  await expect(run('server.connect', account)).rejects.toMatchObject({
    hint: `Allow ${host} once, then try again.`,
  });
  expect(asked).toBe(0);
  await run('sources.allow', { host });
  expect(await checked('server.connect', account)).toMatchObject({
    connection: { user: 'ada', workspaceName: 'Shared', role: 'owner' },
  });
  const { modelId } = await run('models.create', { name: 'one', family: 'mlp' });
  await expect.poll(async () => (await checked('server.sync', {})).isElsewhere).toBe(false);
  expect(await checked('server.status', {})).toMatchObject({ toSend: 0, toStore: 0, conflicts: [] });
  const { invite } = await checked('server.invite', { role: 'editor' });
  expect(await checked('server.members', {})).toMatchObject({ members: [{ name: 'ada', role: 'owner' }] });
  expect((await checked('server.audit', {})).lines).not.toEqual([]);
  await checked('server.share', { what: 'chosen', datasetIds: [], modelIds: [modelId] });
  // Its secrets are in no log.
  const logged = JSON.stringify(await run('log.list', { limit: 100 }));
  expect(logged).toContain('server.connect');
  expect(logged).not.toContain('correct horse');
  await checked('server.disconnect', {});
  const before = asked;
  await expect(run('server.sync', {})).rejects.toMatchObject({ code: 'notFound' });

  const second = await openStudio();
  await run('sources.allow', { host });
  await checked('server.connect', { url, name: 'bob', password: 'correct staple', isNew: true, invite });
  await expect
    .poll(async () => (await second.services.storage.models.list()).map(({ name }) => name))
    .toEqual(['one']);
  expect((await run('sources.list', {})).traffic).toMatchObject([{ host }]);
  expect(asked).toBeGreaterThan(before);
  await checked('server.disconnect', {});
  // The token ended with it.
  expect((await server.db.all('select 1 from tokens')).length).toBe(0);
});

it('says what is wrong: a wrong password, an address that is no server, one that nobody answers', async () => {
  await openStudio();
  const url = listening.url;
  await run('sources.allow', { host: new URL(url).host });
  const given = { name: 'ada', password: 'wrong horse' };
  await expect(run('server.connect', { url, ...given })).rejects.toMatchObject({ place: 'password' });
  await expect(run('server.connect', { url: 'no url at all', ...given })).rejects.toMatchObject({
    place: 'url',
  });
  await run('sources.allow', { host: '127.0.0.1:9' });
  await expect(run('server.connect', { url: 'http://127.0.0.1:9', ...given })).rejects.toMatchObject({
    code: 'offline',
  });
  expect((await run('server.status', {})).connection).toBeNull();
});
