/** The database: PostgreSQL in this process (PGlite), in a folder or in memory; or one of its own, by its URL. */
import { migrate } from './migrate';

export type Row = Record<string, unknown>;

export interface Sql {
  /** Rows of one statement; `$1` stands for the first value. */
  all<R extends Row = Row>(text: string, values?: readonly unknown[]): Promise<R[]>;
  /** All or nothing; what is acknowledged is on the disk. Inside of one it is part of that one. */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
}

export interface Database extends Sql {
  close(): Promise<void>;
}

export interface Where {
  /** Undefined: in memory. */
  folder?: string;
  /** Then several processes may share it. */
  databaseUrl?: string;
}

export async function openDatabase({ folder, databaseUrl }: Where): Promise<Database> {
  // Only what is used is loaded.
  const db = databaseUrl
    ? (await import('./postgres')).openPostgres(databaseUrl)
    : await (await import('./embedded')).openEmbedded(folder);
  try {
    await migrate(db);
  } catch (thrown) {
    await db.close();
    throw thrown;
  }
  return db;
}

/** A transaction in which a transaction is part of it. */
export function within(all: Sql['all']): Sql {
  const sql: Sql = { all, transaction: (work) => work(sql) };
  return sql;
}
