/** A stretch of a series for the page: every value where there are few, else the least and most of equal pieces. */
import type { DatasetVersion } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { BlobStore } from '#/core/protocol/storage';
import { readIndex, type SeriesIndex } from '#/core/series/seriesIndex';
import { seriesOf, type SeriesChunk, type SeriesData } from '#/core/series/seriesSchema';
import type { ListedSeries, SeenSeries, SeriesListView, SeriesView } from '#/core/series/seriesView';
import { readColumns } from '#/core/table/readColumns';
import type { Viewer } from '../kinds/kindData';

const mostKept = 32;

export class SeriesViewer implements Viewer<SeriesView | SeriesListView, SeenSeries | ListedSeries> {
  readonly #blobs: Pick<BlobStore, 'get'>;
  readonly #chunks = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
  readonly #indices = new Map<string, Promise<SeriesIndex>>();

  constructor(blobs: Pick<BlobStore, 'get'>) {
    this.#blobs = blobs;
  }

  async read(version: DatasetVersion, view: SeriesView | SeriesListView): Promise<SeenSeries | ListedSeries> {
    const data = seriesOf(version.schema);
    let index = this.#indices.get(data.index.hash);
    if (!index) this.#indices.set(data.index.hash, (index = readIndex(data, this.#blobs)));
    return 'list' in view
      ? await this.#list(data, await index, view)
      : await this.#see(data, await index, view);
  }

  async #list(
    { labels }: SeriesData,
    { names, frames, start }: SeriesIndex,
    { list: [from, count] }: SeriesListView,
  ): Promise<ListedSeries> {
    const part = <T>(values: ArrayLike<T>): T[] => Array.from(values).slice(from, from + count);
    const [label] = labels?.per === 'series' ? labels.columns : [];
    const read =
      label &&
      labels &&
      (await readColumns(
        labels.chunks,
        this.#blobs,
        { kind: 'tabular', columns: labels.columns },
        [label.name],
        {
          asText: new Set([label.name]),
        },
      ));
    const texts = label && read?.get(label.name)?.data;
    return {
      names: part(names),
      frames: part(frames),
      starts: part(start),
      ...(texts && { labels: part(texts as (string | null)[]) }),
    };
  }

  async #see(
    data: SeriesData,
    { names, first, frames, start }: SeriesIndex,
    { series, from, count, pieces }: SeriesView,
  ): Promise<SeenSeries> {
    const own = frames[series];
    if (own === undefined)
      throw new TetradError({
        code: 'badInput',
        message: `There is no series ${series}; there are ${data.series.toLocaleString('en')}, counted from 0.`,
        place: 'series',
      });
    const begin = Math.min(Math.max(0, from), own);
    const end = Math.min(own, begin + count);
    const width = data.channels.length;
    const shown = Math.min(pieces, end - begin);
    const isEach = end - begin <= pieces;
    const least = data.channels.map(() => new Float32Array(shown).fill(Number.NaN));
    const most = isEach ? least : data.channels.map(() => new Float32Array(shown).fill(Number.NaN));
    const times = data.chunks.some((chunk) => chunk.times)
      ? new Float64Array(shown).fill(Number.NaN)
      : undefined;
    const offset = first[series] as number;
    for (const chunk of data.chunks) {
      const low = Math.max(offset + begin, chunk.first);
      const high = Math.min(offset + end, chunk.first + chunk.frames);
      if (low >= high) continue;
      const values = floats(await this.#bytes(chunk));
      const own = chunk.times && new Float64Array((await this.#blobs.get(chunk.times)).slice().buffer);
      for (let frame = low; frame < high; frame++) {
        const piece = Math.floor(((frame - offset - begin) * shown) / (end - begin));
        if (times && own && Number.isNaN(times[piece])) times[piece] = own[frame - chunk.first] as number;
        for (let c = 0; c < width; c++) {
          const value = values[(frame - chunk.first) * width + c] as number;
          const [low1, high1] = [least[c] as Float32Array, most[c] as Float32Array];
          if (!((low1[piece] as number) <= value)) if (!Number.isNaN(value)) low1[piece] = value;
          if (!((high1[piece] as number) >= value)) if (!Number.isNaN(value)) high1[piece] = value;
        }
      }
    }
    return {
      name: names[series] ?? '',
      frames: own,
      start: start[series] as number,
      from: begin,
      count: end - begin,
      least,
      most,
      ...(times && { times }),
    };
  }

  #bytes({ hash, bytes }: SeriesChunk): Promise<Uint8Array<ArrayBuffer>> {
    const known = this.#chunks.get(hash);
    if (known) return known;
    const read = this.#blobs.get({ hash, bytes });
    read.catch(() => this.#chunks.delete(hash));
    this.#chunks.set(hash, read);
    for (const oldest of this.#chunks.keys()) {
      if (this.#chunks.size <= mostKept) break;
      this.#chunks.delete(oldest);
    }
    return read;
  }
}

const floats = (bytes: Uint8Array<ArrayBuffer>): Float32Array =>
  bytes.byteOffset % 4 === 0
    ? new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)
    : new Float32Array(bytes.slice().buffer);
