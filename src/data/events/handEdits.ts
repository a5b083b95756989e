/**
 * Answers of windows that a person wrote over what follows from the events: found by making the windows of the same events
 * once more, and written into windows that are made of more events. A window is the same by its entity and its start.
 */
import { oneEntity, startColumn, eventsOf } from '#/core/events/eventsSchema';
import type { DataIssue, DatasetVersion } from '#/core/protocol/dataset';
import type { BlobStore } from '#/core/protocol/storage';
import { readColumns } from '#/core/table/readColumns';
import { changeCells } from '../changeCells';
import type { MadeVersion } from '../kinds/kindData';

type Windows = Pick<MadeVersion, 'schema' | 'chunks' | 'rows'>;

export interface HandEdit {
  window: string;
  column: string;
  value: string | null;
}

export async function handEdits(
  version: DatasetVersion,
  remade: Windows,
  blobs: Pick<BlobStore, 'get'>,
): Promise<HandEdit[]> {
  const isSame = version.chunks.every(({ hash }, i) => hash === remade.chunks[i]?.hash);
  if (isSame || version.rows !== remade.rows) return [];
  const columns = answersOf(version);
  const [own, other] = await Promise.all([version, remade].map((one) => texts(one, columns, blobs)));
  const edits: HandEdit[] = [];
  for (const column of columns) {
    const [now, before] = [own?.cells.get(column) ?? [], other?.cells.get(column) ?? []];
    for (const [row, value] of now.entries())
      if (value !== before[row]) edits.push({ window: own?.windows[row] ?? '', column, value });
  }
  return edits;
}

export async function withHandEdits<T extends MadeVersion>(
  made: T,
  edits: readonly HandEdit[],
  blobs: Pick<BlobStore, 'get' | 'put'>,
): Promise<T> {
  if (edits.length === 0) return made;
  const { windows } = await texts(made, [], blobs);
  const rowOf = new Map(windows.map((window, row) => [window, row]));
  const groups = new Map<string, { column: string; value: string | null; rows: number[] }>();
  let kept = 0;
  for (const { window, column, value } of edits) {
    const row = rowOf.get(window);
    if (row === undefined || !made.schema.columns.some(({ name }) => name === column)) continue;
    const key = JSON.stringify([column, value]);
    const group = groups.get(key) ?? { column, value, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
    kept++;
  }
  let edited = made;
  for (const cells of groups.values()) {
    const { schema, stats, chunks, bytes } = await changeCells(edited, { cells }, blobs);
    edited = { ...edited, schema, stats, chunks, bytes };
  }
  return { ...edited, issues: [...made.issues, ...about(kept, edits.length - kept)] };
}

function about(kept: number, lost: number): DataIssue[] {
  const counted = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'answer' : 'answers'}`;
  const issues: DataIssue[] = [];
  if (kept > 0) issues.push({ severity: 'info', message: `${counted(kept)} changed by hand stayed.` });
  if (lost > 0)
    issues.push({
      severity: 'warning',
      message: `${counted(lost)} changed by hand ${lost === 1 ? 'belongs' : 'belong'} to windows that are no more.`,
    });
  return issues;
}

/** Labels and what comes next; numbers that follow from the events are not written over. */
const answersOf = ({ schema }: Windows): string[] => {
  const answers = new Set(eventsOf(schema).outcomes);
  return schema.columns.flatMap(({ name }) => (answers.has(name) ? [name] : []));
};

async function texts({ schema, chunks }: Windows, columns: readonly string[], blobs: Pick<BlobStore, 'get'>) {
  const entity = eventsOf(schema).layout.entity ?? oneEntity;
  const names = [entity, startColumn, ...columns];
  const read = await readColumns(chunks, blobs, schema, names, { asText: new Set(names) });
  const cells = new Map([...read].map(([name, { data }]) => [name, data as (string | null)[]]));
  const [entities = [], starts = []] = [cells.get(entity), cells.get(startColumn)];
  return { cells, windows: entities.map((name, row) => JSON.stringify([name, starts[row]])) };
}
