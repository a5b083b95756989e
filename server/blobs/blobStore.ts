/**
 * Bytes under their SHA-256, per workspace. They arrive in a file beside, are hashed when all are there, and only then get
 * their name: a blob is whole and true, or not there. What arrived of an upload that broke off stays, to go on from.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { HttpProblem } from '#/app/rest/problem';

export interface BlobStore {
  /** Bytes that arrived of an upload that is not complete. */
  arrived(workspace: string, hash: string): Promise<number>;
  /** Goes on at `from`. true: it is complete, and was what its name says. */
  receive(workspace: string, hash: string, part: Part, body: AsyncIterable<Uint8Array>): Promise<boolean>;
  /** Bytes from `start` to `end`, both inside. */
  read(workspace: string, hash: string, start: number, end: number): AsyncIterable<Uint8Array>;
  /** Whether the bytes are what the name says. */
  isSound(workspace: string, hash: string): Promise<boolean>;
  /** Everything of a workspace. */
  erase(workspace: string): Promise<void>;
  /** Of which files are there. */
  workspaces(): Promise<string[]>;
  files(workspace: string): AsyncIterable<StoredFile>;
  remove(workspace: string, hash: string, isArriving: boolean): Promise<void>;
}

export interface StoredFile {
  hash: string;
  isArriving: boolean;
  changedMs: number;
}

export interface Part {
  from: number;
  /** Of the whole blob. */
  total: number;
}

export const isHash = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

export function createBlobStore(folder: string): BlobStore {
  // The names are checked before: a UUID and 64 hexadecimal digits.
  const finished = (workspace: string, hash: string) => join(folder, workspace, hash.slice(0, 2), hash);
  const arriving = (workspace: string, hash: string) => join(folder, workspace, 'arriving', hash);
  const held = new Set<string>();
  const sizeOf = (path: string) =>
    stat(path).then(
      ({ size }) => size,
      () => 0,
    );

  async function hashOf(path: string): Promise<string> {
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }))
      hash.update(chunk as Uint8Array);
    return hash.digest('hex');
  }

  return {
    arrived: (workspace, hash) => sizeOf(arriving(workspace, hash)),

    async receive(workspace, hash, { from, total }, body) {
      const path = arriving(workspace, hash);
      if (held.has(path)) throw isArriving();
      held.add(path);
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        const there = await sizeOf(path);
        if (from > there)
          throw new HttpProblem(
            {
              code: 'conflict',
              message: `${there} bytes are there, and these begin at ${from}.`,
              place: 'header content-range',
              hint: `Go on at ${there}.`,
            },
            { headers: { 'upload-offset': String(there) } },
          );
        const file = await open(path, from === 0 ? 'w' : 'r+');
        let at = from;
        try {
          if (from > 0) await file.truncate(from);
          for await (const chunk of body) {
            if (at + chunk.byteLength > total) throw tooMuch(total);
            await file.write(chunk, 0, chunk.byteLength, at);
            at += chunk.byteLength;
          }
          await file.sync();
        } finally {
          await file.close();
        }
        if (at < total) return false;
        if ((await hashOf(path)) !== hash) {
          await rm(path);
          throw new HttpProblem(
            {
              code: 'corrupt',
              message: `What arrived is not ${hash.slice(0, 12)}…: its hash is another.`,
              place: 'body',
              hint: 'Send it again; if it happens again, the file changed since its hash was taken.',
            },
            { status: 422 },
          );
        }
        const target = finished(workspace, hash);
        await mkdir(dirname(target), { recursive: true, mode: 0o700 });
        await rename(path, target);
        const named = await open(dirname(target));
        await named.sync().finally(() => named.close());
        return true;
      } finally {
        held.delete(path);
      }
    },

    read: (workspace, hash, start, end) =>
      createReadStream(finished(workspace, hash), { start, end, highWaterMark: 1 << 18 }),

    isSound: async (workspace, hash) => (await hashOf(finished(workspace, hash)).catch(() => '')) === hash,

    erase: (workspace) => rm(join(folder, workspace), { recursive: true, force: true }),

    workspaces: () => readdir(folder).catch(() => []),

    async *files(workspace) {
      for (const part of await readdir(join(folder, workspace)).catch(() => []))
        for (const hash of await readdir(join(folder, workspace, part)).catch(() => [])) {
          const told = await stat(join(folder, workspace, part, hash)).catch(() => undefined);
          if (told) yield { hash, isArriving: part === 'arriving', changedMs: told.mtimeMs };
        }
    },

    remove: (workspace, hash, isArriving) =>
      rm((isArriving ? arriving : finished)(workspace, hash), { force: true }),
  };
}

export const isArriving = () =>
  new HttpProblem({
    code: 'conflict',
    message: 'This blob is arriving already.',
    place: 'path, hash',
    hint: 'Ask with HEAD how far it is, and go on from there.',
  });

const tooMuch = (total: number) =>
  new HttpProblem(
    {
      code: 'badInput',
      message: `More than the ${total} bytes that were announced arrived.`,
      place: 'body',
      hint: 'Give the size of the whole in content-length or content-range.',
    },
    { status: 413 },
  );
