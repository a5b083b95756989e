/** The files of a Zarr hierarchy by key, from a zip archive or a folder; each is read when its chunk is asked for. */
import type { FolderEntry } from '#/core/grid/arrayFile';
import { TetradError } from '#/core/protocol/errors';
import type { ArraySource } from '../../formatDef';
import { zipEntries } from '../zipEntries';
import { withPlainFill } from './fillValues';

type Open = () => Promise<Blob>;

/** A chunk as large as this was not meant to be read in parts. */
const mostFileBytes = 1024 ** 3;

export class ChunkStore {
  readonly #files: ReadonlyMap<string, Open>;
  /** Opened last: a shard is asked for piece by piece, and one in a compressed archive is unpacked only once. */
  #last: { key: string; blob: Promise<Blob> } | undefined;
  /** What the paths of all files have in common before the root of the hierarchy. */
  readonly #prefix: string;

  constructor(
    readonly name: string,
    files: ReadonlyMap<string, Open>,
  ) {
    this.#files = files;
    const roots = [...files.keys()]
      .filter((path) => metadataFile.test(path))
      .map((path) => path.replace(metadataFile, '$1'))
      .sort((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1));
    // Groups need no metadata of their own: what holds all roots is the root.
    this.#prefix = roots.reduce((prefix, root) => commonFolder(prefix, root), roots[0] ?? '');
  }

  static async ofZip(file: ArraySource): Promise<ChunkStore> {
    const entries = await zipEntries(file, mostFileBytes);
    return new ChunkStore(file.name, new Map(entries.map(({ path, whole }) => [path, whole])));
  }

  static ofFolder(name: string, entries: readonly FolderEntry[]): ChunkStore {
    const files = entries.map(({ path, blob }): [string, Open] => [
      path.replace(/^\//, ''),
      async () => blob,
    ]);
    return new ChunkStore(name, new Map(files));
  }

  /** Of arrays: "" for the root itself, "deep/field". */
  async arrayPaths(): Promise<{ path: string; version: 'v2' | 'v3' }[]> {
    const found: { path: string; version: 'v2' | 'v3' }[] = [];
    for (const key of [...this.#files.keys()].sort()) {
      if (!key.startsWith(this.#prefix) || !metadataFile.test(key)) continue;
      const path = key.slice(this.#prefix.length).replace(metadataFile, '$1').replace(/\/$/, '');
      if (key.endsWith('.zarray')) found.push({ path, version: 'v2' });
      else if (key.endsWith('zarr.json') && (await this.#isArray(key))) found.push({ path, version: 'v3' });
    }
    return found;
  }

  async #isArray(key: string): Promise<boolean> {
    return ((await this.#json(key)) as { node_type?: unknown }).node_type === 'array';
  }

  /** Of an array, as it is written. */
  metadata(path: string, version: 'v2' | 'v3'): Promise<unknown> {
    const file = version === 'v2' ? '.zarray' : 'zarr.json';
    return this.#json(this.#prefix + (path && `${path}/`) + file);
  }

  async #json(key: string): Promise<unknown> {
    const text = (await (await this.#files.get(key)?.())?.text()) ?? '';
    try {
      return JSON.parse(text);
    } catch (cause) {
      throw new TetradError(
        {
          code: 'badInput',
          message: 'The metadata is no JSON.',
          place: `${this.name}, ${key}`,
          hint: 'Copy or write the Zarr folder again.',
        },
        { cause },
      );
    }
  }

  /** As zarrita asks: keys begin with a slash; undefined = the chunk was never written. */
  async get(key: string): Promise<Uint8Array | undefined> {
    const blob = await this.#open(key);
    if (!blob || !key.endsWith('/zarr.json')) return blob && bytesOf(blob);
    const metadata = withPlainFill(await this.#json(this.#prefix + key.slice(1)));
    return new TextEncoder().encode(JSON.stringify(metadata));
  }

  /** For shards: the index at the end, then a chunk of it. */
  async getRange(
    key: string,
    range: { offset: number; length: number } | { suffixLength: number },
  ): Promise<Uint8Array | undefined> {
    const blob = await this.#open(key);
    if (!blob) return undefined;
    const from = 'offset' in range ? range.offset : Math.max(0, blob.size - range.suffixLength);
    return bytesOf(blob.slice(from, 'offset' in range ? from + range.length : undefined));
  }

  async #open(key: string): Promise<Blob | undefined> {
    const open = this.#files.get(this.#prefix + key.slice(1));
    if (!open) return undefined;
    if (this.#last?.key !== key) this.#last = { key, blob: open() };
    return this.#last.blob;
  }
}

function commonFolder(a: string, b: string): string {
  let prefix = a;
  while (!b.startsWith(prefix)) prefix = prefix.replace(/[^/]*\/$/, '');
  return prefix;
}

const metadataFile = /(^|.*\/)(\.zarray|\.zgroup|zarr\.json)$/;

const bytesOf = async (blob: Blob): Promise<Uint8Array> => new Uint8Array(await blob.arrayBuffer());
