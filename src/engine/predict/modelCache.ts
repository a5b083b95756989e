import type { OpenModel } from './openModel';

interface Entry {
  opening: Promise<OpenModel>;
  /** 0 until it is open. */
  bytes: number;
  users: number;
}

/**
 * Models used before, ready to answer, as many as fit in `mostBytes`: those that were not used for longest go first,
 * those in use and the one used last never. Versions are immutable, so an entry never goes stale.
 */
export class ModelCache {
  private readonly entries = new Map<string, Entry>();
  private readonly mostBytes: () => Promise<number>;

  /** `mostBytes` is asked whenever a model was opened. */
  constructor(mostBytes: () => Promise<number>) {
    this.mostBytes = mostBytes;
  }

  /** Runs `work` with the model, opened unless it is here; it is not given up before `work` ends. */
  async use<T>(
    key: string,
    open: () => Promise<OpenModel>,
    work: (model: OpenModel) => Promise<T>,
  ): Promise<T> {
    const known = this.entries.get(key);
    const entry = known ?? { opening: open(), bytes: 0, users: 0 };
    // Back to the end of the line: the first is the least recently used.
    this.entries.delete(key);
    this.entries.set(key, entry);
    entry.users++;
    try {
      const model = await entry.opening;
      if (!known) {
        entry.bytes = bytesOf(model);
        this.trim(await this.mostBytes());
      }
      return await work(model);
    } catch (thrown) {
      // A model that cannot be opened is asked for anew next time.
      await entry.opening.catch(() => this.entries.get(key) === entry && this.entries.delete(key));
      throw thrown;
    } finally {
      entry.users--;
    }
  }

  private trim(mostBytes: number): void {
    let held = 0;
    for (const { bytes } of this.entries.values()) held += bytes;
    const last = [...this.entries.keys()].at(-1);
    for (const [key, { opening, bytes, users }] of this.entries) {
      if (held <= mostBytes) return;
      if (users > 0 || key === last) continue;
      this.entries.delete(key);
      held -= bytes;
      void opening.then((model) => model.dispose());
    }
  }
}

/** Its weights, once as they were read and once where it runs, and the files of one that is a file the same. */
function bytesOf({ tensors, files, blobs }: Pick<OpenModel, 'tensors' | 'files' | 'blobs'>): number {
  let bytes = 0;
  for (const { data } of tensors.values()) bytes += data.byteLength;
  for (const file of new Set([...files, ...blobs])) bytes += file.byteLength;
  return 2 * bytes;
}
