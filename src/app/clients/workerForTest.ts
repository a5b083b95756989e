/** A Worker without a thread: `api` answers over a real message channel, so that everything is cloned. */
import { exposeApi } from './wire';

export class InMemoryWorker extends EventTarget {
  readonly #page: MessagePort;
  readonly #inside: MessagePort;

  constructor(api: object) {
    super();
    const { port1, port2 } = new MessageChannel();
    this.#page = port1;
    this.#inside = port2;
    port1.onmessage = ({ data }) => this.dispatchEvent(new MessageEvent('message', { data }));
    exposeApi(api, port2);
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.#page.postMessage(message, transfer);
  }

  terminate(): void {
    this.#page.close();
    this.#inside.close();
  }

  /** What the browser does when the thread is lost. */
  crash(message: string): void {
    this.terminate();
    this.dispatchEvent(Object.assign(new Event('error'), { message }));
  }
}

export const inMemoryWorker = (api: object): Worker => new InMemoryWorker(api) as unknown as Worker;
