/** What some neighbouring bins say at last. */
export type ShapeChange = { to: number } | { by: number } | { way: 'mean' | 'line' | 'nothing' };

/** `rows`: of training, in each bin. */
export function changed(scores: ArrayLike<number>, rows: ArrayLike<number>, change: ShapeChange): number[] {
  const before = Array.from(scores);
  if ('to' in change) return before.map(() => change.to);
  if ('by' in change) return before.map((score) => score + change.by);
  if (change.way === 'nothing') return before.map(() => 0);
  if (change.way === 'mean') {
    const weights = Array.from(rows);
    const all = weights.reduce((sum, count) => sum + count, 0);
    const sum = before.reduce((so, score, i) => so + score * (all > 0 ? (weights[i] as number) : 1), 0);
    return before.map(() => sum / (all > 0 ? all : before.length));
  }
  const [first = 0, last = 0] = [before[0], before.at(-1)];
  const steps = Math.max(1, before.length - 1);
  return before.map((_, i) => first + ((last - first) * i) / steps);
}
