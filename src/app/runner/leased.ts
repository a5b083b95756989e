/** What a runner was given to do, and what it does it with. */
import { TetradError } from '#/core/protocol/errors';
import type { AppServices } from '../services';
import type { ServerApi } from '../sync/serverApi';

export interface Leased {
  id: string;
  method: string;
  path: string;
  contentType: string;
  /** Base64. */
  body: string;
  isJob: boolean;
  attempts: number;
  studioJob: string | null;
}

/** What carrying something out needs. */
export interface Working {
  services: AppServices;
  /** The API of this studio. */
  answer(request: Request): Promise<Response>;
  server: ServerApi;
  name: string;
  beatEveryMs: number;
  shareEveryMs: number;
  share(): Promise<void>;
  say(line: object): void;
  isStopped(): boolean;
}

/** Only of the API: what a server hands out is no word to this studio beyond it. */
export function requestOf({ method, path, contentType, body }: Leased): Request {
  if (!/^\/(ml|api\/ml)\//.test(path))
    throw new TetradError({
      code: 'badInput',
      message: 'The server asks for what is not of the API.',
      place: path,
    });
  const bytes = Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0));
  const hasBody = method === 'POST' || method === 'PUT';
  return new Request(`http://runner${path}`, {
    method,
    headers: { ...(contentType && { 'content-type': contentType }) },
    ...(hasBody && { body: bytes }),
  });
}
