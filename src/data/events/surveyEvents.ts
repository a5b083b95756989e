/** What the whole of the events says before they are cut: which types there are, which labels, how long each entity acts. */
import type { EventsChunk, EventsLayout } from '#/core/events/eventsSchema';
import type { Column } from '#/core/protocol/dataset';
import type { BlobStore } from '#/core/protocol/storage';
import { openChunk } from '#/core/table/chunkCodec';
import { cellsOf } from './eventColumns';

export interface SurveyedEvents {
  /** Most frequent first; those of the same count in the order of their names. */
  types: string[];
  labels: string[];
}

export async function surveyEvents(
  { columns, chunks }: { columns: readonly Column[]; chunks: readonly EventsChunk[] },
  { type, label }: Pick<EventsLayout, 'type' | 'label'>,
  { blobs, signal }: { blobs: Pick<BlobStore, 'get'>; signal: AbortSignal },
): Promise<SurveyedEvents> {
  const wanted = [type, label?.column].map((name) => ({
    at: name === undefined ? -1 : columns.findIndex((column) => column.name === name),
    counts: new Map<string, number>(),
  }));
  if (wanted.some(({ at }) => at >= 0))
    for (const ref of chunks) {
      signal.throwIfAborted();
      const chunk = openChunk(await blobs.get(ref));
      for (const { at, counts } of wanted) {
        if (at < 0) continue;
        const cells = asTexts(chunk.column(at), ref.rows);
        const own = new Float64Array(cells.dictionary.length);
        for (const code of cells.codes) if (code >= 0) own[code] = (own[code] as number) + 1;
        cells.dictionary.forEach((name, code) => {
          const count = own[code] as number;
          if (count > 0) counts.set(name, (counts.get(name) ?? 0) + count);
        });
      }
    }
  const [types, labels] = wanted.map(({ counts }) =>
    [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([name]) => name),
  );
  return { types: types ?? [], labels: labels ?? [] };
}

/** Any column as texts. */
export function asTexts(column: Parameters<typeof cellsOf>[0], rows: number) {
  const cells = cellsOf(column, { name: '', type: 'text', role: 'feature' }, rows);
  if (cells.form === 'texts') return cells;
  throw new Error('texts were asked for');
}
