import { migrations } from './migrations';
import type { Database } from './sql';

/** Of processes that start at once one changes the schema, and the others wait. */
const lockNumber = 8_420_001;

export async function migrate(db: Database): Promise<void> {
  await db.transaction(async (sql) => {
    await sql.all(`select pg_advisory_xact_lock(${lockNumber})::text`);
    await sql.all(
      'create table if not exists migrations (number int primary key, at timestamptz default now())',
    );
    const [row] = await sql.all<{ number: number }>(
      'select coalesce(max(number), 0) as number from migrations',
    );
    const at = row?.number ?? 0;
    if (at > migrations.length)
      throw new Error(
        `This data was written by a newer server (step ${at} of ${migrations.length}). Start that one.`,
      );
    for (const [i, text] of migrations.entries()) {
      if (i < at) continue;
      for (const statement of statementsOf(text)) await sql.all(statement);
      await sql.all('insert into migrations (number) values ($1)', [i + 1]);
    }
  });
}

/** A body of a function between $$ is part of its statement. */
const statementsOf = (text: string): string[] =>
  (text.match(/(?:\$\$[\s\S]*?\$\$|[^;$])+/g) ?? []).filter((one) => one.trim() !== '');
