/**
 * The metadata of a workspace: for each field of each record the value that was written last by its clock. Whoever was
 * away asks for what has a number after the last one seen. A record that was deleted stays deleted.
 */
import type { Sql } from '../db/sql';

export interface Entry {
  kind: string;
  record: string;
  /** `deleted` deletes the record. */
  field: string;
  value: unknown;
  clock: string;
}

export const deletion = 'deleted';

export interface Written {
  seq: number;
  /** How many entries count; the others were older than what is there, or of a record that is deleted. */
  accepted: number;
}

/** All entries or none; the same ones again change nothing. */
export async function writeEntries(sql: Sql, workspace: string, entries: readonly Entry[]): Promise<Written> {
  return await sql.transaction(async (inner) => {
    // The row is held until the end: numbers are given one after the other, and nobody reads past a gap.
    const [held] = await inner.all<{ seq: number }>(
      'select seq::float8 as seq from workspaces where id = $1 for update',
      [workspace],
    );
    let seq = held?.seq ?? 0;
    const before = seq;
    for (const { kind, record, field, value, clock } of entries) {
      const changed = await inner.all(
        `insert into fields (workspace_id, kind, record, field, value, clock, seq)
         select $1, $2, $3, $4, $5, $6, $7
         where $4 = '${deletion}' or not exists (
           select 1 from fields where workspace_id = $1 and kind = $2 and record = $3 and field = '${deletion}')
         on conflict (workspace_id, kind, record, field) do update
           set value = excluded.value, clock = excluded.clock, seq = excluded.seq
           where fields.clock < excluded.clock collate "C"
         returning seq`,
        [workspace, kind, record, field, JSON.stringify(value), clock, seq + 1],
      );
      if (changed.length === 0) continue;
      seq++;
      if (field === deletion)
        await inner.all(
          `delete from fields where workspace_id = $1 and kind = $2 and record = $3 and field <> '${deletion}'`,
          [workspace, kind, record],
        );
    }
    await inner.all('update workspaces set seq = $2 where id = $1', [workspace, seq]);
    return { seq, accepted: seq - before };
  });
}

export async function readEntries(
  sql: Sql,
  workspace: string,
  after: number,
  limit: number,
): Promise<(Entry & { seq: number })[]> {
  const rows = await sql.all<{
    kind: string;
    record: string;
    field: string;
    value: string;
    clock: string;
    seq: number;
  }>(
    `select kind, record, field, value, clock, seq::float8 as seq from fields
     where workspace_id = $1 and seq > $2 order by seq limit $3`,
    [workspace, after, limit],
  );
  return rows.map((row) => ({ ...row, value: JSON.parse(row.value) as unknown }));
}
