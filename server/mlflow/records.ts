/** Records of a workspace's log as MLflow's calls need them: whole ones, written with the server's own clock. */
import type { Sql } from '../db/sql';
import type { Clock } from '#/core/sync/clock';
import { deletion, writeEntries } from '../log/fieldLog';

export type Fields = Record<string, unknown>;

export interface Records {
  get(kind: string, record: string): Promise<Fields | undefined>;
  /** By their names. */
  all(kind: string): Promise<Map<string, Fields>>;
  put(kind: string, record: string, fields: Fields): Promise<void>;
}

const mostAtOnce = 1000;

export function recordsOf(db: Sql, workspace: string, clock: Clock): Records {
  const read = async (kind: string, record?: string): Promise<Map<string, Fields>> => {
    const rows = await select(db, workspace, kind, record);
    const found = new Map<string, Fields>();
    for (const row of rows) {
      const fields = found.get(row.record) ?? {};
      fields[row.field] = JSON.parse(row.value);
      found.set(row.record, fields);
    }
    for (const [name, fields] of found) if (deletion in fields) found.delete(name);
    return found;
  };
  return {
    get: async (kind, record) => (await read(kind, record)).get(record),
    all: (kind) => read(kind),
    async put(kind, record, fields) {
      // Another process, or a studio, may have a clock that is ahead: what is written now counts all the same.
      const [seen] = await db.all<{ clock: string | null }>(
        `select max(clock collate "C") as clock from fields where workspace_id = $1 and kind = $2 and record = $3`,
        [workspace, kind, record],
      );
      if (seen?.clock) clock.see(seen.clock);
      const entries = Object.entries(fields).map(([field, value]) => ({
        kind,
        record,
        field,
        value: value ?? null,
        clock: clock.next(),
      }));
      for (let at = 0; at < entries.length; at += mostAtOnce)
        await writeEntries(db, workspace, entries.slice(at, at + mostAtOnce));
    },
  };
}

const select = (sql: Pick<Sql, 'all'>, workspace: string, kind: string, record: string | undefined) =>
  sql.all<{ record: string; field: string; value: string }>(
    `select record, field, value from fields where workspace_id = $1 and kind = $2
     and ($3::text is null or record = $3) order by record, seq`,
    [workspace, kind, record ?? null],
  );
