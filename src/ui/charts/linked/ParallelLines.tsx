/** The lines of a parallel chart. They stay as they are while the pointer moves: what it is on is drawn above them. */
import { memo } from 'react';
import { useChartTheme } from '../palette';
import type { PlotAxis } from './axis';

export const parallelHeight = 300;
export const parallelEdge = { top: 40, bottom: 14, left: 40, right: 64 };
export const parallelInner = parallelHeight - parallelEdge.top - parallelEdge.bottom;
export const parallelY = (at: number): number => parallelEdge.top + (1 - at) * parallelInner;

export interface ParallelColumn {
  name: string;
  title: string;
  ticks: PlotAxis<never>['ticks'];
  /** From 0 to 1; undefined: it has none there. */
  placeOf(number: number): number | undefined;
}

export interface ParallelLine {
  number: number;
  /** Stands out before all others. */
  best?: boolean;
  /** Of the others, 0 to 1: the better, the darker. */
  goodness: number;
}

export const linePoints = (number: number, columns: readonly ParallelColumn[], step: number): string =>
  columns
    .flatMap((column, at) => {
      const place = column.placeOf(number);
      return place === undefined ? [] : [`${parallelEdge.left + at * step},${parallelY(place)}`];
    })
    .join(' ');

export const ParallelLines = memo(function ParallelLines({
  lines,
  columns,
  picked,
  step,
  onHover,
}: {
  lines: readonly ParallelLine[];
  columns: readonly ParallelColumn[];
  picked: ReadonlySet<number>;
  step: number;
  onHover(number: number): void;
}) {
  const theme = useChartTheme();
  // Of many lines each is thinner to the eye, so that the good ones can still be told.
  const least = lines.length > 200 ? 0.04 : 0.15;
  return lines.map(({ number, best, goodness }) => (
    <polyline
      key={number}
      points={linePoints(number, columns, step)}
      fill="none"
      stroke={best ? theme.series[1] : theme.series[0]}
      strokeWidth={best ? 2.5 : 1.25}
      opacity={picked.size > 0 && !picked.has(number) ? 0.06 : best ? 1 : least + 0.6 * goodness ** 2}
      onPointerEnter={() => onHover(number)}
    />
  ));
});
