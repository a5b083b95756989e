/**
 * Truth in rows, prediction in columns. Colour is the share of the row's truth, so a rare class is seen as well
 * as a frequent one. Arrow keys, Home and End move; Enter, Space or a click opens the rows of a cell.
 */
import { type KeyboardEvent, useRef, useState } from 'react';
import { type ConfusionMatrix, countAt } from '#/core/stats/confusionMatrix';
import { formatCount, formatShare } from '#/ui/charts/formatNumber';
import classes from './matrix.module.css';

export function MatrixGrid({
  matrix,
  labels,
  shown,
  title,
  onOpen,
}: {
  matrix: ConfusionMatrix;
  labels: readonly string[];
  /** Indices of the classes to show. */
  shown: readonly number[];
  title: string;
  onOpen?: (truth: number, predicted: number) => void;
}) {
  const [[activeRow, activeColumn], setActive] = useState<readonly [number, number]>([0, 0]);
  const grid = useRef<HTMLDivElement>(null);
  const last = shown.length - 1;
  const at = (place: number) => Math.min(place, last);

  const onKeyDown = (event: KeyboardEvent) => {
    const target = new Map<string, readonly [number, number]>([
      ['ArrowUp', [activeRow - 1, activeColumn]],
      ['ArrowDown', [activeRow + 1, activeColumn]],
      ['ArrowLeft', [activeRow, activeColumn - 1]],
      ['ArrowRight', [activeRow, activeColumn + 1]],
      ['Home', [activeRow, 0]],
      ['End', [activeRow, last]],
    ]).get(event.key);
    if (!target) return;
    event.preventDefault();
    const [row, column] = target.map((place) => Math.max(0, at(place))) as [number, number];
    setActive([row, column]);
    grid.current?.querySelector<HTMLElement>(`[data-cell="${row} ${column}"]`)?.focus();
  };

  return (
    <div className={classes.scroll}>
      <div
        ref={grid}
        className={classes.matrix}
        role="grid"
        tabIndex={-1}
        aria-label={title}
        onKeyDown={onKeyDown}
      >
        <div role="row" className={classes.line}>
          <div role="columnheader" className={classes.corner}>
            true \ predicted
          </div>
          {shown.map((column) => (
            <div key={column} role="columnheader" className={`${classes.column} clip`} title={labels[column]}>
              {labels[column] || '(empty)'}
            </div>
          ))}
        </div>

        {shown.map((truth, row) => {
          const support = supportOf(matrix, truth);
          return (
            <div key={truth} role="row" className={classes.line}>
              <div role="rowheader" className={`${classes.row} clip`} title={labels[truth]}>
                {labels[truth] || '(empty)'}
              </div>
              {shown.map((predicted, column) => {
                const count = countAt(matrix, truth, predicted);
                const share = support === 0 ? 0 : count / support;
                const words = `true ${labels[truth]}, predicted ${labels[predicted]}: ${formatCount(count)} rows, ${formatShare(share)}`;
                return (
                  <div
                    key={predicted}
                    role="gridcell"
                    data-cell={`${row} ${column}`}
                    tabIndex={at(activeRow) === row && at(activeColumn) === column ? 0 : -1}
                    className={truth === predicted ? classes.right : classes.wrong}
                    style={{ '--share': share } as React.CSSProperties}
                    aria-label={words}
                    title={words}
                    onFocus={() => setActive([row, column])}
                    onClick={() => count > 0 && onOpen?.(truth, predicted)}
                    onKeyDown={(event) => {
                      if (event.key !== 'Enter' && event.key !== ' ') return;
                      event.preventDefault();
                      if (count > 0) onOpen?.(truth, predicted);
                    }}
                  >
                    <span className={count === 0 ? classes.zero : undefined}>{formatCount(count)}</span>
                    {shown.length <= 6 && count > 0 && <small>{formatShare(share)}</small>}
                  </div>
                );
              })}
            </div>
          );
        })}
      </div>
    </div>
  );
}

const supportOf = (matrix: ConfusionMatrix, truth: number): number => {
  let sum = 0;
  for (let predicted = 0; predicted < matrix.classes; predicted++) sum += countAt(matrix, truth, predicted);
  return sum;
};
