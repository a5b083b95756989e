/** Raw rows as an exported file takes them, read as the studio reads what is typed. */
import { type Feed, toFeeds } from '../onnx/feeds';
import type { RawRow } from '../protocol/model';
import { rowsToValues } from '../transforms/rowsToValues';
import type { LeavingModel } from './leavingModel';

export function feedsOfRows(
  { inputs, columns, known }: Pick<LeavingModel, 'inputs' | 'columns' | 'known'>,
  rows: readonly RawRow[],
): { feeds: Feed[]; warnings: string[] } {
  const read = rowsToValues(rows, columns);
  const unseen = columns.flatMap(({ name }) => {
    const values = read.columns.get(name);
    const names = known[name];
    if (!names || values?.kind !== 'string') return [];
    const strange = values.data.filter((text) => text !== null && !names.includes(text));
    return strange.length > 0 ? [`${name}: "${strange[0]}" was not seen in training.`] : [];
  });
  return { feeds: toFeeds(inputs, read.columns), warnings: [...read.warnings, ...unseen] };
}
