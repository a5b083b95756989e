import type { Column } from '../protocol/dataset';

/** For messages: the first few. */
export const columnNames = (columns: readonly Pick<Column, 'name'>[]): string =>
  columns
    .slice(0, 12)
    .map(({ name }) => name)
    .join(', ') + (columns.length > 12 ? ', …' : '');
