/** The database: PostgreSQL in this process (PGlite), in a folder or in memory. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { databaseFolder } from '../config';
import { migrations } from './migrations';

export type Row = Record<string, unknown>;

export interface Sql {
  /** Rows of one statement; `$1` stands for the first value. */
  all<R extends Row = Row>(text: string, values?: readonly unknown[]): Promise<R[]>;
  /** All or nothing; what is acknowledged is on the disk. */
  transaction<T>(work: (sql: Pick<Sql, 'all'>) => Promise<T>): Promise<T>;
}

export interface Database extends Sql {
  close(): Promise<void>;
}

export async function openDatabase(folder: string | undefined): Promise<Database> {
  const release = folder === undefined ? () => {} : lock(folder);
  const db = await PGlite.create(folder === undefined ? {} : { dataDir: databaseFolder(folder) });
  await migrate(db);
  return {
    all: async <R extends Row>(text: string, values: readonly unknown[] = []) =>
      (await db.query<R>(text, [...values])).rows,
    transaction: (work) =>
      db.transaction((inner) =>
        work({
          all: async <R extends Row>(text: string, values: readonly unknown[] = []) =>
            (await inner.query<R>(text, [...values])).rows,
        }),
      ),
    close: async () => {
      await db.close();
      release();
    },
  };
}

/** Two processes in one folder would destroy it, and PGlite does not look. */
function lock(folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'server.pid');
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
  } catch {
    const pid = Number(readFileSync(path, 'utf8'));
    if (pid !== process.pid && isAlive(pid))
      throw new Error(
        `${folder} is in use by process ${pid}. Stop it, or give another folder as TETRAD_DATA.`,
      );
    writeFileSync(path, String(process.pid));
  }
  return () => rmSync(path, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function migrate(db: PGlite): Promise<void> {
  await db.exec(
    'create table if not exists migrations (number int primary key, at timestamptz default now())',
  );
  const { rows } = await db.query<{ number: number }>(
    'select coalesce(max(number), 0) as number from migrations',
  );
  const at = rows[0]?.number ?? 0;
  if (at > migrations.length)
    throw new Error(
      `This data was written by a newer server (step ${at} of ${migrations.length}). Start that one.`,
    );
  for (const [i, text] of migrations.entries()) {
    if (i < at) continue;
    await db.transaction(async (inner) => {
      await inner.exec(text);
      await inner.query('insert into migrations (number) values ($1)', [i + 1]);
    });
  }
}
