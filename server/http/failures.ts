/** Failures that are no fault of the program: a disk that is full, a database that is away, a client that went. */
import { HttpProblem } from '#/app/rest/problem';

/** Of nginx; whoever would read it is gone, and the log tells it from a failure. */
const goneStatus = 499;
const retryAfterSeconds = 5;

export const gone = (): HttpProblem =>
  new HttpProblem(
    { code: 'cancelled', message: 'The client went away.', place: 'connection', hint: 'Ask again.' },
    { status: goneStatus },
  );

const isFull = (code: string, message: string) =>
  ['ENOSPC', 'EDQUOT', '53100'].includes(code) || /no space left on device|disk full/i.test(message);

/** Of PostgreSQL: lost connections (08), too many (53300), shut down (57P), a standby (25006), given up for another (40). */
const isAway = (code: string, message: string) =>
  /^(08\w{3}|53300|57P0[1-5]|25006|40001|40P01)$/.test(code) ||
  /^(ECONN(REFUSED|RESET)|EPIPE|ETIMEDOUT|ENOTFOUND|CONNECT_TIMEOUT|CONNECTION_(CLOSED|ENDED|DESTROYED))$/.test(
    code,
  ) ||
  /PGlite is clos(ed|ing)/i.test(message);

/** undefined: a failure of the program. */
export function knownFailure(thrown: unknown): HttpProblem | undefined {
  if (thrown instanceof HttpProblem) return thrown;
  const { code = '', message = '' } = (thrown ?? {}) as { code?: unknown; message?: unknown };
  if (isFull(String(code), String(message)))
    return new HttpProblem({
      code: 'quota',
      message: 'The disk of the server is full.',
      place: 'server',
      hint: 'What was acknowledged is kept. Make room on it, then send this again.',
    });
  if (isAway(String(code), String(message)))
    return new HttpProblem(
      {
        code: 'offline',
        message: 'The database of the server is away.',
        place: 'server',
        hint: 'What was acknowledged is kept. Try again in a few seconds.',
      },
      { headers: { 'retry-after': String(retryAfterSeconds) } },
    );
  // What it refers to went while it was written.
  if (code === '23503')
    return new HttpProblem(
      {
        code: 'notFound',
        message: 'What this belongs to was erased in the meantime.',
        place: 'path',
        hint: 'GET /workspaces lists what is yours.',
      },
      { status: 404 },
    );
  return undefined;
}
