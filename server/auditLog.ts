/** Who did what, only added to: each line holds the hash of the one before, so that none can be taken out or changed unseen. */
import { createHash } from 'node:crypto';
import type { Row, Sql } from './db/sql';

export interface AuditLine {
  at: string;
  workspace: string | null;
  who: string;
  what: string;
  target: string;
}

const start = '0'.repeat(64);

const hashOf = (before: string, { at, workspace, who, what, target }: AuditLine): string =>
  createHash('sha256')
    .update(JSON.stringify([before, at, workspace, who, what, target]))
    .digest('hex');

export async function appendAudit(sql: Sql, line: AuditLine): Promise<void> {
  await sql.transaction(async (inner) => {
    await inner.all('lock table audit in exclusive mode');
    const [last] = await inner.all<{ hash: string }>('select hash from audit order by seq desc limit 1');
    const before = last?.hash ?? start;
    await inner.all(
      'insert into audit (at, workspace_id, who, what, target, before, hash) values ($1, $2, $3, $4, $5, $6, $7)',
      [line.at, line.workspace, line.who, line.what, line.target, before, hashOf(before, line)],
    );
  });
}

export interface AuditVerdict {
  lines: number;
  /** The first line that is not what was written. */
  brokenAt?: number;
}

export async function verifyAudit(sql: Pick<Sql, 'all'>): Promise<AuditVerdict> {
  const lines = await sql.all<Row & AuditLine & { seq: number; before: string; hash: string }>(
    'select seq::float8 as seq, at, workspace_id as workspace, who, what, target, before, hash from audit order by seq',
  );
  let before = start;
  for (const line of lines) {
    if (line.before !== before || line.hash !== hashOf(before, line))
      return { lines: lines.length, brokenAt: line.seq };
    before = line.hash;
  }
  return { lines: lines.length };
}
