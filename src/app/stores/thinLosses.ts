/**
 * Keeps a growing curve short without hiding spikes: the steps are cut into equal stretches, and each
 * keeps its lowest and its highest point. Thinning again as the curve grows treats old and new alike.
 */
export function thinLosses<P extends { step: number; value: number }>(points: P[], max: number): P[] {
  const first = points[0];
  const last = points.at(-1);
  if (points.length <= max || !first || !last) return points;
  const stretches = Math.max(1, Math.floor((max - 2) / 2));
  const width = (last.step - first.step + 1) / stretches;
  const kept: P[] = [first];
  const keep = (point: P) => {
    if (point.step > (kept.at(-1)?.step ?? 0)) kept.push(point);
  };
  let stretch = 0;
  let low = first;
  let high = first;
  const close = () => {
    const inOrder = low.step <= high.step ? [low, high] : [high, low];
    for (const point of inOrder) keep(point);
  };
  for (const point of points) {
    const at = Math.floor((point.step - first.step) / width);
    if (at !== stretch) {
      close();
      stretch = at;
      low = point;
      high = point;
    }
    if (point.value < low.value) low = point;
    if (point.value > high.value) high = point;
  }
  close();
  keep(last);
  return kept;
}
