/** What a line chart is given, and how it is made ready to draw. Pure. */
import { tickFormat } from '#/core/tickText';
import { lttb, type Point } from '#/core/stats/lttb';
import { makeScale, paddedDomain, type Scale, type ScaleKind } from './scale';
import { smooth } from './smooth';

export interface Curve {
  id: string;
  label: string;
  color: string;
  dashed?: boolean;
  /** Ascending x. */
  points: readonly Point[];
  /** Of several that the curve is the mean of: a shade between lowest and highest, ascending x. */
  band?: readonly Band[];
}

export interface Band {
  x: number;
  low: number;
  high: number;
}

export interface DrawnCurve extends Curve {
  /** At most `pointLimit` points: the faint line (only when smoothed) and the strong one. */
  faint: Point[];
  strong: Point[];
  shade: Band[];
}

export interface Plot {
  width: number;
  height: number;
  inner: { left: number; top: number; right: number; bottom: number };
  /** The x range without zoom. */
  whole: [number, number];
  x: Scale;
  y: Scale;
  curves: DrawnCurve[];
}

export const pointLimit = 2000;
/** Of the text of a tick. */
const digitPx = 6.5;

export interface PlotInput {
  curves: readonly Curve[];
  width: number;
  height: number;
  scale: ScaleKind;
  smoothing: number;
  zoom: [number, number] | null;
  /** Everything, for charts that share an axis; else from the curves. */
  domain?: [number, number];
}

/** Epochs and steps: there is none between two of them. */
const isCounted = (curves: readonly Curve[]): boolean =>
  curves.every(({ points }) => points.every(({ x }) => Number.isInteger(x)));

export function layoutPlot({ curves, width, height, scale, smoothing, zoom, domain }: PlotInput): Plot {
  const [top, bottom] = [10, height - 24];
  const whole = domain ?? wholeDomain(curves);
  const xDomain = zoom ?? whole;
  const drawn = curves.map((curve): DrawnCurve => {
    const finite = curve.points.filter((p) => Number.isFinite(p.y) && (scale !== 'log' || p.y > 0));
    const smoothed = smoothing > 0 ? smooth(finite, smoothing) : finite;
    return {
      ...curve,
      shade: shadeOf(curve, scale, xDomain),
      faint: smoothing > 0 ? lttb(within(finite, xDomain), pointLimit) : [],
      strong: lttb(within(smoothed, xDomain), pointLimit),
    };
  });
  const values = drawn.flatMap((curve) => [
    ...[...curve.strong, ...curve.faint].map((p) => p.y),
    ...curve.shade.flatMap(({ low, high }) => [low, high]),
  ]);
  const y = makeScale(scale, paddedDomain(values, scale), [bottom, top], Math.max(2, (bottom - top) / 36));
  const longest = Math.max(0, ...y.ticks.map(tickFormat(y.ticks)).map((text) => text.length));
  const inner = { left: Math.max(52, 14 + digitPx * longest), top, right: width - 12, bottom };
  const x = makeScale(
    'linear',
    xDomain,
    [inner.left, inner.right],
    Math.max(2, (inner.right - inner.left) / 80),
  );
  return {
    width,
    height,
    inner,
    whole,
    x: isCounted(curves) ? { ...x, ticks: x.ticks.filter(Number.isInteger) } : x,
    y,
    curves: drawn,
  };
}

/** Thinned by its width, which is what one sees of it. */
function shadeOf({ band = [] }: Curve, scale: ScaleKind, domain: [number, number]): Band[] {
  const shown = band
    .filter(({ low, high }) => Number.isFinite(low) && Number.isFinite(high) && (scale !== 'log' || low > 0))
    .map((one) => ({ ...one, y: one.high - one.low }));
  return lttb(within(shown, domain), pointLimit);
}

export function wholeDomain(curves: readonly Curve[]): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const { points } of curves) {
    const first = points[0];
    const last = points.at(-1);
    if (!first || !last) continue;
    low = Math.min(low, first.x);
    high = Math.max(high, last.x);
  }
  if (low > high) return [0, 1];
  return low === high ? [low - 0.5, high + 0.5] : [low, high];
}

/** Points inside the domain plus one neighbour on each side, so lines run to the edge. */
function within<T extends Point>(points: readonly T[], [low, high]: [number, number]): T[] {
  const start = Math.max(0, firstAtOrAfter(points, low) - 1);
  const end = Math.min(points.length, firstAtOrAfter(points, high) + 2);
  return points.slice(start, end);
}

function firstAtOrAfter(points: readonly Point[], x: number): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle] as Point).x < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The point closest to x, or undefined for an empty curve. */
export function nearestPoint(points: readonly Point[], x: number): Point | undefined {
  const right = firstAtOrAfter(points, x);
  const after = points[right];
  const before = points[right - 1];
  if (!after || !before) return after ?? before;
  return after.x - x < x - before.x ? after : before;
}

/** One row per x, one column per curve; raw values, not the thinned or smoothed ones. */
export function curvesToTable(xLabel: string, curves: readonly Curve[]): (string | number | null)[][] {
  const rows = new Map<number, (number | null)[]>();
  curves.forEach((curve, column) => {
    for (const point of curve.points) {
      const row = rows.get(point.x) ?? curves.map(() => null);
      row[column] = point.y;
      rows.set(point.x, row);
    }
  });
  const sorted = [...rows].sort(([a], [b]) => a - b);
  return [[xLabel, ...curves.map((curve) => curve.label)], ...sorted.map(([x, values]) => [x, ...values])];
}
