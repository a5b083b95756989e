/** Columns that no training learns from, why, and what would take them in. Judged from the schema and statistics alone. */
import type { KindSource } from '../kinds/kindDef';
import type { Column, ColumnStats } from '../protocol/dataset';

export interface LeftOutColumn {
  name: string;
  /** A whole sentence. */
  why: string;
  /** What it becomes when it is taken in; absent where there is nothing to learn from. */
  takenIn?: Pick<Column, 'type' | 'role'>;
}

export function leftOut(
  { schema, stats }: Pick<KindSource, 'schema' | 'stats'>,
  target?: string,
): LeftOutColumn[] {
  return schema.columns.flatMap((column, i) => {
    const found = column.name === target ? undefined : reasonOf(column, stats[i]);
    return found ? [{ name: column.name, ...found }] : [];
  });
}

function reasonOf({ type, role }: Column, stats?: ColumnStats): Omit<LeftOutColumn, 'name'> | undefined {
  if (role !== 'feature' && role !== 'ignored') return undefined;
  if (stats && stats.count <= stats.missing) return { why: 'It has no values.' };
  if (stats && stats.distinct === 1 && !stats.distinctCapped)
    return { why: 'Every value is the same, so nothing can be learnt from it.' };
  const asCells: Pick<Column, 'type' | 'role'> = {
    type: stats?.numeric ? 'integer' : 'categorical',
    role: 'feature',
  };
  if (type === 'id')
    return {
      why: 'Nearly every value is its own, so it is taken for an identifier, which a model would learn by heart.',
      takenIn: asCells,
    };
  if (type === 'text') return { why: 'It is free text, which no model here reads yet.', takenIn: asCells };
  return role === 'ignored'
    ? { why: 'Its role is “ignored”.', takenIn: { type, role: 'feature' } }
    : undefined;
}
