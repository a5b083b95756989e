/**
 * Where the nodes of a draft stand: columns by the longest way from the sample, in each the order that crosses least by
 * the mean place of what they read (Sugiyama et al. 1981, one sweep). In steps of a column and a row.
 */
import { type ArchDraft, sampleName } from './archDraft';
import { orderOf } from './draftOrder';

export interface Place {
  column: number;
  row: number;
}

/** `end` stands after all. */
export function layoutDraft(draft: ArchDraft, end: string): Map<string, Place> {
  const { order } = orderOf(draft);
  const column = new Map<string, number>([[sampleName, 0]]);
  const columns: string[][] = [[sampleName]];
  for (const { id, inputs } of order) {
    const at = 1 + Math.max(0, ...inputs.map((from) => column.get(from) ?? 0));
    column.set(id, at);
    columns[at] = [...(columns[at] ?? []), id];
  }
  columns.push([end]);
  const inputsOf = new Map(order.map(({ id, inputs }) => [id, inputs]));
  const places = new Map<string, Place>();
  for (const [at, ids] of columns.entries()) {
    const wanted = ids.map((id) => {
      const rows = (id === end ? [draft.output] : (inputsOf.get(id) ?? [])).flatMap(
        (from) => places.get(from)?.row ?? [],
      );
      return { id, row: rows.length ? rows.reduce((sum, row) => sum + row, 0) / rows.length : 0 };
    });
    wanted.sort((a, b) => a.row - b.row);
    const middle = wanted.reduce((sum, { row }) => sum + row, 0) / Math.max(1, wanted.length);
    for (const [i, { id }] of wanted.entries())
      places.set(id, { column: at, row: middle + i - (wanted.length - 1) / 2 });
  }
  return places;
}
