/** What a question about one prepared value asks of the column that it came from. */
import type { ColumnType } from '../protocol/dataset';
import type { FittedFeature } from './pipeline';
import { transforms } from './registry';

export interface AskedPlace {
  column: string;
  columnType: ColumnType;
  most?: number;
  is?: string;
  /** The question is whether it is a category: a value above the threshold says yes. */
  turned?: true;
}

/** `value`: not above this, among the prepared values of a row. */
export function askedPlace(features: readonly FittedFeature[], place: number, value: number): AskedPlace {
  let first = 0;
  for (const { column, columnType, steps, outputNames } of features) {
    const own = place - first;
    first += outputNames.length;
    if (own >= outputNames.length) continue;
    const name = outputNames[own] ?? column;
    const known = steps.map(({ type, state }) => ({ def: transforms.get(type, 'transform'), state }));
    const said = known.find(({ def }) => def.category);
    const is = said?.def.category?.(own, said.state);
    if (is !== undefined) return { column, columnType, is, turned: true };
    if (columnType === 'boolean') return { column, columnType, is: 'true', turned: true };
    const most = known.reduceRight((asked, { def, state }) => def.undo?.(asked, own, state) ?? asked, value);
    return { column: name, columnType, most };
  }
  return { column: `value ${place + 1}`, columnType: 'numeric', most: value };
}
