/** Calls, answers and labels of models in use: bounded, the oldest go first. Each change is one transaction. */
import type { Table } from 'dexie';
import { type Comparison, judged, type Outcome, withAnswers } from '#/core/inUse/comparison';
import { outcomeOf } from '#/core/inUse/outcomeOf';
import { TetradError } from '#/core/protocol/errors';
import {
  type AnsweredRow,
  type AnswerLog,
  emptyLog,
  type GivenLabel,
  type InUseRepository,
  type JoinedLabels,
  mostCalls,
} from '#/core/protocol/inUse';
import { alertRows } from './alertRows';
import { tablesInUse } from './schema';
import type { StorageContext } from './storageContext';
import { notFound } from './storageErrors';

const toldUnknown = 20;

export function inUseRepository({ relaxed }: StorageContext): InUseRepository {
  const { answerLogs, answeredCalls, answeredRows, comparisons } = relaxed;
  const change = <T>(work: () => Promise<T>) => relaxed.transaction('rw', tablesInUse(relaxed), work);
  const logOf = async (modelId: string): Promise<AnswerLog> =>
    (await answerLogs.get(modelId)) ?? emptyLog(modelId);

  async function dropOldest(table: Table<unknown, number>, modelId: string, count: number): Promise<void> {
    if (count <= 0) return;
    await table.bulkDelete(await table.where('modelId').equals(modelId).limit(count).primaryKeys());
  }
  /** To what the bounds allow. */
  async function trimmed(log: AnswerLog): Promise<AnswerLog> {
    const rows = Math.max(0, log.kept - log.bound);
    const calls = Math.max(0, log.calls - mostCalls);
    await dropOldest(answeredRows, log.modelId, rows);
    await dropOldest(answeredCalls, log.modelId, calls);
    const next = {
      ...log,
      kept: log.kept - rows,
      dropped: log.dropped + rows,
      calls: log.calls - calls,
      droppedCalls: log.droppedCalls + calls,
    };
    await answerLogs.put(next);
    return next;
  }

  return {
    log: logOf,

    setLog: async (modelId, wanted) =>
      await change(async () => await trimmed({ ...(await logOf(modelId)), ...wanted })),

    append: async (calls, rows, { missed = 0, compared } = {}) =>
      await change(async () => {
        const [first] = calls;
        if (!first) return;
        const log = await logOf(first.modelId);
        const wanted = rows.filter(({ comparison }) => log.on || comparison);
        const kept = wanted.slice(-log.bound);
        await answeredCalls.bulkAdd([...calls]);
        await answeredRows.bulkAdd(
          kept.map(({ row, datasetVersionId, ...answer }) => ({
            ...answer,
            ...(log.withRows && row && { row, ...(datasetVersionId !== undefined && { datasetVersionId }) }),
          })),
        );
        const comparison = compared && (await comparisons.get(compared.id));
        if (comparison) await comparisons.put(withAnswers(comparison, compared, first.at));
        await trimmed({
          ...log,
          calls: log.calls + calls.length,
          kept: log.kept + kept.length,
          // More at once than the bound: those before never get in, and are counted as gone too.
          dropped: log.dropped + wanted.length - kept.length,
          missed: log.missed + missed,
        });
      }),

    calls: async (modelId, since = 0) =>
      (
        await answeredCalls.where('[modelId+at]').between([modelId, since], [modelId, Infinity]).toArray()
      ).map(({ sequence: _sequence, ...call }) => call),

    async rows(modelId, newest) {
      const own = answeredRows.where('modelId').equals(modelId);
      const found = newest === undefined ? own : own.reverse().limit(newest);
      const rows = (await found.toArray()).map(({ sequence: _sequence, ...row }): AnsweredRow => row);
      return newest === undefined ? rows : rows.reverse();
    },

    join: async (modelId, labels, at) =>
      await change(async () => {
        const result: JoinedLabels = { joined: 0, changed: 0, unknown: [], unknownCount: 0 };
        const latest = await newestOf(modelId, labels);
        const learnt = new Map<string, Outcome[]>();
        const written: (AnsweredRow & { sequence?: number })[] = [];
        // Of an id that is given twice the last counts.
        for (const [id, value] of new Map(labels.map((label) => [label.id, label.value]))) {
          const row = latest.get(id);
          if (!row) {
            result.unknownCount++;
            if (result.unknown.length < toldUnknown) result.unknown.push(id);
            continue;
          }
          result.joined++;
          if (row.label !== undefined && row.label !== value) result.changed++;
          written.push({ ...row, label: value, labelledAt: at });
          // What was counted once is not counted again.
          const outcome = row.label === undefined ? outcomeOf(row, value) : undefined;
          if (outcome && row.comparison)
            learnt.set(row.comparison.id, [...(learnt.get(row.comparison.id) ?? []), outcome]);
        }
        await answeredRows.bulkPut(written);
        for (const [id, outcomes] of learnt) {
          const comparison = await comparisons.get(id);
          if (comparison) await comparisons.put(judged(comparison, outcomes, at));
        }
        return result;
      }),

    running: async (modelId) => await runningOf(modelId),

    comparisons: async (modelId) =>
      (await comparisons.where('modelId').equals(modelId).toArray()).sort(
        (a, b) => b.startedAt - a.startedAt,
      ),

    comparison: async (id) => await comparisons.get(id),

    begin: async (comparison) =>
      await change(async () => {
        const other = await runningOf(comparison.modelId);
        if (other)
          throw new TetradError({
            code: 'conflict',
            message: `Version ${other.challenger.version} is being compared with version ${other.champion.version} already.`,
            place: `comparison ${other.id}`,
            hint: 'Stop that one first.',
          });
        await comparisons.add(comparison);
        return comparison;
      }),

    change: async (id, changed) =>
      await change(async () => {
        const current = await comparisons.get(id);
        if (!current) throw notFound('comparison', id);
        const next = changed(current);
        await comparisons.put(next);
        return next;
      }),

    ...alertRows(relaxed, change),

    clear: async (modelId) =>
      await change(async () => {
        const { on, withRows, bound } = await logOf(modelId);
        for (const table of [answeredCalls, answeredRows])
          await table.where('modelId').equals(modelId).delete();
        await answerLogs.put({ ...emptyLog(modelId), on, withRows, bound });
      }),

    forget: async (modelId) =>
      await change(async () => {
        for (const table of tablesInUse(relaxed)) await table.where('modelId').equals(modelId).delete();
      }),
  };

  async function runningOf(modelId: string): Promise<Comparison | undefined> {
    return (await comparisons.where('modelId').equals(modelId).toArray()).find(
      ({ status }) => status === 'running',
    );
  }

  async function newestOf(modelId: string, labels: readonly GivenLabel[]) {
    const keys = [...new Set(labels.map(({ id }) => id))].map((id) => [modelId, id]);
    const found = await answeredRows.where('[modelId+id]').anyOf(keys).toArray();
    const latest = new Map<string, (typeof found)[number]>();
    for (const row of found)
      if ((row.sequence ?? 0) >= (latest.get(row.id)?.sequence ?? 0)) latest.set(row.id, row);
    return latest;
  }
}
