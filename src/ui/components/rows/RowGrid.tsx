/** Every row of a version, however many: rows and columns in view only, read in windows. */
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useMemo, useRef, useState } from 'react';
import { notify, notifyError } from '#/app/stores/notices';
import type { Column } from '#/core/protocol/dataset';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { copyCells } from './copyCells';
import {
  type Cell,
  type CellRange,
  columnEdges,
  firstRow,
  inRange,
  rowHeight,
  scrollHeight,
  scrollTopOf,
  visibleColumns,
} from './gridGeometry';
import classes from './RowGrid.module.css';
import { RowGridHead } from './RowGridHead';
import { useGridCursor } from './useGridCursor';
import { useRowWindows } from './useRowWindows';
import { formatCount } from '#/ui/charts/formatNumber';

const headHeight = 32;
const numeric = new Set<Column['type']>(['numeric', 'integer']);

export function RowGrid({
  versionId,
  fields,
  rows,
}: {
  versionId: string;
  fields: readonly Column[];
  rows: number;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const { ref: sizeRef, width, height } = useElementSize();
  const frameRef = useMergedRef(frame, sizeRef);
  const [scroll, setScroll] = useState({ top: 0, left: 0 });
  const [widths, setWidths] = useState(() => fields.map(startWidth));
  const edges = useMemo(() => columnEdges(widths), [widths]);
  const numberWidth = 28 + String(rows).length * 8;
  const bodyHeight = Math.max(0, height - headHeight);

  const first = firstRow(scroll.top, bodyHeight, rows);
  const start = Math.floor(first);
  const end = Math.min(rows, Math.ceil(first + bodyHeight / rowHeight) + 1);
  const [firstColumn, endColumn] = visibleColumns(edges, scroll.left, Math.max(0, width - numberWidth));
  const { rowAt, error } = useRowWindows(versionId, rows, start, end);

  const reveal = ({ row, column }: Cell) => {
    const element = frame.current;
    if (!element) return;
    const lastFull = first + bodyHeight / rowHeight - 1;
    if (row < first) element.scrollTop = scrollTopOf(row, bodyHeight, rows);
    else if (row > lastFull)
      element.scrollTop = scrollTopOf(row - bodyHeight / rowHeight + 1, bodyHeight, rows);
    const left = edges[column] ?? 0;
    const right = edges[column + 1] ?? left;
    if (left < scroll.left) element.scrollLeft = left;
    else if (right > scroll.left + width - numberWidth) element.scrollLeft = right - width + numberWidth;
  };
  const copy = (range: CellRange, withHeader: boolean) =>
    void copyCells(versionId, range, withHeader ? fields.map((field) => field.name) : undefined).then(
      (count) => notify({ kind: 'info', title: 'Copied', message: `${formatCount(count)} rows as text` }),
      (thrown: unknown) => notifyError('Nothing was copied', thrown),
    );
  const cursor = useGridCursor({
    rows,
    columns: fields.length,
    pageRows: Math.max(1, Math.floor(bodyHeight / rowHeight) - 1),
    reveal,
    copy,
  });

  const shown = Array.from({ length: Math.max(0, end - start) }, (_, index) => start + index);
  const columns = Array.from({ length: endColumn - firstColumn }, (_, index) => firstColumn + index);
  const leftOf = (column: number) => numberWidth + (edges[column] ?? 0) - scroll.left;

  if (error !== undefined) return <ErrorNote error={error} />;
  return (
    <div
      ref={frameRef}
      className={classes.frame}
      style={{
        height: Math.min(scrollHeight(rows) + headHeight + 16, 640),
        maxHeight: 'calc(100dvh - 220px)',
        minHeight: 160,
      }}
      role="grid"
      aria-label="Rows"
      aria-rowcount={rows + 1}
      aria-colcount={fields.length + 1}
      aria-multiselectable="true"
      tabIndex={0}
      onKeyDown={cursor.onKeyDown}
      onScroll={(event) =>
        setScroll({ top: event.currentTarget.scrollTop, left: event.currentTarget.scrollLeft })
      }
    >
      <div className={classes.view} style={{ width, height }} role="presentation">
        <RowGridHead
          fields={fields}
          columns={columns}
          widths={widths}
          leftOf={leftOf}
          numberWidth={numberWidth}
          onResize={(column, next) => setWidths((before) => before.map((w, i) => (i === column ? next : w)))}
        />
        {shown.map((index) => {
          const row = rowAt(index);
          return (
            <div
              key={index}
              className={classes.row}
              role="row"
              aria-rowindex={index + 2}
              style={{ transform: `translateY(${headHeight + (index - first) * rowHeight}px)` }}
            >
              {columns.map((column) => {
                const value = row?.[column];
                const isActive = cursor.active?.row === index && cursor.active.column === column;
                const selected = inRange(cursor.range, index, column);
                return (
                  <div
                    key={column}
                    role="gridcell"
                    aria-colindex={column + 2}
                    aria-selected={selected}
                    className={`${classes.cell} ${numeric.has(fields[column]?.type ?? 'text') ? classes.right : ''} ${
                      selected ? classes.selected : ''
                    } ${isActive ? classes.active : ''} ${row && value === null ? classes.missing : ''}`}
                    style={{ left: leftOf(column), width: widths[column] }}
                    onPointerDown={(event) =>
                      event.button === 0 && cursor.select({ row: index, column }, event.shiftKey)
                    }
                    onPointerEnter={(event) =>
                      event.buttons === 1 && cursor.select({ row: index, column }, true)
                    }
                  >
                    {row ? (value ?? 'missing') : <span className={classes.waiting} />}
                  </div>
                );
              })}
              <div className={classes.number} style={{ width: numberWidth }} role="rowheader">
                {formatCount(index + 1)}
              </div>
            </div>
          );
        })}
      </div>
      <div
        aria-hidden="true"
        style={{
          height: Math.max(0, scrollHeight(rows) - bodyHeight),
          width: numberWidth + (edges.at(-1) ?? 0),
        }}
      />
    </div>
  );
}

/** Room for the name and for what such a column usually holds. */
function startWidth(field: Column): number {
  const content =
    field.type === 'text' ? 260 : field.type === 'datetime' ? 170 : field.type === 'categorical' ? 130 : 96;
  return Math.min(360, Math.max(content, field.name.length * 8 + field.type.length * 7 + 40));
}
