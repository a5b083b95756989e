/** Runs by a filter in MLflow's words; the studio's own reader of such filters takes it. */
import { z } from 'zod';
import { TetradError } from '#/core/protocol/errors';
import type { Run } from '#/core/protocol/model';
import { compileQuery } from '#/core/runs/query/compileQuery';
import { parseQuery } from '#/core/runs/query/parseQuery';
import type { Call } from './mlflowHandlers';
import { invalid } from './mlflowError';
import type { Fields } from './records';
import { kindOfRun, wholeRun } from './runs';

const asked = z.object({
  experiment_ids: z.array(z.string()).max(1000).default([]),
  filter: z.string().max(10_000).default(''),
  run_view_type: z.enum(['ACTIVE_ONLY', 'DELETED_ONLY', 'ALL']).default('ACTIVE_ONLY'),
  max_results: z.coerce.number().int().min(1).max(50_000).default(1000),
  order_by: z.array(z.string().max(500)).max(20).default([]),
  page_token: z.string().max(50).optional(),
});

const ours: Record<string, string> = {
  run_id: 'id',
  run_name: 'name',
  start_time: 'started',
  end_time: 'finished',
  created: 'started',
};

/** Names of attributes outside of quotes. */
const inOurWords = (filter: string): string =>
  filter
    .split(/('[^']*'|"[^"]*"|`[^`]*`)/)
    .map((part, i) =>
      i % 2 === 1
        ? part
        : part.replace(
            /(?<![.\w])(attributes?\.|run\.)?(run_id|run_name|start_time|end_time|created)\b/gi,
            (_, _of, name: string) => ours[name.toLowerCase()] ?? name,
          ),
    )
    .join('');

/** As much of a run as a filter can ask for. */
function asRun(id: string, fields: Fields): Run {
  const under = (prefix: string) =>
    Object.fromEntries(
      Object.entries(fields).flatMap(([field, value]) =>
        field.startsWith(prefix) && value !== null ? [[field.slice(prefix.length), value]] : [],
      ),
    );
  const metrics = Object.entries(under('metric.')).map(([name, latest]) => [
    name,
    Number((latest as { value: string }).value),
  ]);
  return {
    id,
    name: fields.run_name,
    status: fields.status,
    experimentId: fields.experiment_id,
    startedAt: fields.start_time,
    finishedAt: fields.end_time,
    origin: 'mlflow',
    summary: Object.fromEntries(metrics) as Record<string, number>,
    params: under('param.'),
    tags: under('tag.'),
  } as unknown as Run;
}

const noNames = { datasets: new Map<string, string>(), experiments: new Map<string, string>() };

function testOf(filter: string): (run: Run) => boolean {
  if (filter.trim() === '') return () => true;
  try {
    const test = compileQuery(parseQuery(inOurWords(filter)));
    return (run) => test(run, noNames);
  } catch (thrown) {
    if (thrown instanceof TetradError) throw invalid(`filter: ${thrown.message} ${thrown.hint ?? ''}`.trim());
    throw thrown;
  }
}

type Key = (run: Run) => number | string | undefined;

function orderOf(text: string): { key: Key; sign: number } {
  const [, of, quoted, plain, way] =
    /^\s*(?:(metrics?|params?|tags?|attributes?)\.)?(?:[`"]([^`"]+)[`"]|([\w.-]+))(?:\s+(asc|desc))?\s*$/i.exec(
      text,
    ) ?? [];
  const name = quoted ?? plain;
  if (name === undefined)
    throw invalid(`order_by: "${text.slice(0, 100)}" cannot be read. Write "metrics.loss DESC".`);
  const attribute = ours[name] ?? name;
  const attributes: Record<string, Key> = {
    id: (run) => run.id,
    name: (run) => run.name,
    status: (run) => run.status,
    started: (run) => run.startedAt,
    finished: (run) => run.finishedAt,
  };
  const [group] = of ?? 'a';
  const keys: Record<string, Key | undefined> = {
    m: (run) => run.summary[name],
    p: (run) => String(run.params[name] ?? '') || undefined,
    t: (run) => run.tags[name],
    a: attributes[attribute],
  };
  const key = keys[group?.toLowerCase() ?? 'a'];
  if (!key) throw invalid(`order_by: a run has no attribute "${name.slice(0, 100)}".`);
  return { key, sign: way?.toLowerCase() === 'desc' ? -1 : 1 };
}

/** What a run does not have comes last, either way. */
function compared(a: Run, b: Run, { key, sign }: ReturnType<typeof orderOf>): number {
  const [x, y] = [key(a), key(b)];
  if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined);
  return x < y ? -sign : x > y ? sign : 0;
}

export const searchRuns: Call = async (records, given) => {
  const wish = asked.parse(given);
  const test = testOf(wish.filter);
  const orders = [...wish.order_by, 'attributes.start_time DESC', 'attributes.run_id'].map(orderOf);
  const stage = { ACTIVE_ONLY: 'active', DELETED_ONLY: 'deleted', ALL: undefined }[wish.run_view_type];
  const found = [...(await records.all(kindOfRun))]
    .filter(
      ([, fields]) =>
        wish.experiment_ids.includes(String(fields.experiment_id)) &&
        (stage === undefined || fields.lifecycle_stage === stage),
    )
    .map(([id, fields]) => ({ id, fields, run: asRun(id, fields) }))
    .filter(({ run }) => test(run))
    .toSorted((a, b) => {
      for (const order of orders) {
        const first = compared(a.run, b.run, order);
        if (first !== 0) return first;
      }
      return 0;
    });
  const from = Number(wish.page_token ?? 0) || 0;
  const page = found.slice(from, from + wish.max_results);
  const next = from + page.length;
  return {
    runs: page.map(({ id, fields }) => wholeRun(id, fields)),
    ...(next < found.length && { next_page_token: String(next) }),
  };
};
