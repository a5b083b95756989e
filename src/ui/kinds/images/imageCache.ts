/** Images of a version with their cells, fetched in batches; those seen last are kept. */
import { type CommandOutput, run } from '#/app/run';

export interface SeenImage extends Omit<CommandOutput<'datasets.images'>['images'][number], 'file'> {
  /** Of its file, for an <img>. */
  url?: string;
  name: string;
  label: string | null;
}

export interface WantedImages {
  versionId: string;
  side: number;
  marks: boolean;
  /** The column of names and, where there is one, that of labels. */
  name: string;
  label?: string;
}

/** Fetched together. */
const batch = 48;
const kept = 1500;

export class ImageCache {
  readonly #wanted: WantedImages;
  readonly #images = new Map<number, SeenImage>();
  readonly #pending = new Set<number>();
  #closed = false;

  constructor(wanted: WantedImages) {
    this.#wanted = wanted;
  }

  at(row: number): SeenImage | undefined {
    const found = this.#images.get(row);
    if (found) {
      // Back to the end of the line: the first is the least recently seen.
      this.#images.delete(row);
      this.#images.set(row, found);
    }
    return found;
  }

  isMissing(row: number): boolean {
    return !this.#images.has(row) && !this.#pending.has(row);
  }

  async fetch(rows: readonly number[], whenSeen: () => void): Promise<void> {
    const parts: number[][] = [];
    for (let at = 0; at < rows.length; at += batch) parts.push(rows.slice(at, at + batch));
    for (const row of rows) this.#pending.add(row);
    await Promise.all(parts.map((some) => this.#part(some).then(whenSeen)));
  }

  close(): void {
    this.#closed = true;
    this.#forget(0);
  }

  async #part(rows: number[]): Promise<void> {
    const { versionId, side, marks, name, label } = this.#wanted;
    try {
      const [found, cells] = await Promise.all([
        run('datasets.images', { versionId, rows, side, ...(marks && { marks }) }),
        run('datasets.rowsAt', { versionId, rows, columns: label === undefined ? [name] : [name, label] }),
      ]);
      if (this.#closed) return;
      for (const [i, row] of rows.entries()) {
        const image = found.images[i];
        if (!image) continue;
        const { file, ...about } = image;
        const [own, answer] = cells.rows[i] ?? [];
        this.#images.set(row, {
          ...about,
          ...(file && { url: URL.createObjectURL(file) }),
          name: own ?? `image ${row}`,
          label: answer ?? null,
        });
      }
      this.#forget(kept);
    } finally {
      for (const row of rows) this.#pending.delete(row);
    }
  }

  #forget(most: number): void {
    for (const [row, { url }] of this.#images) {
      if (this.#images.size <= most) return;
      if (url) URL.revokeObjectURL(url);
      this.#images.delete(row);
    }
  }
}
