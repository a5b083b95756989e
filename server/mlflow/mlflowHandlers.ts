/**
 * MLflow's calls over the log of a workspace. One that writes has the workspace's row to its end, in whatever process, so
 * that names and numbers are given once; it is written whole or not at all.
 */
import { z } from 'zod';
import type { Config } from '../config';
import type { Database, Sql } from '../db/sql';
import { type Ask, bodyOf, json, type Person } from '../http/ask';
import { createClock } from '#/core/sync/clock';
import { experimentCalls } from './experiments';
import { invalid, mlflowAnswer } from './mlflowError';
import { mlflowCalls } from './mlflowOperations';
import { type Records, recordsOf } from './records';
import { registryCalls } from './registry';
import { runCalls } from './runs';
import { searchRuns } from './searchRuns';

/** Answers what is said back; throws MlflowError, or a ZodError about what was given. */
export type Call = (records: Records, given: unknown, who: string) => Promise<object>;

const calls: Record<string, Call> = {
  ...experimentCalls,
  ...runCalls,
  'POST runs/search': searchRuns,
  ...registryCalls,
};

export function mlflowHandlers(db: Database, { mostBodyBytes }: Config) {
  // Of this process: two of them never give the same time.
  const clock = createClock(`server${crypto.randomUUID().replaceAll('-', '')}`);

  const inLine = <T>(workspace: string, work: (sql: Sql) => Promise<T>): Promise<T> =>
    db.transaction(async (sql) => {
      await sql.all('select 1 from workspaces where id = $1 for update', [workspace]);
      return await work(sql);
    });

  const answer =
    (call: Call, access: 'read' | 'write') =>
    async ({ request, url, params: { workspace = '' }, person }: Ask): Promise<Response> => {
      try {
        const isBody = request.method === 'POST' || request.method === 'DELETE';
        const body = isBody ? await bodyOf(request, z.record(z.string(), z.unknown()), mostBodyBytes) : {};
        const given = { ...Object.fromEntries(url.searchParams), ...body };
        const work = (sql: Sql) => call(recordsOf(sql, workspace, clock), given, (person as Person).name);
        return json(await (access === 'write' ? inLine(workspace, work) : work(db)));
      } catch (thrown) {
        const told = mlflowAnswer(thrown instanceof z.ZodError ? invalid(wordsOf(thrown)) : thrown);
        if (told) return told;
        throw thrown;
      }
    };

  return Object.fromEntries(
    mlflowCalls.map(([method, call, access]) => [
      `mlflow ${method} ${call}`,
      answer(calls[`${method} ${call}`] as Call, access),
    ]),
  );
}

const wordsOf = ({ issues: [first] }: z.ZodError): string =>
  `${first?.path.map(String).join('.') || 'The request'}: ${first?.message ?? 'not valid'}`.slice(0, 500);
