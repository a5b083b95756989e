/** This tab answers requests of the API that the service worker hands it. Loaded with the page, the API when first asked. */
import {
  isRelayed,
  type RelayedAnswer,
  type RelayedRequest,
  type RelayWish,
} from '#/core/protocol/restRelay';
import type { Api } from './rest/answer';

let api: Promise<Api> | undefined;

const loadListed = (): Promise<Api> =>
  (api ??= import('./rest/pageApi')
    .then(({ pageApi }) => pageApi())
    .catch((thrown) => {
      api = undefined;
      throw thrown;
    }));

export function answerRequests(from: EventTarget | undefined, load = loadListed): void {
  from?.addEventListener('message', (event) => {
    const { data, ports } = event as MessageEvent<unknown>;
    const [port] = ports;
    if (isRelayed(data) && port) void answerOne(data, port, load);
  });
}

async function answerOne(
  { method, url, headers, body: sent }: RelayedRequest,
  port: MessagePort,
  load: typeof loadListed,
) {
  const say = (answer: RelayedAnswer, moved: Transferable[] = []) => port.postMessage(answer, moved);
  say({ kind: 'here' });
  const givenUp = new AbortController();
  let body: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>> | undefined;
  const wishes = new Wishes();
  port.onmessage = ({ data }: MessageEvent<RelayWish>) => {
    if (data.kind === 'more') return wishes.add();
    givenUp.abort();
    void body?.cancel();
    wishes.end();
    port.close();
  };
  try {
    const { answer } = await load();
    const response = await answer(new Request(url, { method, headers, body: sent, signal: givenUp.signal }));
    say({ kind: 'head', status: response.status, headers: [...response.headers] });
    body = response.body?.getReader();
    // A piece for each wish: what nobody takes is not read, and a large file is not held twice.
    while (body && (await wishes.next())) {
      const part = await body.read();
      if (part.done) break;
      say({ kind: 'piece', bytes: part.value });
    }
  } catch (thrown) {
    const { problem } = await import('./rest/problem');
    const failed = problem(thrown);
    say({ kind: 'head', status: failed.status, headers: [...failed.headers] });
    say({ kind: 'piece', bytes: new Uint8Array(await failed.arrayBuffer()) });
  }
  say({ kind: 'end' });
}

/** Wishes come before anybody waits for them, or after. */
class Wishes {
  #open = 0;
  #isEnded = false;
  #wake = () => {};

  add(): void {
    this.#open++;
    this.#wake();
  }

  end(): void {
    this.#isEnded = true;
    this.#wake();
  }

  /** false: there will be none. */
  async next(): Promise<boolean> {
    while (this.#open === 0 && !this.#isEnded) await new Promise<void>((wake) => (this.#wake = wake));
    this.#open--;
    return !this.#isEnded;
  }
}
