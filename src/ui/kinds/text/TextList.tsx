/** Every text of a version on a line of its own, however many: those in view are read. */
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { textOf } from '#/core/text/textData';
import { formatCount } from '#/ui/charts/formatNumber';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { firstRow, rowHeight, scrollHeight, scrollTopOf } from '#/ui/components/rows/gridGeometry';
import { useRowWindows } from '#/ui/components/rows/useRowWindows';
import classes from './text.module.css';

export function TextList({
  version,
  label,
  row,
  onRow,
}: {
  version: DatasetVersion;
  /** The column that is shown beside each. */
  label: number;
  row: number;
  onRow: (row: number) => void;
}) {
  const { rows } = version;
  const frame = useRef<HTMLDivElement>(null);
  const { ref: sizeRef, height } = useElementSize();
  const frameRef = useMergedRef(frame, sizeRef);
  const [top, setTop] = useState(0);
  const first = firstRow(top, height, rows);
  const start = Math.floor(first);
  const end = Math.min(rows, Math.ceil(first + height / rowHeight) + 1);
  const { rowAt, error } = useRowWindows(version.id, rows, start, end);
  const { column } = textOf(version.schema);

  const go = (next: number) => {
    const to = Math.max(0, Math.min(rows - 1, next));
    onRow(to);
    const element = frame.current;
    if (!element) return;
    const inView = height / rowHeight;
    if (to < first) element.scrollTop = scrollTopOf(to, height, rows);
    else if (to > first + inView - 1) element.scrollTop = scrollTopOf(to - inView + 1, height, rows);
  };
  const page = Math.max(1, Math.floor(height / rowHeight) - 1);
  const steps: Record<string, number> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: page,
    PageUp: -page,
    Home: -rows,
    End: rows,
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    go(row + step);
  };
  const shown = Array.from({ length: Math.max(0, end - start) }, (_, i) => start + i);
  return (
    <>
      {error !== undefined && <ErrorNote error={error} />}
      <div
        ref={frameRef}
        className={classes.list}
        role="listbox"
        aria-label="Texts"
        aria-activedescendant={`text-${row}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      >
        <div style={{ height: scrollHeight(rows) }} role="presentation">
          <div
            className={classes.rows}
            style={{ height: Math.min(height, rows * rowHeight) }}
            role="presentation"
          >
            {shown.map((index) => {
              const cells = rowAt(index);
              return (
                <div
                  key={index}
                  id={`text-${index}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={index === row}
                  aria-setsize={rows}
                  aria-posinset={index + 1}
                  className={classes.row}
                  style={{ top: (index - first) * rowHeight }}
                  onMouseDown={() => onRow(index)}
                >
                  <span className={classes.number}>{formatCount(index + 1)}</span>
                  <span className="clip">{cells ? (cells[column] ?? '') || '(empty)' : '…'}</span>
                  <span className={`clip ${classes.label}`}>{(label >= 0 && cells?.[label]) || ''}</span>
                </div>
              );
            })}
          </div>
        </div>
      </div>
    </>
  );
}
