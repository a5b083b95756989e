/**
 * The API (docs/rest-api.md), answered by an open tab of the studio: the one that asks, if it is one, else any. Only
 * pages of this origin come here; a navigation, which another site can cause, is none of it.
 */
import { isOfApi, type RelayedAnswer, type RelayedRequest, type RelayWish } from '#/core/protocol/restRelay';
import type { Route } from './route';
import type { WindowClients } from './scope';

/** A tab that is there says so at once; one that is frozen never does. */
const mostSilentMs = 3000;

export const apiRoute = (clients: WindowClients, silentMs = mostSilentMs): Route => ({
  answer: (request, { pathname }, clientId) =>
    isOfApi(pathname) && request.mode !== 'navigate' && clientId !== ''
      ? relay(request, clients, clientId, silentMs)
      : undefined,
});

async function relay(
  request: Request,
  clients: WindowClients,
  clientId: string,
  silentMs: number,
): Promise<Response> {
  const body =
    request.method === 'GET' || request.method === 'HEAD' ? undefined : await request.arrayBuffer();
  const open = await clients.matchAll({ type: 'window' });
  // The tab that asks is surely awake.
  const tabs = open.toSorted((a, b) => Number(b.id === clientId) - Number(a.id === clientId));
  for (const tab of tabs) {
    const { port1, port2 } = new MessageChannel();
    const asked: RelayedRequest = {
      type: 'tetrad.rest',
      method: request.method,
      url: request.url,
      headers: [...request.headers],
      ...(body && { body }),
    };
    const answer = read(port1, silentMs);
    tab.postMessage(asked, [port2]);
    const response = await answer;
    if (response) return response;
  }
  return nobody();
}

/** undefined: nobody is there. */
function read(port: MessagePort, silentMs: number): Promise<Response | undefined> {
  return new Promise((resolve) => {
    const close = () => port.close();
    const wish = (kind: RelayWish) => port.postMessage(kind);
    const silence = setTimeout(() => {
      close();
      resolve(undefined);
    }, silentMs);
    let pieces: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        pieces = controller;
      },
      pull: () => wish({ kind: 'more' }),
      cancel: () => {
        wish({ kind: 'stop' });
        port.onmessage = null;
        close();
      },
    });
    port.onmessage = ({ data }: MessageEvent<RelayedAnswer>) => {
      if (data.kind === 'here') clearTimeout(silence);
      if (data.kind === 'head') {
        const isEmpty = data.status === 204 || data.status === 304;
        resolve(new Response(isEmpty ? null : body, { status: data.status, headers: data.headers }));
      }
      if (data.kind === 'piece') pieces?.enqueue(data.bytes);
      if (data.kind === 'end') {
        pieces?.close();
        close();
      }
    };
  });
}

const nobody = () =>
  new Response(
    JSON.stringify({
      type: 'about:blank',
      title: 'Service Unavailable',
      status: 503,
      detail: 'No tab of the studio is open that could answer.',
      code: 'offline',
      place: 'studio',
      hint: 'Open the studio in a tab of this browser, and leave it open.',
    }),
    {
      status: 503,
      headers: {
        'content-type': 'application/problem+json',
        'cache-control': 'no-store',
        'retry-after': '5',
      },
    },
  );
