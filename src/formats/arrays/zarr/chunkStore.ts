/** The files of a Zarr hierarchy by key, from a zip archive or a folder; each is read when its chunk is asked for. */
import type { FolderEntry } from '#/core/grid/arrayFile';
import { TetradError } from '#/core/protocol/errors';
import type { ArraySource } from '../arrayFormatDef';
import { zipEntries } from '../zipEntries';

type Read = () => Promise<Uint8Array>;

/** A chunk as large as this was not meant to be read in parts. */
const mostFileBytes = 1024 ** 3;

export class ChunkStore {
  readonly #files: ReadonlyMap<string, Read>;
  /** What the paths of all files have in common before the root of the hierarchy. */
  readonly #prefix: string;

  constructor(
    readonly name: string,
    files: ReadonlyMap<string, Read>,
  ) {
    this.#files = files;
    const roots = [...files.keys()]
      .filter((path) => metadataFile.test(path))
      .map((path) => path.replace(metadataFile, '$1'))
      .sort((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1));
    this.#prefix = roots[0] ?? '';
  }

  static async ofZip(file: ArraySource): Promise<ChunkStore> {
    const entries = await zipEntries(file, mostFileBytes);
    return new ChunkStore(
      file.name,
      new Map(entries.map(({ path, whole }) => [path, async () => bytesOf(await whole())])),
    );
  }

  static ofFolder(name: string, entries: readonly FolderEntry[]): ChunkStore {
    const files = entries.map(({ path, blob }): [string, Read] => [
      path.replace(/^\//, ''),
      () => bytesOf(blob),
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
    const text = new TextDecoder().decode(await this.#files.get(key)?.());
    try {
      return (JSON.parse(text) as { node_type?: unknown }).node_type === 'array';
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
    return this.#files.get(this.#prefix + key.slice(1))?.();
  }
}

const metadataFile = /(^|.*\/)(\.zarray|\.zgroup|zarr\.json)$/;

const bytesOf = async (blob: Blob): Promise<Uint8Array> => new Uint8Array(await blob.arrayBuffer());
