/** PostgreSQL by its URL, for as many processes as there are. A connection that breaks is made again by itself. */
import postgres from 'postgres';
import { type Database, type Row, within } from './sql';

const mostConnections = 10;
const connectSeconds = 10;
const idleSeconds = 60;
/** What is asked already is answered in so long. */
const closeSeconds = 2;

export function openPostgres(url: string): Database {
  const db = postgres(url, {
    max: mostConnections,
    connect_timeout: connectSeconds,
    idle_timeout: idleSeconds,
    onnotice: () => {},
  });
  const by =
    (one: Pick<postgres.Sql, 'unsafe'>) =>
    async <R extends Row>(text: string, values: readonly unknown[] = []) =>
      Array.from(await one.unsafe<R[]>(text, values as never[], { prepare: true }));
  return {
    all: by(db),
    transaction: <T>(work: Parameters<Database['transaction']>[0]) =>
      db.begin((inner) => work(within(by(inner)))) as Promise<T>,
    close: () => db.end({ timeout: closeSeconds }),
  };
}
