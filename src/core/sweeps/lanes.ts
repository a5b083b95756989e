/** Spans of time in as few rows as their overlaps allow: each in the first row that is free when it begins. */
export function lanesOf(spans: readonly { from: number; to: number }[]): { lane: number[]; lanes: number } {
  const lane = new Array<number>(spans.length).fill(0);
  const ends: number[] = [];
  const order = spans.map((_, at) => at).sort((a, b) => (spans[a]?.from ?? 0) - (spans[b]?.from ?? 0));
  for (const at of order) {
    const { from, to } = spans[at] as { from: number; to: number };
    const free = ends.findIndex((end) => end <= from);
    const row = free < 0 ? ends.length : free;
    ends[row] = to;
    lane[at] = row;
  }
  return { lane, lanes: ends.length };
}
