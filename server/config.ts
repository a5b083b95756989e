/** What the server is told by its environment; everything has a default. */
import { join, resolve } from 'node:path';

export interface Config {
  /** 127.0.0.1 unless told: who opens it to others does so on purpose, behind TLS. */
  host: string;
  port: number;
  /** Folder of the database and the blobs; undefined: everything in memory. */
  folder?: string;
  /** postgres://…: the database is there, and the folder holds the blobs, which several processes may share. */
  databaseUrl?: string;
  /** Bytes of blobs in one workspace. */
  quotaBytes: number;
  /** Of one body that is not a blob. */
  mostBodyBytes: number;
  /** Requests of one account or address in a second, and how many may come at once. */
  perSecond: number;
  burst: number;
  /** Wrong passwords of one name before it waits for a minute. */
  mostAttempts: number;
  /** A runner that is silent for so long has lost what it was at. */
  leaseMs: number;
  /** Of a request that a runner answers, and of its answer. */
  mostRelayedBytes: number;
}

export const defaults: Config = {
  host: '127.0.0.1',
  port: 8420,
  folder: resolve('tetrad-data'),
  quotaBytes: 50 * 2 ** 30,
  mostBodyBytes: 4 * 2 ** 20,
  perSecond: 500,
  burst: 2000,
  mostAttempts: 10,
  leaseMs: 30_000,
  mostRelayedBytes: 64 * 2 ** 20,
};

/** Throws with the name of the variable that cannot be read. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const number = (name: string, usual: number): number => {
    const text = env[name];
    if (text === undefined || text === '') return usual;
    const value = Number(text);
    if (Number.isFinite(value) && value >= 0) return value;
    throw new Error(`${name} is "${text}", which is no number. Leave it out for ${usual}.`);
  };
  return {
    ...defaults,
    host: env.TETRAD_HOST || defaults.host,
    port: number('TETRAD_PORT', defaults.port),
    folder: resolve(env.TETRAD_DATA || (defaults.folder as string)),
    ...(env.TETRAD_DATABASE_URL && { databaseUrl: env.TETRAD_DATABASE_URL }),
    quotaBytes: number('TETRAD_QUOTA_BYTES', defaults.quotaBytes),
    perSecond: number('TETRAD_REQUESTS_PER_SECOND', defaults.perSecond),
    leaseMs: number('TETRAD_LEASE_SECONDS', defaults.leaseMs / 1000) * 1000,
  };
}

export const databaseFolder = (folder: string): string => join(folder, 'database');
