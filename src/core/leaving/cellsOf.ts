/** A raw row as an exported file takes it: each input's one cell. */
import { TetradError } from '../protocol/errors';
import type { RawRow } from '../protocol/model';
import { rowsToValues } from '../transforms/rowsToValues';
import type { LeavingModel } from './leavingModel';

export interface Cell {
  name: string;
  column: string;
  value: number | string;
}

export function cellsOf({ inputs, columns }: Pick<LeavingModel, 'inputs' | 'columns'>, row: RawRow): Cell[] {
  const values = rowsToValues([row], columns).columns;
  return inputs.map(({ name, column }): Cell => {
    const found = values.get(column);
    if (!found)
      throw new TetradError({
        code: 'badInput',
        message: `The field "${column}" is not one that this model knows.`,
        place: `input ${name}`,
      });
    const [value] = found.data;
    return { name, column, value: found.kind === 'number' ? Number(value) : String(value ?? '') };
  });
}
