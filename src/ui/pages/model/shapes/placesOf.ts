/** Where the bins of a shape lie along its plot: numbers by their value, categories side by side, what is missing at the end. */
import type { ShownAxis } from '#/core/additive/shownShapes';
import { tickFormat } from '#/core/tickText';
import { linearTicks } from '#/ui/charts/scale';
import { isMissingBin } from './binText';

export interface Place {
  from: number;
  to: number;
}

export interface Tick {
  at: number;
  label: string;
  /** Pixels that the label may take. */
  room: number;
}

/** Of the range of the borders, beyond each end. */
const beyond = 0.06;
const missingWidth = 44;
const tickRoom = 64;

export function placesOf(
  axis: ShownAxis,
  { left, right }: { left: number; right: number },
  text?: (value: number) => string,
): { places: Place[]; ticks: Tick[] } {
  const { bins, categories, edges = [] } = axis;
  if (categories) {
    const each = (right - left) / bins;
    const every = Math.max(1, Math.ceil((bins * 52) / (right - left)));
    const places = Array.from({ length: bins }, (_, bin) => ({
      from: left + bin * each + 2,
      to: left + (bin + 1) * each - 2,
    }));
    const ticks = places.flatMap(({ from, to }, bin) =>
      bin % every === 0
        ? [
            {
              at: (from + to) / 2,
              label: isMissingBin(axis, bin) ? 'missing' : (categories[bin]?.join(', ') ?? ''),
              room: each * every,
            },
          ]
        : [],
    );
    return { places, ticks };
  }
  const hasGap = axis.missing === true;
  const end = hasGap ? right - missingWidth - 12 : right;
  const [first, last] = [edges[0] ?? 0, edges.at(-1) ?? 1];
  const pad = (last - first) * beyond || Math.abs(first) * beyond || 1;
  const [low, high] = [first - pad, last + pad];
  const x = (value: number) => left + ((value - low) / (high - low)) * (end - left);
  const places: Place[] = Array.from({ length: edges.length + 1 }, (_, bin) => ({
    from: x(edges[bin - 1] ?? low),
    to: x(edges[bin] ?? high),
  }));
  if (hasGap) places.push({ from: right - missingWidth, to: right });
  const values = linearTicks([low, high], Math.max(2, Math.min(6, Math.floor((end - left) / tickRoom))));
  const format = text ?? tickFormat(values);
  const ticks = values.map((value) => ({ at: x(value), label: format(value), room: tickRoom }));
  if (hasGap) ticks.push({ at: right - missingWidth / 2, label: 'missing', room: tickRoom });
  return { places, ticks };
}
