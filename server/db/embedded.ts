/** PostgreSQL in this process, for this process alone. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { databaseFolder } from '../config';
import { type Database, type Row, within } from './sql';

export async function openEmbedded(folder: string | undefined): Promise<Database> {
  const release = folder === undefined ? () => {} : lock(folder);
  const db = await PGlite.create(folder === undefined ? {} : { dataDir: databaseFolder(folder) });
  const by =
    (one: Pick<PGlite, 'query'>) =>
    async <R extends Row>(text: string, values: readonly unknown[] = []) =>
      (await one.query<R>(text, [...values])).rows;
  return {
    all: by(db),
    transaction: (work) => db.transaction((inner) => work(within(by(inner)))),
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
