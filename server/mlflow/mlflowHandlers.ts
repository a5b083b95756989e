/** MLflow's calls over the log of a workspace: one at a time in a workspace, so that names and numbers are given once. */
import { z } from 'zod';
import type { Config } from '../config';
import type { Database } from '../db/sql';
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
  const clock = createClock('server');
  const lines = new Map<string, Promise<unknown>>();

  async function inLine<T>(workspace: string, work: () => Promise<T>): Promise<T> {
    const before = lines.get(workspace) ?? Promise.resolve();
    const mine = before.then(work, work);
    lines.set(workspace, mine);
    try {
      return await mine;
    } finally {
      if (lines.get(workspace) === mine) lines.delete(workspace);
    }
  }

  const answer =
    (call: Call, access: 'read' | 'write') =>
    async ({ request, url, params: { workspace = '' }, person }: Ask): Promise<Response> => {
      try {
        const isBody = request.method === 'POST' || request.method === 'DELETE';
        const body = isBody ? await bodyOf(request, z.record(z.string(), z.unknown()), mostBodyBytes) : {};
        const given = { ...Object.fromEntries(url.searchParams), ...body };
        const work = () => call(recordsOf(db, workspace, clock), given, (person as Person).name);
        return json(await (access === 'write' ? inLine(workspace, work) : work()));
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
