/** The active cell and the selected range: arrows, pages, ends, Shift extends, Ctrl+A, Ctrl+C. */
import { type KeyboardEvent, useState } from 'react';
import { type Cell, type CellRange, rangeOf } from './gridGeometry';

export interface GridCursor {
  active: Cell | undefined;
  range: CellRange | undefined;
  select(cell: Cell, extend: boolean): void;
  onKeyDown(event: KeyboardEvent): void;
}

export function useGridCursor(size: {
  rows: number;
  columns: number;
  pageRows: number;
  reveal: (cell: Cell) => void;
  copy: (range: CellRange, withHeader: boolean) => void;
}): GridCursor {
  const [anchor, setAnchor] = useState<Cell>();
  const [active, setActive] = useState<Cell>();
  const range = anchor && active ? rangeOf(anchor, active) : undefined;

  const select = (cell: Cell, extend: boolean) => {
    const inside = {
      row: Math.max(0, Math.min(size.rows - 1, cell.row)),
      column: Math.max(0, Math.min(size.columns - 1, cell.column)),
    };
    setActive(inside);
    if (!extend || !anchor) setAnchor(inside);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const command = event.ctrlKey || event.metaKey;
    const at = active ?? { row: 0, column: 0 };
    if (command && event.key.toLowerCase() === 'c') {
      if (range) size.copy(range, event.shiftKey);
      event.preventDefault();
      return;
    }
    if (command && event.key.toLowerCase() === 'a') {
      setAnchor({ row: 0, column: 0 });
      setActive({ row: size.rows - 1, column: size.columns - 1 });
      event.preventDefault();
      return;
    }
    if (event.key === 'Escape') {
      setAnchor(undefined);
      setActive(undefined);
      return;
    }
    const target = moved(event.key, at, command, size);
    if (!target) return;
    // The first arrow only shows where the cursor is.
    const next = active || !event.key.startsWith('Arrow') ? target : at;
    select(next, event.shiftKey);
    size.reveal(next);
    event.preventDefault();
  };
  return { active, range, select, onKeyDown };
}

function moved(
  key: string,
  { row, column }: Cell,
  far: boolean,
  { rows, columns, pageRows }: { rows: number; columns: number; pageRows: number },
): Cell | undefined {
  if (key === 'ArrowDown') return { row: far ? rows - 1 : row + 1, column };
  if (key === 'ArrowUp') return { row: far ? 0 : row - 1, column };
  if (key === 'ArrowRight') return { row, column: far ? columns - 1 : column + 1 };
  if (key === 'ArrowLeft') return { row, column: far ? 0 : column - 1 };
  if (key === 'PageDown') return { row: row + pageRows, column };
  if (key === 'PageUp') return { row: row - pageRows, column };
  if (key === 'Home') return far ? { row: 0, column: 0 } : { row, column: 0 };
  if (key === 'End') return far ? { row: rows - 1, column: columns - 1 } : { row, column: columns - 1 };
  return undefined;
}
