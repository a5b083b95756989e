/** What a studio asks of a server; every failure is a TetradError, one of the network says so by its code. */
import type { BlobRef } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { NetAnswer, NetRequest } from '#/core/protocol/sourceApi';
import type { FieldEntry } from '#/core/protocol/sync';

export type Ask = (request: NetRequest) => Promise<Omit<NetAnswer, 'traffic'>>;
type Answer = Awaited<ReturnType<Ask>>;

export interface ServerApi {
  json<T>(method: string, path: string, body?: unknown): Promise<T>;
  readLog(after: number): Promise<{ entries: (FieldEntry & { seq: number })[]; more: boolean }>;
  writeLog(entries: readonly FieldEntry[]): Promise<{ seq: number; accepted: number }>;
  /** Goes on where an earlier try broke off; nothing where it is there. */
  putBlob(hash: string, bytes: Uint8Array): Promise<void>;
  /** Not checked: whoever stores it does. undefined: it is not there. */
  getBlob(ref: BlobRef): Promise<Uint8Array | undefined>;
}

const logAtOnce = 2000;
/** A break costs no more than this. */
const partBytes = 8 * 2 ** 20;

export function serverApi(
  ask: Ask,
  { url, token }: { url: string; token?: string },
  workspace = '',
): ServerApi {
  const headers = token ? { authorization: `Bearer ${token}` } : undefined;
  const at = (path: string) => `${url}${path.replace('{workspace}', workspace)}`;
  const json = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await ask({
      url: at(path),
      method,
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: new TextEncoder().encode(JSON.stringify(body)) }),
    });
    if (answer.status >= 400) throw problemOf(answer, path);
    return (answer.body.length > 0 ? parsed(answer) : {}) as T;
  };
  return {
    json,
    readLog: (after) => json('GET', `/workspaces/{workspace}/log?after=${after}&limit=${logAtOnce}`),
    writeLog: (entries) => json('POST', '/workspaces/{workspace}/log', { entries }),
    async putBlob(hash, bytes) {
      const path = `/workspaces/{workspace}/blobs/${hash}`;
      const there = await ask({ url: at(path), method: 'HEAD', headers: { ...headers } });
      if (there.status === 200) return;
      if (there.status !== 404) throw problemOf(there, path);
      let from = Number(there.headers['upload-offset'] ?? 0);
      if (!(from >= 0 && from < bytes.length)) from = 0;
      do {
        const to = Math.min(from + partBytes, bytes.length);
        const isWhole = from === 0 && to === bytes.length;
        const answer = await ask({
          url: at(path),
          method: 'PUT',
          headers: {
            ...headers,
            'content-type': 'application/octet-stream',
            ...(!isWhole && { 'content-range': `bytes ${from}-${to - 1}/${bytes.length}` }),
          },
          body: bytes.slice(from, to),
        });
        if (answer.status >= 400) throw problemOf(answer, path);
        from = to;
      } while (from < bytes.length);
    },
    async getBlob({ hash, bytes }) {
      const path = `/workspaces/{workspace}/blobs/${hash}`;
      const answer = await ask({ url: at(path), method: 'GET', headers: { ...headers }, mostBytes: bytes });
      if (answer.status === 404) return undefined;
      if (answer.status >= 400) throw problemOf(answer, path);
      return answer.body;
    },
  };
}

function parsed({ body }: Answer): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    throw new TetradError({
      code: 'badInput',
      message: 'This address does not answer as a server of Tetrad does.',
      place: 'url',
      hint: 'Give the address that "npm run server" says, for example http://127.0.0.1:8420.',
    });
  }
}

function problemOf(answer: Answer, path: string): TetradError {
  let told: { code?: string; detail?: string; place?: string; hint?: string } = {};
  try {
    told = JSON.parse(new TextDecoder().decode(answer.body)) as typeof told;
  } catch {
    // A proxy in between, or a HEAD.
  }
  const isSignedOut = answer.status === 401;
  return new TetradError({
    code:
      answer.status === 404
        ? 'notFound'
        : answer.status === 507
          ? 'quota'
          : answer.status === 409
            ? 'conflict'
            : 'badInput',
    message: told.detail ?? `The server answered ${answer.status}.`,
    place: told.place ?? path.replace(/\?.*$/, ''),
    hint:
      isSignedOut && token401.test(told.hint ?? '') ? 'Sign in again.' : (told.hint ?? 'Try again later.'),
  });
}
const token401 = /auth\/login/;
