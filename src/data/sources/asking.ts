/** One host and what is asked of it: whether it is allowed, what it answered, how much went and came. */
import type { TetradError } from '#/core/protocol/errors';
import type { Traffic } from '#/core/protocol/sourceApi';
import { requireAllowed, requireSameService } from '#/core/sources/hosts';
import type { Outgoing } from '#/core/sources/sourceDef';
import {
  type AskedPlace,
  firstWordsOf,
  looksLikePage,
  noData,
  notReadable,
  refusedBy,
} from '#/core/sources/sourceErrors';
import { BrokeOff, withinTime } from './transfer';

export interface AskingDeps {
  place: AskedPlace;
  handsOutBy?(host: string): boolean;
  allowed(): Promise<string[]>;
  tell(traffic: Traffic): void;
  idleMs: number;
}

const mostListBytes = 64 * 2 ** 20;
const mostErrorBytes = 16 * 2 ** 10;
/** Worth another try: the host is busy, or its proxy lost it. */
const passing = new Set([408, 429, 500, 502, 503, 504]);

export class Asking {
  readonly #deps: AskingDeps;
  #came = 0;
  /** Of the last try, where there was more to say than that it broke off. */
  lastProblem?: TetradError;

  constructor(deps: AskingDeps) {
    this.#deps = deps;
  }

  get place(): AskedPlace {
    return this.#deps.place;
  }

  /** 200, 206 or 416; throws in words for all else, BrokeOff for what may pass. */
  async ask({ url, headers = {} }: Outgoing, signal: AbortSignal): Promise<Response> {
    const { place, handsOutBy, tell, idleMs } = this.#deps;
    const allowed = await this.#deps.allowed();
    requireAllowed(place.host, allowed);
    const up = Object.entries(headers).reduce(
      (sum, [name, value]) => sum + name.length + value.length + 4,
      url.length,
    );
    tell({ host: place.host, up, down: 0, requests: 1 });
    const stop = new AbortController();
    const onAbort = () => stop.abort();
    signal.addEventListener('abort', onAbort, { once: true });
    const response = await withinTime(
      fetch(url, {
        headers,
        signal: stop.signal,
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        cache: 'no-store',
      }),
      idleMs,
      signal,
    ).catch((thrown: unknown) => {
      stop.abort();
      if (signal.aborted) throw thrown;
      this.lastProblem = notReadable(place);
      throw thrown instanceof BrokeOff || this.#hasAnswered ? new BrokeOff() : this.lastProblem;
    });
    this.#hasAnswered = true;
    try {
      requireSameService(place.host, response.url, { allowed, handsOutBy });
      if (response.ok || response.status === 416) {
        this.lastProblem = undefined;
        return response;
      }
      const words = firstWordsOf(await this.#beginning(response, mostErrorBytes, signal));
      const problem = refusedBy(place, response.status, words);
      if (!passing.has(response.status)) throw problem;
      this.lastProblem = problem;
      throw new BrokeOff();
    } catch (thrown) {
      stop.abort();
      throw thrown;
    }
  }

  /** A host that once answered and then does not is a connection that broke; one that never did is not readable. */
  #hasAnswered = false;

  /** A whole answer that is text, not too long. */
  async text(outgoing: Outgoing, signal: AbortSignal): Promise<{ text: string; headers: Headers }> {
    const response = await this.ask(outgoing, signal).catch((thrown: unknown) => {
      throw thrown instanceof BrokeOff ? (this.lastProblem ?? notReadable(this.place)) : thrown;
    });
    const text = await this.#beginning(response, mostListBytes, signal).catch((thrown: unknown) => {
      throw thrown instanceof BrokeOff || thrown instanceof TypeError ? notReadable(this.place) : thrown;
    });
    if (looksLikePage(text)) throw noData(this.place, firstWordsOf(text));
    return { text, headers: response.headers };
  }

  /** A page where data was asked for is refused in its own first words. */
  requireData({ headers }: Response, head: Uint8Array, name: string): void {
    if (/\.x?html?(\.gz)?$/i.test(name)) return;
    const text = new TextDecoder().decode(head);
    const isHtml = /^(text\/html|application\/xhtml)/i.test(headers.get('Content-Type') ?? '');
    if (looksLikePage(text) || (isHtml && /^\s*</.test(text))) throw noData(this.place, firstWordsOf(text));
  }

  count(bytes: number): void {
    this.#came += bytes;
  }

  tellCount(): void {
    if (this.#came > 0) this.#deps.tell({ host: this.place.host, up: 0, down: this.#came, requests: 0 });
    this.#came = 0;
  }

  async #beginning(response: Response, mostBytes: number, signal: AbortSignal): Promise<string> {
    const reader = response.body?.getReader();
    const decoder = new TextDecoder();
    let text = '';
    let bytes = 0;
    while (reader && bytes < mostBytes) {
      const { done, value } = await withinTime(reader.read(), this.#deps.idleMs, signal);
      if (done) break;
      bytes += value.length;
      text += decoder.decode(value, { stream: true });
    }
    this.count(bytes);
    this.tellCount();
    reader?.cancel().catch(() => {});
    return text + decoder.decode();
  }
}
