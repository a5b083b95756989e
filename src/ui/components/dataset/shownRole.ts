import type { Column, ColumnRole } from '#/core/protocol/dataset';

/** The role of a column as the page says it: one column is the target, whether declared, chosen or guessed. */
export function shownRole({ name, role }: Column, target: string | undefined): ColumnRole {
  if (role === 'feature' && name === target) return 'target';
  return role === 'target' && target !== undefined && name !== target ? 'feature' : role;
}
