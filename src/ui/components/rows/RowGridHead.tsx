import type { PointerEvent } from 'react';
import type { Column } from '#/core/protocol/dataset';
import classes from './RowGrid.module.css';

const minWidth = 48;
const maxWidth = 900;

/** Names and types; the right edge of a name is dragged to set the width. */
export function RowGridHead({
  fields,
  columns,
  widths,
  leftOf,
  numberWidth,
  onResize,
}: {
  fields: readonly Column[];
  columns: readonly number[];
  widths: readonly number[];
  leftOf: (column: number) => number;
  numberWidth: number;
  onResize: (column: number, width: number) => void;
}) {
  const startResize = (event: PointerEvent<HTMLElement>, column: number) => {
    const grip = event.currentTarget;
    const from = event.clientX;
    const width = widths[column] ?? 100;
    grip.setPointerCapture(event.pointerId);
    const move = (next: globalThis.PointerEvent) =>
      onResize(column, Math.min(maxWidth, Math.max(minWidth, width + next.clientX - from)));
    grip.addEventListener('pointermove', move);
    grip.addEventListener('lostpointercapture', () => grip.removeEventListener('pointermove', move), {
      once: true,
    });
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={classes.head} role="row" aria-rowindex={1}>
      {columns.map((column) => {
        const field = fields[column] as Column;
        return (
          <div
            key={column}
            role="columnheader"
            aria-colindex={column + 2}
            className={classes.name}
            style={{ left: leftOf(column), width: widths[column] }}
            title={`${field.name} (${field.type}, ${field.role})`}
          >
            <span className="clip">{field.name}</span>
            <span className={classes.type}>{field.type}</span>
            <span
              className={classes.grip}
              onPointerDown={(event) => startResize(event, column)}
              aria-hidden="true"
            />
          </div>
        );
      })}
      <div className={classes.number} style={{ width: numberWidth }} role="columnheader" aria-label="Row" />
    </div>
  );
}
