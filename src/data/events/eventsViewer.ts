/** Stored events for the page: who there is, how many events each has where, and the events themselves. */
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { BlobStore } from '#/core/protocol/storage';
import { type EventsChunk, type EventsData, eventsOf } from '#/core/events/eventsSchema';
import type {
  EntitiesView,
  EventRowsView,
  EventsView,
  ListedEntities,
  SeenEvents,
  SeenEventsView,
  SeenTimeline,
  TimelineView,
} from '#/core/events/eventsView';
import { second } from '#/core/events/duration';
import { openChunk } from '#/core/table/chunkCodec';
import { numbersOf, stringsOf } from '#/core/table/columnView';
import type { Viewer } from '../kinds/kindData';
import { asTexts } from './surveyEvents';

interface Index {
  names: string[];
  numbers: Map<string, number>;
  events: Float64Array;
  first: Float64Array;
  last: Float64Array;
}

interface Part {
  times: Float64Array;
  /** By row: number of the entity, of the type, of the label. */
  entities: Int32Array | undefined;
  types: Int32Array | undefined;
  labels: Int32Array | undefined;
}

const mostKept = 64;
const mostSorted = 100_000;
const collator = new Intl.Collator('en', { numeric: true });

export class EventsViewer implements Viewer<EventsView, SeenEventsView> {
  readonly #blobs: Pick<BlobStore, 'get'>;
  readonly #indices = new Map<string, Promise<Index>>();
  readonly #parts = new Map<string, Promise<Part>>();

  constructor(blobs: Pick<BlobStore, 'get'>) {
    this.#blobs = blobs;
  }

  async read({ schema }: DatasetVersion, view: EventsView): Promise<SeenEventsView> {
    const data = eventsOf(schema);
    const index = await keep(this.#indices, data.index.hash, 4, () => this.#readIndex(data));
    if ('list' in view) return list(index, view);
    return 'pieces' in view ? await this.#timeline(data, index, view) : await this.#rows(data, index, view);
  }

  async #readIndex({ index }: EventsData): Promise<Index> {
    const chunk = openChunk(await this.#blobs.get(index));
    const names = stringsOf(chunk.column(0)).map((name) => name ?? '');
    const numbers = (at: number) => numbersOf(chunk.column(at), 'numeric').slice();
    return {
      names,
      numbers: new Map(names.map((name, i) => [name, i])),
      events: numbers(1),
      first: numbers(2),
      last: numbers(3),
    };
  }

  #part(data: EventsData, index: Index, ref: EventsChunk): Promise<Part> {
    const { layout, columns, types, labels } = data;
    const key = [ref.hash, layout.entity, layout.type, layout.label?.column, types.join()].join('\n');
    return keep(this.#parts, key, mostKept, async () => {
      const chunk = openChunk(await this.#blobs.get(ref));
      const column = (name: string) => chunk.column(columns.findIndex((one) => one.name === name));
      const numbered = (name: string | undefined, numbers: ReadonlyMap<string, number>) => {
        if (name === undefined) return undefined;
        const { codes, dictionary } = asTexts(column(name), ref.rows);
        const byCode = dictionary.map((text) => numbers.get(text) ?? -1);
        return codes.map((code) => byCode[code] ?? -1);
      };
      return {
        times: numbersOf(column(layout.time), 'numeric').slice(),
        entities: numbered(layout.entity, index.numbers),
        types: numbered(layout.type, new Map(types.map((name, i) => [name, i]))),
        labels: numbered(layout.label?.column, new Map(labels.map((name, i) => [name, i]))),
      };
    });
  }

  async #timeline(
    data: EventsData,
    index: Index,
    { entities, from, to, pieces }: TimelineView,
  ): Promise<SeenTimeline> {
    const lanes = new Map(entities.map((entity, i) => [entity, i]));
    const counts = entities.map(() => new Array<number>(pieces).fill(0));
    const types = entities.map(() => new Array<number>(pieces).fill(-1));
    const marked = entities.map(() => new Array<boolean>(pieces).fill(false));
    const rarest = data.labels.length - 1;
    for await (const { part, rows } of this.#within(data, index, from, to))
      for (const row of rows) {
        const lane = lanes.get(part.entities?.[row] ?? 0);
        if (lane === undefined) continue;
        const at = part.times[row] as number;
        const piece = Math.min(pieces - 1, Math.floor(((at - from) * pieces) / Math.max(1, to - from)));
        const [count, type] = [counts[lane] as number[], types[lane] as number[]];
        count[piece] = (count[piece] as number) + 1;
        // The most frequent come first.
        type[piece] = Math.max(type[piece] as number, part.types?.[row] ?? -1);
        if (rarest > 0 && part.labels?.[row] === rarest) (marked[lane] as boolean[])[piece] = true;
      }
    return { counts, types, marked };
  }

  async #rows(
    data: EventsData,
    index: Index,
    { entity, from, to, most }: EventRowsView,
  ): Promise<SeenEvents> {
    const wanted: { ref: EventsChunk; row: number }[] = [];
    let total = 0;
    for await (const { part, rows, ref } of this.#within(data, index, from, to))
      for (const row of rows) {
        if ((part.entities?.[row] ?? 0) !== entity) continue;
        total++;
        if (wanted.length < most) wanted.push({ ref, row });
      }
    const { columns, layout } = data;
    const rows: (string | null)[][] = [];
    let open: { ref: EventsChunk; cells: (string | null)[][] } | undefined;
    for (const { ref, row } of wanted) {
      if (open?.ref !== ref) {
        const chunk = openChunk(await this.#blobs.get(ref));
        const cells = columns.map(({ name }, i) => {
          const column = chunk.column(i);
          if (name !== layout.time) return stringsOf(column);
          return Array.from(numbersOf(column, 'numeric'), (ms) =>
            layout.clock === 'date' ? new Date(ms).toISOString() : String(ms / second),
          );
        });
        open = { ref, cells };
      }
      const { cells } = open;
      rows.push(cells.map((column) => column[row] ?? null));
    }
    return { total, columns: columns.map(({ name }) => name), rows };
  }

  /** Events from one moment to another, that one not included unless it is the last. */
  async *#within(
    data: EventsData,
    index: Index,
    from: number,
    to: number,
  ): AsyncGenerator<{ part: Part; ref: EventsChunk; rows: Iterable<number> }> {
    const last = to >= data.to;
    function* rows({ times }: Part): Generator<number> {
      for (let row = 0; row < times.length; row++) {
        const at = times[row] as number;
        if (at >= from && (at < to || (last && at === to))) yield row;
      }
    }
    for (const ref of data.chunks) {
      if (ref.to < from || ref.from > to) continue;
      const part = await this.#part(data, index, ref);
      yield { part, ref, rows: rows(part) };
    }
  }
}

function list(
  { names, events, first, last }: Index,
  { list: [start, count], find }: EntitiesView,
): ListedEntities {
  const wanted = find?.toLowerCase();
  const found = names.flatMap((name, i) => (!wanted || name.toLowerCase().includes(wanted) ? [i] : []));
  // As people look for them; of very many, in the order in which they were first heard of.
  const all =
    found.length > mostSorted
      ? found
      : found.sort((a, b) => collator.compare(names[a] as string, names[b] as string));
  const numbers = all.slice(start, start + count);
  const of = (values: Float64Array) => numbers.map((i) => values[i] as number);
  return {
    total: all.length,
    numbers,
    names: numbers.map((i) => names[i] as string),
    events: of(events),
    first: of(first),
    last: of(last),
  };
}

function keep<T>(
  kept: Map<string, Promise<T>>,
  key: string,
  most: number,
  read: () => Promise<T>,
): Promise<T> {
  const known = kept.get(key);
  if (known) return known;
  const made = read();
  made.catch(() => kept.delete(key));
  kept.set(key, made);
  for (const oldest of kept.keys()) {
    if (kept.size <= most) break;
    kept.delete(oldest);
  }
  return made;
}
