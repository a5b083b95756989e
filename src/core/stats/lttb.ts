/**
 * Largest-Triangle-Three-Buckets: thins a curve to `limit` points and keeps what the eye would miss.
 * Keeps first and last; from every bucket between takes the point that spans the largest triangle with
 * the point taken before and the mean of the next bucket.
 */
export interface Point {
  x: number;
  y: number;
}

export function lttb<T extends Point>(points: readonly T[], limit: number): T[] {
  const count = points.length;
  if (limit < 3 || count <= limit) return points.slice();
  const first = points[0] as T;
  const last = points[count - 1] as T;
  const kept: T[] = [first];
  const width = (count - 2) / (limit - 2);
  let from = first;
  for (let bucket = 0; bucket < limit - 2; bucket++) {
    const start = Math.floor(bucket * width) + 1;
    const end = Math.floor((bucket + 1) * width) + 1;
    const nextEnd = Math.min(Math.floor((bucket + 2) * width) + 1, count);
    const mean = meanOf(points, end, nextEnd);
    let best = points[start] as T;
    let bestArea = -1;
    for (let index = start; index < end; index++) {
      const point = points[index] as T;
      const area = Math.abs((from.x - mean.x) * (point.y - from.y) - (from.x - point.x) * (mean.y - from.y));
      if (area > bestArea) {
        bestArea = area;
        best = point;
      }
    }
    kept.push(best);
    from = best;
  }
  kept.push(last);
  return kept;
}

function meanOf(points: readonly Point[], start: number, end: number): Point {
  let x = 0;
  let y = 0;
  for (let index = start; index < end; index++) {
    x += (points[index] as Point).x;
    y += (points[index] as Point).y;
  }
  const count = Math.max(1, end - start);
  return { x: x / count, y: y / count };
}
