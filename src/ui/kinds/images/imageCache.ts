/**
 * Images of a version with their cells, fetched in batches; those seen last are kept. What is needed first comes first;
 * what flew past while another batch was on its way is forgotten.
 */
import { type CommandOutput, run } from '#/app/run';

export interface SeenImage extends Omit<CommandOutput<'datasets.images'>['images'][number], 'file'> {
  /** Of its file, for an <img>. */
  url?: string;
  /** Loaded ahead, so that an <img> shows it in the frame it comes into view in. */
  loaded?: HTMLImageElement;
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

/** Fetched together: few, so that the next view waits for little. */
const batch = 32;
const mostOnTheirWay = 2;
const secondsToShow = 0.06;
const kept = 1500;

export type Batch = readonly (SeenImage | undefined)[];

/** Of rows, in their order. */
export async function readBatch(
  { versionId, side, marks, name, label }: WantedImages,
  rows: number[],
): Promise<Batch> {
  const [found, cells] = await Promise.all([
    run('datasets.images', { versionId, rows, side, ...(marks && { marks }) }),
    run('datasets.rowsAt', { versionId, rows, columns: label === undefined ? [name] : [name, label] }),
  ]);
  return rows.map((row, i) => {
    const image = found.images[i];
    if (!image) return undefined;
    const { file, ...about } = image;
    const [own, answer] = cells.rows[i] ?? [];
    return {
      ...about,
      ...(file && loadedFrom(file)),
      name: own ?? `image ${row}`,
      label: answer ?? null,
    };
  });
}

function loadedFrom(file: Blob): Pick<SeenImage, 'url' | 'loaded'> {
  const url = URL.createObjectURL(file);
  const loaded = new Image();
  loaded.src = url;
  return { url, loaded };
}

export class ImageCache {
  readonly #read: (rows: number[]) => Promise<Batch>;
  readonly #images = new Map<number, SeenImage>();
  readonly #pending = new Set<number>();
  /** Asked for, and not there. */
  readonly #absent = new Set<number>();
  /** The first needed first. */
  #wanted: readonly number[] = [];
  #onTheirWay = 0;
  #batchSeconds = 0.1;
  #closed = false;

  constructor(read: (rows: number[]) => Promise<Batch>) {
    this.#read = read;
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

  /** From when an image is wanted until an <img> shows it, and how many are read in a second: of the last batches. */
  get pace(): { secondsToRead: number; readPerSecond: number } {
    return {
      secondsToRead: secondsToShow + 1.5 * this.#batchSeconds,
      readPerSecond: (batch * mostOnTheirWay) / this.#batchSeconds,
    };
  }

  isMissing(row: number): boolean {
    return !this.#images.has(row) && !this.#pending.has(row) && !this.#absent.has(row);
  }

  /** In place of what was wanted before; the first needed first. */
  view(rows: readonly number[], whenSeen: () => void, whenFailed: (thrown: unknown) => void): void {
    this.#wanted = rows;
    this.#next(whenSeen, whenFailed);
  }

  close(): void {
    this.#closed = true;
    this.#forget(0);
  }

  #next(whenSeen: () => void, whenFailed: (thrown: unknown) => void): void {
    while (!this.#closed && this.#onTheirWay < mostOnTheirWay) {
      const rows = this.#firstMissing();
      if (rows.length === 0) return;
      this.#onTheirWay++;
      for (const row of rows) this.#pending.add(row);
      const startMs = performance.now();
      this.#read(rows)
        .then((images) => {
          this.#batchSeconds += ((performance.now() - startMs) / 1000 - this.#batchSeconds) / 4;
          this.#keep(rows, images);
        })
        .finally(() => {
          this.#onTheirWay--;
          for (const row of rows) this.#pending.delete(row);
        })
        .then(() => {
          whenSeen();
          this.#next(whenSeen, whenFailed);
        }, whenFailed);
    }
  }

  #firstMissing(): number[] {
    const rows: number[] = [];
    for (const row of this.#wanted) {
      if (this.isMissing(row)) rows.push(row);
      if (rows.length === batch) break;
    }
    return rows;
  }

  #keep(rows: readonly number[], images: Batch): void {
    for (const [i, row] of rows.entries()) {
      const image = images[i];
      if (image) this.#images.set(row, image);
      else this.#absent.add(row);
    }
    this.#forget(this.#closed ? 0 : kept);
  }

  #forget(most: number): void {
    for (const [row, { url }] of this.#images) {
      if (this.#images.size <= most) return;
      if (url) URL.revokeObjectURL(url);
      this.#images.delete(row);
    }
  }
}
