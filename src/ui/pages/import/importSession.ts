/**
 * Files between their drop and their import: how each is read now, what was chosen, what went wrong. What is shown
 * stays until something newer can be shown; of two readings under way the newer choice wins.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DatasetKind } from '#/core/protocol/dataset';
import { type ErrorInfo, toErrorInfo } from '#/core/protocol/errors';
import type { ReadOptions } from '#/core/reading/readOptions';
import type { RememberedReading } from '#/core/reading/rememberedReadings';
import { shapeOf, type TablePreview } from '#/core/reading/tablePreview';
import { isNothing, isSameChoice, type Place } from '#/ui/components/reading/chosenOptions';
import { type Question, questionsOf } from '#/ui/components/reading/questions';

/** Another kind of data that a table is read as, with what was said about it. */
export interface ReadAs {
  kind: DatasetKind;
  options: Record<string, unknown>;
}

export interface TableState {
  key: string;
  file: File;
  /** Read with nothing said: what was guessed. */
  fresh?: TablePreview;
  options: ReadOptions;
  /** The newest reading there is, and with what it was made. */
  shown?: { preview: TablePreview; options: ReadOptions };
  isReading: boolean;
  problem?: { error: ErrorInfo; at?: Place; isGone: boolean };
  /** It holds nothing that is known, or arrays. */
  isNoTable: boolean;
  /** Where the options came from, while nobody changed them. */
  remembered?: RememberedReading;
  /** Absent: as the table it is. */
  as?: ReadAs;
  /** Every question so far, in the order they came up. */
  asked: Question[];
}

export interface ImportState {
  tables: TableState[];
  active: number;
}

export interface SessionDeps {
  /** null where the file is no table. */
  inspect(file: File, options: ReadOptions): Promise<TablePreview | null>;
  recall(shape: string): Promise<RememberedReading | null>;
}

const withoutProblem = { problem: undefined, isReading: false } as const;

export class ImportSession {
  readonly id = crypto.randomUUID();
  readonly store: StoreApi<ImportState>;
  readonly #deps: SessionDeps;
  /** By position: which reading is the newest. */
  readonly #turns: number[];
  #isWorking = false;

  /** `options`: how the only file was read before. */
  constructor(files: readonly File[], deps: SessionDeps, options: ReadOptions = {}) {
    this.#deps = deps;
    this.#turns = files.map(() => 0);
    this.store = createStore<ImportState>(() => ({
      active: 0,
      tables: files.map((file) => ({
        key: crypto.randomUUID(),
        file,
        options,
        isReading: false,
        isNoTable: false,
        asked: [],
      })),
    }));
    void this.#work();
  }

  show(active: number): void {
    this.store.setState({ active });
  }

  /** For the file, and for all of its shape. `at`: the control that asks, where a refusal is told. */
  change(index: number, options: ReadOptions, at?: Place): void {
    const { tables } = this.store.getState();
    const changed = tables[index];
    if (!changed) return;
    const shape = changed.fresh && shapeOf(changed.fresh);
    this.store.setState({
      tables: tables.map((table, i) => {
        const isLike = shape !== undefined && table.fresh !== undefined && shapeOf(table.fresh) === shape;
        if (i === index) return { ...table, options, remembered: undefined };
        return isLike ? { ...table, options, remembered: undefined, problem: undefined } : table;
      }),
    });
    void this.#read(index, at).then(() => this.#work());
  }

  /** For the file, and for all of its shape. */
  readAs(index: number, as: ReadAs | undefined): void {
    const { tables } = this.store.getState();
    const shape = tables[index]?.fresh && shapeOf(tables[index].fresh);
    for (const [i, { fresh }] of tables.entries())
      if (i === index || (shape !== undefined && fresh && shapeOf(fresh) === shape)) this.#patch(i, { as });
  }

  /** Another File for the same table: it was changed or moved on the disk. What was chosen stays. */
  replace(index: number, file: File): void {
    this.#patch(index, { file, fresh: undefined, problem: undefined, isNoTable: false });
    void this.#read(index).then(() => this.#work());
  }

  fail(index: number, error: ErrorInfo, isGone: boolean): void {
    this.store.setState({ active: index });
    this.#patch(index, { problem: { error, isGone } });
  }

  /** When every file was read with what was chosen, or cannot be. */
  settled(): Promise<void> {
    const isDone = ({ tables }: ImportState) =>
      !this.#isWorking && tables.every((table) => !table.isReading && !needsReading(table));
    if (isDone(this.store.getState())) return Promise.resolve();
    return new Promise((resolve) => {
      const stop = this.store.subscribe((state) => {
        if (!isDone(state)) return;
        stop();
        resolve();
      });
    });
  }

  /** Reads what is not read yet, the one that is looked at first. */
  async #work(): Promise<void> {
    if (this.#isWorking) return;
    this.#isWorking = true;
    try {
      for (;;) {
        const { tables, active } = this.store.getState();
        const order = [active, ...tables.keys()];
        const next = order.find((i) => {
          const table = tables[i];
          return table && !table.isReading && needsReading(table);
        });
        if (next === undefined) break;
        await this.#read(next);
      }
    } finally {
      this.#isWorking = false;
      this.store.setState({});
    }
  }

  async #opened(index: number): Promise<Partial<TableState>> {
    const table = this.#table(index);
    const { file, options: wanted } = table;
    if (table.fresh) return await this.#shownWith(index, { ...table, fresh: table.fresh });
    const { inspect } = this.#deps;
    let fresh: TablePreview | undefined;
    try {
      fresh = (await inspect(file, {})) ?? undefined;
      if (!fresh) return { isNoTable: true };
      // What was chosen meanwhile needs it, too.
      if (this.#table(index).file === file) this.#patch(index, { fresh });
    } catch (thrown) {
      if (isNothing(wanted)) throw thrown;
    }
    const before = fresh && isNothing(wanted) ? await this.#chosenBefore(index, fresh) : undefined;
    const options = before?.options ?? wanted;
    if (fresh && isNothing(options)) return { fresh, ...this.#showing(index, fresh, options) };
    try {
      const preview = await inspect(file, options);
      if (!preview) return { isNoTable: true };
      return {
        fresh,
        options,
        remembered: before?.remembered,
        ...this.#showing(index, preview, options, fresh),
      };
    } catch (thrown) {
      // What was chosen for a file like it does not fit this one: it is read as if it were the first.
      if (before && fresh) return { fresh, options: {}, ...this.#showing(index, fresh, {}) };
      throw thrown;
    }
  }

  /** For a file of the same shape: on this page, else before. */
  async #chosenBefore(
    index: number,
    fresh: TablePreview,
  ): Promise<Pick<TableState, 'options' | 'remembered'> | undefined> {
    const shape = shapeOf(fresh);
    const sibling = this.store
      .getState()
      .tables.find((table, i) => i !== index && table.shown && table.fresh && shapeOf(table.fresh) === shape);
    if (sibling) return sibling;
    const remembered = await this.#deps.recall(shape).catch(() => null);
    return remembered ? { options: remembered.options, remembered } : undefined;
  }

  async #shownWith(
    index: number,
    { file, options, fresh }: TableState & { fresh: TablePreview },
  ): Promise<Partial<TableState>> {
    const preview = isNothing(options) ? fresh : await this.#deps.inspect(file, options);
    return preview ? this.#showing(index, preview, options) : { isNoTable: true };
  }

  #showing(index: number, preview: TablePreview, options: ReadOptions, fresh?: TablePreview) {
    const { asked } = this.#table(index);
    const known = new Set(asked.map(({ key }) => key));
    const open = [...(fresh?.reading.ambiguities ?? []), ...preview.reading.ambiguities];
    const added = questionsOf(open).filter(({ key }) => !known.has(key));
    return { shown: { preview, options }, asked: [...asked, ...added] };
  }

  /** Only the newest reading of a file is taken. */
  async #read(index: number, at?: Place): Promise<void> {
    const turn = (this.#turns[index] ?? 0) + 1;
    this.#turns[index] = turn;
    const { file } = this.#table(index);
    this.#patch(index, { isReading: true });
    const change = await this.#opened(index).then(
      (found): Partial<TableState> => ({ ...withoutProblem, ...found }),
      async (thrown: unknown): Promise<Partial<TableState>> => ({
        isReading: false,
        problem: await problemOf(file, thrown, at),
      }),
    );
    if (this.#turns[index] === turn) this.#patch(index, change);
  }

  #table(index: number): TableState {
    return this.store.getState().tables[index] as TableState;
  }

  #patch(index: number, change: Partial<TableState>): void {
    this.store.setState(({ tables }) => ({
      tables: tables.map((table, i) => (i === index ? { ...table, ...change } : table)),
    }));
  }
}

const needsReading = ({ shown, options, problem, isNoTable }: TableState): boolean =>
  !problem && !isNoTable && !(shown && isSameChoice(shown.options, options));

async function problemOf(file: File, thrown: unknown, at?: Place): Promise<TableState['problem']> {
  const gone = await goneError(file);
  return gone ? { error: gone, isGone: true } : { error: toErrorInfo(thrown), at, isGone: false };
}

/** The browser refuses to read a file that was changed, moved or deleted after it was chosen. */
export async function goneError(file: File): Promise<ErrorInfo | undefined> {
  try {
    await file.slice(0, 1).arrayBuffer();
    return undefined;
  } catch {
    return {
      code: 'notFound',
      message: `${file.name} was changed, moved or deleted after it was chosen, so that it cannot be read any more.`,
      place: file.name,
      hint: 'Choose it again: what you set on this page stays.',
    };
  }
}
