import type { OpenModel } from './openModel';

const capacity = 3;

/** The last few models used, ready to answer. Versions are immutable, so an entry never goes stale. */
export class ModelCache {
  private readonly entries = new Map<
    string,
    { opening: Promise<OpenModel>; users: number; dropped: boolean }
  >();
  private readonly open: (modelVersionId: string) => Promise<OpenModel>;

  constructor(open: (modelVersionId: string) => Promise<OpenModel>) {
    this.open = open;
  }

  /** Runs `work` with the model; it is not given up before `work` ends. */
  async use<T>(modelVersionId: string, work: (model: OpenModel) => Promise<T>): Promise<T> {
    const entry = this.entries.get(modelVersionId) ?? {
      opening: this.open(modelVersionId),
      users: 0,
      dropped: false,
    };
    // Back to the end of the line: the first is the least recently used.
    this.entries.delete(modelVersionId);
    this.entries.set(modelVersionId, entry);
    this.trim();
    entry.users++;
    try {
      return await work(await entry.opening);
    } catch (thrown) {
      // A model that cannot be opened is asked for anew next time.
      await entry.opening.catch(() => this.entries.delete(modelVersionId));
      throw thrown;
    } finally {
      entry.users--;
      if (entry.dropped && entry.users === 0) dispose(entry.opening);
    }
  }

  private trim(): void {
    for (const [id, entry] of this.entries) {
      if (this.entries.size <= capacity) return;
      this.entries.delete(id);
      entry.dropped = true;
      if (entry.users === 0) dispose(entry.opening);
    }
  }
}

const dispose = (opening: Promise<OpenModel>): void => {
  opening.then(
    (model) => model.dispose(),
    () => undefined,
  );
};
