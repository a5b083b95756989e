/** A request through the table: who asks, whether they may, the handler, the audit log. */
import { matchRoute } from '#/app/rest/matchRoute';
import { HttpProblem, problem } from '#/app/rest/problem';
import type { Method } from '#/app/rest/restRoute';
import { hashToken } from '../accounts/secrets';
import { appendAudit } from '../auditLog';
import type { Config } from '../config';
import type { Database } from '../db/sql';
import { type Operation, operations, type OwnOperation, type Role, type Scope } from '../operations';
import { type Ask, nowhere, type Person, refused } from './ask';
import { gone, knownFailure } from './failures';
import { createFigures, type Figures } from './figures';
import { createLimits } from './limits';
import type { Answer } from './listen';

type Handler = (ask: Ask) => Promise<Response>;
/** By the name of their operation. */
export type Handlers = Record<OwnOperation, Handler> & Readonly<Record<string, Handler | undefined>>;

const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

export interface RouterDeps {
  db: Database;
  config: Config;
  handlers: Handlers;
  figures?: Figures;
  /** One line for each request. */
  log?(line: object): void;
}

export function createRouter({ db, config, handlers, figures = createFigures(), log }: RouterDeps): Answer {
  const limits = createLimits(config.perSecond, config.burst);

  /** Who sent the token, and their role in the workspace, in one question. */
  async function personOf(
    request: Request,
    workspace: string | undefined,
  ): Promise<{ person: Person; role?: Role } | undefined> {
    const [, token] = /^Bearer (\S{1,200})$/.exec(request.headers.get('authorization') ?? '') ?? [];
    if (!token) return undefined;
    const [row] = await db.all<{
      id: string;
      name: string;
      token_id: string;
      scopes: Scope[];
      role: Role | null;
    }>(
      `select users.id, users.name, tokens.id as token_id, tokens.scopes, members.role from tokens
       join users on users.id = tokens.user_id
       left join members on members.user_id = users.id and members.workspace_id = $2
       where tokens.hash = $1 and tokens.expires_at > now()`,
      [hashToken(token), workspace !== undefined && isUuid(workspace) ? workspace : null],
    );
    if (!row) return undefined;
    const person = { id: row.id, name: row.name, tokenId: row.token_id, scopes: row.scopes };
    return { person, ...(row.role && { role: row.role }) };
  }

  /** Throws where they may not. */
  async function admitted(operation: Operation, request: Request, params: Ask['params'], address: string) {
    const found = operation.for === 'public' ? undefined : await personOf(request, params.workspace);
    const person = found?.person;
    const wait = limits.take(person?.id ?? address);
    if (wait > 0)
      throw new HttpProblem(
        { code: 'conflict', message: 'Too many requests.', place: 'rate', hint: `Wait ${wait} s.` },
        { status: 429, headers: { 'retry-after': String(wait) } },
      );
    if (operation.for === 'public') return {};
    if (!person)
      throw new HttpProblem(
        {
          code: 'badInput',
          message: 'This needs an account: the token is missing, wrong or no longer valid.',
          place: 'header authorization',
          hint: 'POST /auth/login answers with a token; send it as "Bearer …".',
        },
        { status: 401, headers: { 'www-authenticate': 'Bearer' } },
      );
    if (!person.scopes.includes(operation.scope))
      throw notAllowed(
        `This token may not ${operation.scope}.`,
        'Take one with this scope (POST /auth/tokens).',
      );
    if (operation.for === 'user') return { person };
    const role = found?.role;
    if (!role) throw nowhere('workspace');
    if (!operation.for.includes(role))
      throw notAllowed(`A ${role} may not do this.`, `It is for ${operation.for.join(', ')}: ask an owner.`);
    return { person, role };
  }

  return async (request, address) => {
    const started = performance.now();
    const url = new URL(request.url);
    let operation: Operation | undefined;
    let who = '-';
    const answer = async (): Promise<Response> => {
      if (/%00/.test(request.url))
        throw refused('The address holds a zero character.', 'path', 'Leave it out.');
      const { route, params } = findOperation(request.method, url.pathname);
      operation = route;
      const { person, role } = await admitted(route, request, params, address);
      who = person?.name ?? '-';
      const response = await (handlers[route.name] as Handler)({ request, url, params, person, role });
      if (route.audited) {
        const { workspace } = params;
        await appendAudit(db, {
          at: new Date().toISOString(),
          workspace: workspace ?? null,
          who,
          what: route.name,
          target: url.pathname.slice(0, 300),
        });
      }
      return response;
    };
    if (request.method === 'OPTIONS') return forPages(new Response(null, { status: 204 }), request);
    const response = await answer().catch((thrown: unknown) => {
      const known =
        request.signal.aborted && !(thrown instanceof HttpProblem) ? gone() : knownFailure(thrown);
      const isOurs = !known || (known !== thrown && known.more.status === undefined);
      if (isOurs) log?.({ level: 'error', message: String(thrown), at: new Date().toISOString() });
      return problem(known ?? hidden());
    });
    const ms = performance.now() - started;
    const name = operation?.name ?? 'none';
    figures.count(name, response.status, ms);
    log?.({
      level: 'info',
      at: new Date().toISOString(),
      operation: name,
      status: response.status,
      ms: Math.round(ms * 10) / 10,
      who,
      address,
    });
    return forPages(response, request);
  };
}

/**
 * Studios are pages of other addresses. Whoever asks sends a token by hand: there are no cookies that a foreign page
 * could make use of, so any page may ask.
 */
function forPages(response: Response, { method, headers }: Request): Response {
  response.headers.set('access-control-allow-origin', '*');
  response.headers.set('access-control-expose-headers', 'upload-offset, etag, content-range, retry-after');
  if (method !== 'OPTIONS') return response;
  response.headers.set('access-control-allow-methods', 'GET, HEAD, POST, PUT, DELETE');
  response.headers.set(
    'access-control-allow-headers',
    'authorization, content-type, content-range, idempotency-key, if-none-match, last-event-id, range',
  );
  response.headers.set('access-control-max-age', '86400');
  if (headers.get('access-control-request-private-network') === 'true')
    response.headers.set('access-control-allow-private-network', 'true');
  return response;
}

const answered = operations.filter((one): one is Operation & { method: Method } => one.method !== 'HEAD');

/** HEAD is an operation of its own where the table has one. */
function findOperation(
  method: string,
  pathname: string,
): { route: Operation; params: Record<string, string> } {
  const { route, params } = matchRoute(answered, method, pathname);
  const own = operations.find((one) => one.path === route.path && one.method === method);
  return { route: own ?? route, params };
}

const notAllowed = (message: string, hint: string) =>
  new HttpProblem({ code: 'badInput', message, place: 'header authorization', hint }, { status: 403 });

/** What broke inside is for the log of the server, not for who asked. */
const hidden = () =>
  new HttpProblem(
    { code: 'internal', message: 'The server failed.', hint: 'Try again; the log of the server says why.' },
    { status: 500 },
  );
