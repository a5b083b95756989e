/** Damaged copies of a file, by a seed: bytes changed, cut, doubled, moved; for tests of reading. */
import { readFileSync } from 'node:fs';
import { TetradError } from '#/core/protocol/errors';
import { importForTest } from './importForTest';

export type Reading = (name: string, bytes: Uint8Array<ArrayBuffer>) => Promise<string | undefined>;

/** Of damages number `first` and on, one file after the other. */
export const failuresOf = (names: readonly string[], first: number, count: number): Promise<string[]> =>
  failuresIn(new URL('../formats/fixtures/tables/', import.meta.url), names, { first, count }, readTable);

/** `reading` says what is wrong with what it read. */
export async function failuresIn(
  folder: URL,
  names: readonly string[],
  { first, count }: { first: number; count: number },
  reading: Reading,
): Promise<string[]> {
  const files = names.map((name) => new Uint8Array(readFileSync(new URL(name, folder))));
  const failures: string[] = [];
  for (let seed = first; seed < first + count; seed++) {
    const name = names[seed % names.length] as string;
    const wrong = await readMutation(name, mutated(files[seed % files.length] as Uint8Array, seed), reading);
    if (wrong) failures.push(`${name}, seed ${seed}: ${wrong}`);
  }
  return failures;
}

export function mutated(bytes: Uint8Array, seed: number): Uint8Array<ArrayBuffer> {
  const next = randomFrom(seed);
  const below = (most: number): number => Math.floor(next() * most);
  let out = new Uint8Array(bytes);
  for (let times = 1 + below(4); times > 0; times--) {
    const at = below(out.length);
    switch (below(6)) {
      case 0:
        out[at] = below(256);
        break;
      case 1:
        out[at] = (out[at] ?? 0) ^ (1 << below(8));
        break;
      case 2:
        for (let i = at; i < Math.min(out.length, at + 1 + below(8)); i++) out[i] = next() < 0.5 ? 0xff : 0;
        break;
      case 3:
        out = out.slice(0, Math.max(1, at));
        break;
      case 4: {
        const part = out.slice(at, at + below(64));
        const copy = new Uint8Array(out.length + part.length);
        copy.set(out.subarray(0, at));
        copy.set(part, at);
        copy.set(out.subarray(at), at + part.length);
        out = copy;
        break;
      }
      default:
        out.copyWithin(at, below(out.length), below(out.length));
    }
  }
  return out;
}

/** Reads, or refuses in words that name the file and what to do; answers how it ended otherwise. */
async function readMutation(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  reading: Reading,
): Promise<string | undefined> {
  const begin = process.cpuUsage();
  const wrong = await reading(name, bytes).catch((thrown: unknown) => {
    if (!(thrown instanceof TetradError))
      return `no TetradError: ${String((thrown as Error)?.stack ?? thrown)}`;
    return thrown.message && thrown.place?.includes(name) && thrown.hint
      ? undefined
      : `says too little: ${JSON.stringify([thrown.message, thrown.place, thrown.hint])}`;
  });
  if (wrong) return wrong;
  // Of the processor: a machine that does something else meanwhile is no fault of the file.
  const { user, system } = process.cpuUsage(begin);
  return user + system > 5e6 ? 'took more than five seconds' : undefined;
}

export const readTable: Reading = async (name, bytes) => {
  const { rows, chunks } = await importForTest(name, bytes);
  return rows === chunks.reduce((sum, chunk) => sum + chunk.rows, 0) ? undefined : 'a part of it was listed';
};

/** mulberry32 */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
