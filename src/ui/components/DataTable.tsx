/**
 * A table for lists of any length: only the rows in view exist. Click or Space on a header sorts;
 * arrows, Home, End and Page keys move the active row, Enter opens it. Rows may belong to others: right and left
 * unfold and fold them.
 */
import { VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconChevronRight } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useId, useMemo, useRef, useState } from 'react';
import styles from './DataTable.module.css';
import { type SortState, type SortValue, sortRows } from './sortRows';
import { type RowTree, type TreeRow, treeRows } from './treeRows';

export interface DataColumn<T> {
  id: string;
  header: string;
  /** For columns of buttons: the header is read out, not shown. */
  headerHidden?: boolean;
  /** A CSS grid track: "120px", "minmax(160px, 2fr)". Default: minmax(120px, 1fr). */
  width?: string;
  align?: 'left' | 'right';
  render(row: T): ReactNode;
  /** Left out on narrow screens. */
  wideOnly?: boolean;
  /** Makes the column sortable. */
  sortValue?(row: T): SortValue;
}

export interface DataTableProps<T> {
  label: string;
  columns: readonly DataColumn<T>[];
  rows: readonly T[];
  rowKey(row: T): string;
  /** Some rows may belong to others. */
  tree?: RowTree<T>;
  onOpen?(row: T): void;
  initialSort?: SortState;
  /** Told when the person sorts. */
  onSort?(sort: SortState): void;
  rowHeight?: number;
  /** Height of the frame when there are more rows than fit. */
  maxHeight?: number | string;
  empty?: ReactNode;
}

/** The least a track may take: the first px figure in it. */
const leastPx = (track = '120px'): number => Number(/(\d+)px/.exec(track)?.[1] ?? 0);

export function DataTable<T>(props: DataTableProps<T>) {
  const {
    label,
    rows,
    rowKey,
    tree,
    onOpen,
    onSort,
    initialSort: asked,
    rowHeight = 36,
    maxHeight = 560,
    empty,
  } = props;
  const narrow = useMediaQuery('(max-width: 640px)');
  const columns = useMemo(
    () => (narrow ? props.columns.filter((column) => !column.wideOnly) : props.columns),
    [narrow, props.columns],
  );
  const [initialSort] = useState(asked);
  const [sort, setSort] = useState(asked);
  const [active, setActive] = useState(-1);
  const frame = useRef<HTMLDivElement>(null);
  const idBase = useId();
  const sorted = useMemo((): readonly TreeRow<T>[] => {
    const column = sort && columns.find((candidate) => candidate.id === sort.columnId);
    const inOrder = column?.sortValue ? sortRows(rows, column.sortValue, sort!.descending) : rows;
    return tree
      ? treeRows(inOrder, rowKey, tree, sort === initialSort ? tree.compare : undefined)
      : inOrder.map((row) => ({ row, level: 1, children: 0 }));
  }, [rows, columns, sort, tree, rowKey, initialSort]);
  const nested = sorted.some(({ level, children }) => level > 1 || children > 0);
  const virtualizer = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollPaddingStart: 33,
  });
  const grid = {
    gridTemplateColumns: columns.map((column) => column.width ?? 'minmax(120px, 1fr)').join(' '),
  };

  const minWidth = columns.reduce((sum, column) => sum + leastPx(column.width), 0);

  const sortBy = (next: SortState) => {
    setSort(next);
    onSort?.(next);
  };
  const moveTo = (index: number) => {
    const next = Math.max(0, Math.min(sorted.length - 1, index));
    setActive(next);
    virtualizer.scrollToIndex(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== frame.current || sorted.length === 0) return;
    const page = Math.max(1, Math.floor((frame.current?.clientHeight ?? 0) / rowHeight) - 2);
    const target = new Map([
      ['ArrowDown', active + 1],
      ['ArrowUp', active - 1],
      ['PageDown', active + page],
      ['PageUp', active - page],
      ['Home', 0],
      ['End', sorted.length - 1],
    ]).get(event.key);
    const at = sorted[active];
    const isOpen = at !== undefined && tree?.open.has(rowKey(at.row));
    if (target !== undefined) moveTo(target);
    else if (event.key === 'Enter' && at !== undefined && onOpen) onOpen(at.row);
    else if (event.key === 'ArrowRight' && tree && at && at.children > 0 && !isOpen)
      tree.onToggle(rowKey(at.row));
    else if (event.key === 'ArrowLeft' && tree && at && at.children > 0 && isOpen)
      tree.onToggle(rowKey(at.row));
    else if (event.key === 'ArrowLeft' && at && at.level > 1)
      moveTo(sorted.findLastIndex(({ level }, index) => index < active && level < at.level));
    else return;
    event.preventDefault();
  };

  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- its role depends on what is shown
    <div
      ref={frame}
      className={styles.frame}
      style={{ maxHeight }}
      role={nested ? 'treegrid' : 'grid'}
      aria-label={label}
      aria-rowcount={sorted.length + 1}
      aria-colcount={columns.length}
      aria-activedescendant={active >= 0 && active < sorted.length ? `${idBase}-${active}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div className={styles.head} style={{ ...grid, minWidth }} role="row" aria-rowindex={1}>
        {columns.map((column) => (
          <HeadCell key={column.id} column={column} sort={sort} onSort={sortBy} />
        ))}
      </div>
      <div className={styles.body} role="rowgroup" style={{ height: virtualizer.getTotalSize(), minWidth }}>
        {virtualizer.getVirtualItems().map((item) => {
          const shown = sorted[item.index];
          if (shown === undefined) return null;
          const { row, level, children } = shown;
          const unfolded = children > 0 ? tree?.open.has(rowKey(row)) : undefined;
          return (
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the grid itself takes the keys
            <div
              key={rowKey(row)}
              id={`${idBase}-${item.index}`}
              className={`${styles.row} ${onOpen ? styles.open : ''} ${item.index === active ? styles.active : ''}`}
              style={{ ...grid, height: rowHeight, transform: `translateY(${item.start}px)` }}
              role="row"
              aria-rowindex={item.index + 2}
              aria-selected={item.index === active}
              aria-level={nested ? level : undefined}
              aria-expanded={unfolded}
              onClick={(event) => {
                setActive(item.index);
                const inner = (event.target as Element).closest('a, button, input, [role="menuitem"]');
                if (onOpen && !inner) onOpen(row);
              }}
            >
              {columns.map((column) => (
                <div
                  key={column.id}
                  role="gridcell"
                  className={`${styles.cell} ${column.align === 'right' ? styles.right : ''}`}
                >
                  {tree && nested && column.id === tree.column ? (
                    <span className={styles.branch} style={{ paddingLeft: (level - 1) * 20 }}>
                      {children > 0 ? (
                        <button
                          type="button"
                          className={styles.fold}
                          aria-label={unfolded ? 'Fold' : `Unfold ${children}`}
                          onClick={() => tree.onToggle(rowKey(row))}
                        >
                          <IconChevronRight size={14} aria-hidden data-open={unfolded || undefined} />
                        </button>
                      ) : (
                        <span className={styles.fold} />
                      )}
                      <span className="clip">{column.render(row)}</span>
                    </span>
                  ) : (
                    column.render(row)
                  )}
                </div>
              ))}
            </div>
          );
        })}
      </div>
      {sorted.length === 0 && empty ? <div className={styles.empty}>{empty}</div> : null}
    </div>
  );
}

interface HeadCellProps<T> {
  column: DataColumn<T>;
  sort: SortState | undefined;
  onSort(sort: SortState): void;
}

function HeadCell<T>({ column, sort, onSort }: HeadCellProps<T>) {
  const side = column.align === 'right' ? styles.right : '';
  const mine = sort?.columnId === column.id ? sort : undefined;
  if (!column.sortValue)
    return (
      <div role="columnheader" className={`${styles.headCell} ${side}`}>
        {column.headerHidden ? <VisuallyHidden>{column.header}</VisuallyHidden> : column.header}
      </div>
    );
  return (
    <div role="columnheader" aria-sort={mine ? (mine.descending ? 'descending' : 'ascending') : 'none'}>
      <button
        type="button"
        className={`${styles.headCell} ${side}`}
        onClick={() => onSort({ columnId: column.id, descending: mine ? !mine.descending : false })}
      >
        {column.header}
        {mine ? <span aria-hidden>{mine.descending ? '↓' : '↑'}</span> : null}
      </button>
    </div>
  );
}
