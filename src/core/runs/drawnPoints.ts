/** Series as they came from storage to the points of a chart: one run's, or the mean of several. Pure. */
import type { DrawnSeries } from '../logged/bucketCurve';
import type { Point } from '../stats/lttb';
import { type MeanPoint, meanCurve } from './meanCurve';

export type CurveAxis = 'epoch' | 'step';
type Columns = Pick<DrawnSeries, 'steps' | 'epochs' | 'values'>;

export function drawnPoints({ steps, epochs, values }: Columns, axis: CurveAxis): Point[] {
  const places = axis === 'step' ? steps : epochs;
  return Array.from(values, (y, i) => ({ x: places[i] as number, y }));
}

/**
 * The mean of several, between the lowest and the highest of them. Of long series it is that of the means of their
 * stretches, at the places of the one with the widest stretches; those of the others lie between theirs.
 */
export function meanOfDrawn(series: readonly DrawnSeries[], axis: CurveAxis): MeanPoint[] {
  if (series.every(({ whole }) => whole)) return meanCurve(series.map((one) => drawnPoints(one, axis)));
  const curves = series.map((one) =>
    drawnPoints(one.means ?? one, axis).filter(({ y }) => Number.isFinite(y)),
  );
  const places = placesOf(curves.filter((_, i) => series[i]?.means !== undefined));
  return meanCurve(curves.map((points) => at(points, places)));
}

/** Those of the curve with the fewest, and beyond its end those of longer ones. */
function placesOf(curves: readonly (readonly Point[])[]): number[] {
  const places: number[] = [];
  for (const points of curves.toSorted((a, b) => a.length - b.length))
    for (const { x } of points) if (x > (places.at(-1) ?? Number.NEGATIVE_INFINITY)) places.push(x);
  return places;
}

/** Values at these places, ascending, within the curve; between two points on the line between them. */
function at(points: readonly Point[], places: readonly number[]): Point[] {
  const found: Point[] = [];
  let i = 0;
  for (const x of places) {
    while (i < points.length && (points[i] as Point).x < x) i++;
    const [before, after] = [points[i - 1], points[i]];
    if (after?.x === x) found.push(after);
    else if (before && after)
      found.push({ x, y: before.y + ((after.y - before.y) * (x - before.x)) / (after.x - before.x) });
  }
  return found;
}

/** All of a curve, with more of it in a window. */
export function withWindow(
  whole: readonly Point[],
  within: readonly Point[],
  [from, to]: readonly [number, number],
): Point[] {
  if (within.length === 0) return [...whole];
  return [...whole.filter(({ x }) => x < from), ...within, ...whole.filter(({ x }) => x > to)];
}
