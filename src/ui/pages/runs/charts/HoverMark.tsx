import type { ReactNode } from 'react';
import classes from './charts.module.css';
import { hoverRun, useIsHovered } from './hoveredRun';

/** Tells the charts that the pointer is on a run's name, and marks it when it is on the run in a chart. */
export function HoverMark({ id, children }: { id: string; children: ReactNode }) {
  const isHovered = useIsHovered(id);
  return (
    <span
      className={isHovered ? classes.hovered : undefined}
      onPointerEnter={() => hoverRun(id)}
      onPointerLeave={() => hoverRun(undefined)}
    >
      {children}
    </span>
  );
}
