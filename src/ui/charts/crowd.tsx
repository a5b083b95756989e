/** Of more curves than one can tell apart: the one that is pointed at, and what all of them say. */
import { type DrawnCurve, nearestPoint, type Plot } from './curve';

/** The curve whose point at x is nearest to a height in pixels. */
export function curveAt({ curves, y }: Plot, at: number, top: number): DrawnCurve | undefined {
  let nearest: DrawnCurve | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const curve of curves) {
    const point = nearestPoint(curve.strong, at);
    if (!point) continue;
    const apart = Math.abs(y.toPixel(point.y) - top);
    if (apart >= least) continue;
    least = apart;
    nearest = curve;
  }
  return nearest;
}

export function crowdText({ curves }: Plot, at: number, format: (value: number) => string): string {
  const values = curves.flatMap(({ strong }) => nearestPoint(strong, at)?.y ?? []);
  if (values.length === 0) return '';
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return `${values.length} curves from ${format(low)} to ${format(high)}`;
}

export function CrowdCurve({ curve, plot: { x, y, inner } }: { curve: DrawnCurve; plot: Plot }) {
  const points = curve.strong
    .map((point) => `${x.toPixel(point.x).toFixed(1)},${y.toPixel(point.y).toFixed(1)}`)
    .join(' ');
  const clip = `inset(${inner.top}px 0 0 ${inner.left}px)`;
  return (
    <polyline points={points} fill="none" stroke={curve.color} strokeWidth={3} style={{ clipPath: clip }} />
  );
}
