/** What a handler is given, and the words of the failures that several have. */
import type { z } from 'zod';
import { HttpProblem } from '#/app/rest/problem';
import type { Role, Scope } from '../operations';

export interface Person {
  id: string;
  name: string;
  /** Of the token that was sent. */
  tokenId: string;
  scopes: readonly Scope[];
}

export interface Ask {
  request: Request;
  url: URL;
  /** Names in the path. */
  params: Readonly<Record<string, string>>;
  /** Undefined for public operations. */
  person?: Person;
  /** In the workspace of the path. */
  role?: Role;
}

export const nowhere = (what: string): HttpProblem =>
  new HttpProblem({
    code: 'notFound',
    message: `There is no such ${what}, or it is not yours to see.`,
    place: 'path',
    hint: 'GET /workspaces lists what is yours.',
  });

export const refused = (message: string, place: string, hint: string, status = 400): HttpProblem =>
  new HttpProblem({ code: status === 409 ? 'conflict' : 'badInput', message, place, hint }, { status });

export const json = (value: unknown, status = 200): Response =>
  Response.json(value, {
    status,
    headers: { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
  });

/** Read no further than the limit. */
export async function bytesOf(request: Request, mostBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes)
      throw refused(
        `The body is larger than ${mostBytes} bytes.`,
        'body',
        'Send it in several requests.',
        413,
      );
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The body as the schema wants it. */
export async function bodyOf<T>(request: Request, schema: z.ZodType<T>, mostBytes: number): Promise<T> {
  const text = (await bytesOf(request, mostBytes)).toString('utf8');
  // The database has no word for it.
  if (/\0|\\u0000/.test(text)) throw refused('The body holds a zero character.', 'body', 'Leave it out.');
  let value: unknown;
  try {
    value = JSON.parse(text || '{}');
  } catch {
    throw refused('The body is not JSON.', 'body', 'Names and texts stand in double quotes.');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  const place = first?.path.map(String).join('.').slice(0, 200) || 'body';
  throw refused(
    `${place}: ${first?.message.slice(0, 300) ?? 'not valid'}.`,
    place,
    'server/README.md says what it takes.',
  );
}
