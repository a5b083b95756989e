/** A real PostgreSQL of this machine in a folder of its own, on a port of its own. Undefined where none is installed. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const postgresFolder: string | undefined = findPostgres();
export const noPostgres =
  'PostgreSQL is not installed here: nothing of it was tested. Debian: apt-get install postgresql.';

export interface RunningPostgres {
  url: string;
  /** Ends at once, as a machine without power does. */
  crash(): void;
  start(): void;
  stop(): void;
}

export async function startPostgres(): Promise<RunningPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'tetrad-postgres-'));
  const port = await freePort();
  const data = join(folder, 'data');
  const user = ownerOf(folder);
  const run = (program: string, ...words: string[]) =>
    execFileSync(join(postgresFolder as string, program), words, { ...user, cwd: folder, stdio: 'ignore' });
  run('initdb', '-D', data, '-U', 'tetrad', '-A', 'trust', '-E', 'UTF8', '--no-locale');
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=60`;
  const control = (...words: string[]) => run('pg_ctl', '-D', data, '-w', ...words);
  const start = () => control('-o', options, '-l', join(folder, 'log'), 'start');
  start();
  return {
    url: `postgres://tetrad@127.0.0.1:${port}/postgres`,
    crash: () => control('-m', 'immediate', 'stop'),
    start,
    stop() {
      try {
        control('-m', 'fast', 'stop');
      } catch {
        // It was stopped already.
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function findPostgres(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a)) : [];
  const { stdout } = spawnSync('pg_config', ['--bindir'], { encoding: 'utf8' });
  return [...versions.map((version) => join(debian, version, 'bin')), stdout?.trim() ?? ''].find(
    (bin) => bin !== '' && existsSync(join(bin, 'initdb')),
  );
}

/** PostgreSQL refuses to run as root. */
function ownerOf(folder: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout);
  const [uid, gid] = [id('-u'), id('-g')];
  chownSync(folder, uid, gid);
  return { uid, gid };
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
