/** A request from the service worker to a tab and back: tabs that are frozen, streams that are given up, no tab at all. */
import { afterEach, expect, it } from 'vitest';
import { answerRequests } from '#/app/answerRequests';
import { apiRoute } from '#/serviceWorker/apiRoute';

const ports: MessagePort[] = [];
afterEach(() => ports.splice(0).forEach((port) => port.close()));

interface Tab {
  id: string;
  target: EventTarget;
  postMessage(message: unknown, moved: Transferable[]): void;
}

/** What a tab gets is posted to its container of service workers. */
function tab(id: string, answer?: (request: Request) => Promise<Response>): Tab {
  const target = new EventTarget();
  if (answer) answerRequests(target, async () => ({ answer }));
  return {
    id,
    target,
    postMessage: (data, moved) => {
      ports.push(...(moved as MessagePort[]));
      queueMicrotask(() => target.dispatchEvent(Object.assign(new Event('message'), { data, ports: moved })));
    },
  };
}

const routeTo = (...tabs: Tab[]) => apiRoute({ claim: async () => {}, matchAll: async () => tabs }, 200);

const ask = (route: ReturnType<typeof routeTo>, path: string, init?: RequestInit, from = 'b') => {
  const url = `https://studio.test${path}`;
  return route.answer(new Request(url, init), new URL(url), from);
};

it('asks the tab that asked, with method, headers and body', async () => {
  const route = routeTo(
    tab('a', async () => new Response('other')),
    tab('b', async (request) =>
      Response.json(
        { method: request.method, type: request.headers.get('content-type'), body: await request.text() },
        { status: 202, headers: { etag: '"1"' } },
      ),
    ),
  );
  const response = await ask(route, '/ml/models', {
    method: 'POST',
    body: '{"name":"ä"}',
    headers: { 'content-type': 'application/json' },
  });
  expect([response?.status, response?.headers.get('etag')]).toEqual([202, '"1"']);
  expect(await response?.json()).toEqual({ method: 'POST', type: 'application/json', body: '{"name":"ä"}' });
});

it('leaves navigations and other addresses alone', () => {
  const route = routeTo(tab('b', async () => new Response('')));
  expect(ask(route, '/models')).toBeUndefined();
  expect(ask(route, '/ml/models', {}, '')).toBeUndefined();
});

it('goes on to a tab that is awake, and says so where none is', async () => {
  const frozen = tab('b');
  const awake = tab('c', async () => new Response(null, { status: 204 }));
  expect((await ask(routeTo(frozen, awake), '/ml/models/1', { method: 'DELETE' }))?.status).toBe(204);
  const nobody = await ask(routeTo(frozen), '/ml/models');
  expect(nobody?.status).toBe(503);
  expect(await nobody?.json()).toMatchObject({
    code: 'offline',
    place: 'studio',
    hint: expect.stringContaining('Open'),
  });
});

it('streams as it is said, and stops when nobody reads on', async () => {
  let isCancelled = false;
  const route = routeTo(
    tab('b', async () => {
      let count = 0;
      return new Response(
        new ReadableStream({
          pull: (controller) => controller.enqueue(new TextEncoder().encode(`data: ${++count}\n\n`)),
          cancel: () => {
            isCancelled = true;
          },
        }),
      );
    }),
  );
  const response = await ask(route, '/ml/training/1/events');
  const reader = response?.body?.getReader();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('data: 1\n\n');
  await reader?.cancel();
  await expect.poll(() => isCancelled).toBe(true);
});

it('tells what broke before there was an answer', async () => {
  const broken = tab('b');
  answerRequests(broken.target, async () => {
    throw new Error('no such chunk');
  });
  const response = await ask(routeTo(broken), '/ml/models');
  expect(await response?.json()).toMatchObject({ status: 500, code: 'internal', detail: 'no such chunk' });
});
