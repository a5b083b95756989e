/** A request to a server that shares a workspace: its host is allowed by name, as that of every other place. */
import { TetradError } from '#/core/protocol/errors';
import type { NetAnswer, NetRequest } from '#/core/protocol/sourceApi';
import { hostOf, requireAllowed } from '#/core/sources/hosts';
import { notReadable } from '#/core/sources/sourceErrors';
import { withinTime } from './transfer';

const mostAnswerBytes = 64 * 2 ** 20;

export async function askServer(
  { url, method, headers, body, mostBytes = mostAnswerBytes, timeoutMs }: NetRequest,
  allowed: readonly string[],
  idleMs: number,
): Promise<NetAnswer> {
  const host = hostOf(url);
  requireAllowed(host, allowed);
  const place = { host, what: new URL(url).pathname };
  const signal = timeoutMs === undefined ? new AbortController().signal : AbortSignal.timeout(timeoutMs);
  try {
    const response = await withinTime(
      fetch(url, {
        method,
        headers,
        ...(body && { body }),
        // Who is sent on would tell the token to somebody else.
        redirect: 'error',
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        cache: 'no-store',
        signal,
      }),
      idleMs,
      signal,
    );
    const bytes = await bodyOf(response, response.ok ? mostBytes : mostAnswerBytes, idleMs, signal);
    if (!bytes) throw tooLong(host);
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: bytes,
      traffic: {
        host,
        up: upBytes(url, headers) + (body?.byteLength ?? 0),
        down: bytes.byteLength,
        requests: 1,
      },
    };
  } catch (thrown) {
    if (signal.aborted) throw tooSlow(place, timeoutMs ?? 0);
    throw thrown instanceof TetradError ? thrown : offline(notReadable(place));
  }
}

const upBytes = (url: string, headers: Record<string, string>): number =>
  Object.entries(headers).reduce((sum, [name, value]) => sum + name.length + value.length + 4, url.length);

async function bodyOf(
  response: Response,
  mostBytes: number,
  idleMs: number,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const reader = response.body?.getReader();
  let bytes = 0;
  while (reader) {
    const { done, value } = await withinTime(reader.read(), idleMs, signal);
    if (done) break;
    bytes += value.length;
    if (bytes > mostBytes) {
      reader.cancel().catch(() => {});
      return undefined;
    }
    chunks.push(value);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/** Whatever it is, it may pass: what is to be sent waits. */
const offline = (error: TetradError): TetradError => new TetradError({ ...error.toInfo(), code: 'offline' });

const tooSlow = ({ host, what }: { host: string; what: string }, ms: number): TetradError =>
  new TetradError({
    code: 'offline',
    message: `${host} gave no answer within ${ms / 1000} s.`,
    place: what,
    hint: 'Look whether it is up, and whether the address is still right.',
  });

const tooLong = (host: string): TetradError =>
  new TetradError({
    code: 'corrupt',
    message: 'The server answered with more bytes than were asked for.',
    place: host,
    hint: 'Nothing of it was stored.',
  });
