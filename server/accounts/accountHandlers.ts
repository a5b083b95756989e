/** People: how they come in, their sessions and tokens. The first one may register; everybody after by an invitation. */
import { z } from 'zod';
import { HttpProblem } from '#/app/rest/problem';
import type { Config } from '../config';
import type { Database, Row, Sql } from '../db/sql';
import { type Ask, bodyOf, json, nowhere, type Person, refused } from '../http/ask';
import { createLimits } from '../http/limits';
import { type Role, scopes } from '../operations';
import { hashPassword, hashToken, isPassword, newToken } from './secrets';

const name = z.string().regex(/^[\p{L}\p{N}._@-]{1,64}$/u, 'letters, digits and . _ @ -, at most 64');
const password = z.string().min(10, 'at least 10 characters').max(1000);
const invite = z.string().max(200);
export const credentials = z.strictObject({ name, password: z.string().max(1000) });
export const registration = z.strictObject({ name, password, invite: invite.optional() });
export const tokenWish = z.strictObject({
  name: z.string().min(1).max(100),
  scopes: z.array(z.enum(scopes)).min(1),
  days: z.int().min(1).max(3650).default(90),
});
export const acceptance = z.strictObject({ invite });
const sessionDays = 30;

const isTaken = (thrown: unknown) => (thrown as { code?: string }).code === '23505';

export function accountHandlers(
  db: Database,
  { mostBodyBytes, mostAttempts }: Config,
  passwordCost?: number,
) {
  const attempts = createLimits(mostAttempts / 60, mostAttempts);

  async function issue(userId: string, what: string, given: readonly string[], days: number) {
    const token = newToken();
    const [row] = await db.all<{ id: string; expires: string }>(
      `insert into tokens (hash, user_id, name, scopes, expires_at)
       values ($1, $2, $3, $4, now() + $5::int * interval '1 day') returning id, expires_at::text as expires`,
      [hashToken(token), userId, what, given, days],
    );
    return { id: row?.id, token, expires_at: row?.expires };
  }

  return {
    async register({ request }: Ask) {
      const given = await bodyOf(request, registration, mostBodyBytes);
      const hash = await hashPassword(given.password, passwordCost);
      const id = await db
        .transaction(async (sql) => {
          await sql.all('lock table users in exclusive mode');
          const [first] = await sql.all('select 1 from users limit 1');
          if (first && given.invite === undefined)
            throw refused(
              'This server takes new people by invitation.',
              'invite',
              'Ask an owner of a workspace for one.',
              403,
            );
          const [user] = await sql.all<{ id: string }>(
            'insert into users (name, password) values ($1, $2) returning id',
            [given.name, hash],
          );
          const userId = user?.id ?? '';
          if (given.invite !== undefined) await useInvite(sql, given.invite, userId);
          return userId;
        })
        .catch((thrown) => {
          throw isTaken(thrown)
            ? refused(`The name "${given.name}" is taken.`, 'name', 'Take another.', 409)
            : thrown;
        });
      return json(
        { user: { id, name: given.name }, ...(await issue(id, 'session', scopes, sessionDays)) },
        201,
      );
    },

    async login({ request }: Ask) {
      const given = await bodyOf(request, credentials, mostBodyBytes);
      const wait = attempts.take(given.name);
      if (wait > 0)
        throw new HttpProblem(
          {
            code: 'conflict',
            message: 'Too many attempts for this name.',
            place: 'name',
            hint: `Wait ${wait} s.`,
          },
          { status: 429, headers: { 'retry-after': String(wait) } },
        );
      const [user] = await db.all<{ id: string; password: string }>(
        'select id, password from users where name = $1',
        [given.name],
      );
      // A name that is not there takes as long as a wrong password.
      const isRight = await isPassword(given.password, user?.password ?? (await nobody(passwordCost)));
      if (!user || !isRight)
        throw refused('The name or the password is wrong.', 'password', 'Try again.', 401);
      return json({
        user: { id: user.id, name: given.name },
        ...(await issue(user.id, 'session', scopes, sessionDays)),
      });
    },

    async logout({ person }: Ask) {
      await db.all('delete from tokens where id = $1', [(person as Person).tokenId]);
      return new Response(null, { status: 204 });
    },

    async accept({ request, person }: Ask) {
      const given = await bodyOf(request, acceptance, mostBodyBytes);
      const workspace = await db.transaction((sql) => useInvite(sql, given.invite, (person as Person).id));
      return json({ workspace });
    },

    async me({ person }: Ask) {
      const { id, name: called, scopes: given } = person as Person;
      return json({ id, name: called, scopes: given });
    },

    async listTokens({ person }: Ask) {
      const rows = await db.all<Row>(
        `select id, name, scopes, created_at::text, expires_at::text from tokens where user_id = $1 order by created_at`,
        [(person as Person).id],
      );
      return json({ tokens: rows });
    },

    async createToken({ request, person }: Ask) {
      const given = await bodyOf(request, tokenWish, mostBodyBytes);
      return json(await issue((person as Person).id, given.name, given.scopes, given.days), 201);
    },

    async deleteToken({ person, params: { token = '' } }: Ask) {
      const rows = await db.all('delete from tokens where id::text = $1 and user_id = $2 returning id', [
        token,
        (person as Person).id,
      ]);
      if (rows.length === 0) throw nowhere('token');
      return new Response(null, { status: 204 });
    },
  };
}

let nobodysHash: Promise<string> | undefined;
const nobody = (cost: number | undefined): Promise<string> =>
  (nobodysHash ??= hashPassword(newToken(), cost));

/** Once; whoever is a member already keeps the role. */
async function useInvite(sql: Pick<Sql, 'all'>, given: string, userId: string): Promise<string> {
  const [found] = await sql.all<{ workspace_id: string; role: Role }>(
    'delete from invites where hash = $1 and expires_at > now() returning workspace_id, role',
    [hashToken(given)],
  );
  if (!found)
    throw refused(
      'This invitation was used, has run out, or never was.',
      'invite',
      'Ask for a new one.',
      403,
    );
  await sql.all(
    'insert into members (workspace_id, user_id, role) values ($1, $2, $3) on conflict do nothing',
    [found.workspace_id, userId, found.role],
  );
  return found.workspace_id;
}
