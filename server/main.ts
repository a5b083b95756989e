/**
 * The command line: `start` (also without a word), `verify`, `backup FILE`, `restore FILE`.
 * A backup is the database and the blobs as one archive, taken while the server is stopped.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { join } from 'node:path';
import { verifyAudit } from './auditLog';
import { createBlobStore } from './blobs/blobStore';
import { readConfig } from './config';
import { openDatabase } from './db/sql';
import { listen } from './http/listen';
import { openServer } from './openServer';

const config = readConfig(process.env);
const folder = config.folder as string;
const sweepEveryMs = 6 * 3_600_000;
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

// Whoever read the log is gone; the server goes on.
process.stdout.on('error', () => {});

const commands: Record<string, (argument: string | undefined) => Promise<number>> = {
  async start() {
    const server = await openServer(config, { log: say });
    const listening = await listen(server.answer, config.host, config.port);
    say({ level: 'info', message: 'ready', url: listening.url, folder });
    const sweepNow = () =>
      server.sweep().then(
        (swept) => {
          if (Object.values(swept).some((count) => count > 0))
            say({ level: 'info', message: 'swept', ...swept });
        },
        (thrown: unknown) => say({ level: 'error', message: `The sweep failed: ${String(thrown)}` }),
      );
    void sweepNow();
    const sweeping = setInterval(() => void sweepNow(), sweepEveryMs);
    const stop = async () => {
      clearInterval(sweeping);
      await listening.stop();
      await server.close();
      say({ level: 'info', message: 'stopped' });
      process.exit(0);
    };
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
    return await new Promise<number>(() => {});
  },

  async verify() {
    const db = await openDatabase(config);
    const store = createBlobStore(join(folder, 'blobs'));
    const audit = await verifyAudit(db);
    const blobs = await db.all<{ workspace_id: string; hash: string }>(
      'select workspace_id, hash from blobs',
    );
    const rotten: string[] = [];
    for (const { workspace_id, hash } of blobs)
      if (!(await store.isSound(workspace_id, hash))) rotten.push(`${workspace_id}/${hash}`);
    await db.close();
    say({ audit, blobs: blobs.length, rotten });
    return audit.brokenAt === undefined && rotten.length === 0 ? 0 : 1;
  },

  async backup(file) {
    if (!file) return usage();
    if (config.databaseUrl) return elsewhere();
    // Opened and closed: nobody else has it, and what was half done at a crash is settled.
    await (await openDatabase(config)).close();
    return archive(['-czf', resolve(file), '-C', folder, '.']);
  },

  async restore(file) {
    if (!file) return usage();
    if (config.databaseUrl) return elsewhere();
    if (existsSync(join(folder, 'database'))) {
      say({ level: 'error', message: `${folder} holds data already. Give an empty folder as TETRAD_DATA.` });
      return 1;
    }
    await import('node:fs/promises').then(({ mkdir }) => mkdir(folder, { recursive: true, mode: 0o700 }));
    return archive(['-xzf', resolve(file), '-C', folder]);
  },
};

function archive(args: readonly string[]): number {
  const { status, stderr } = spawnSync('tar', args, { encoding: 'utf8' });
  say(status === 0 ? { level: 'info', message: 'done' } : { level: 'error', message: stderr.slice(0, 500) });
  return status ?? 1;
}

function elsewhere(): number {
  say({
    level: 'error',
    message: `The database is not in ${folder}: take pg_dump or pg_restore for it, and tar for the blobs there.`,
  });
  return 2;
}

function usage(): number {
  say({ level: 'error', message: 'One of: start, verify, backup FILE, restore FILE.' });
  return 2;
}

const [word = 'start', argument] = process.argv.slice(2);
try {
  process.exitCode = await (commands[word]?.(argument) ?? usage());
} catch (thrown) {
  say({ level: 'error', message: thrown instanceof Error ? thrown.message : String(thrown) });
  process.exitCode = 1;
}
