/** Line charts and histograms as inline SVG, coloured by the report's style sheet. */
import { lttb, type Point } from '../stats/lttb';
import { tickFormat } from '../tickText';
import { html, type Markup } from './markup';

export interface ReportCurve {
  label: string;
  points: readonly Point[];
}

export interface ReportPlot {
  title: string;
  xLabel: string;
  curves: readonly ReportCurve[];
  /** Both axes from 0 to 1. */
  unit?: boolean;
  diagonal?: boolean;
}

const width = 420;
const height = 260;
const inner = { left: 56, top: 12, right: width - 12, bottom: height - 40 };
const mostPoints = 400;

export const numberText = (value: number | undefined): string => {
  if (value === undefined || !Number.isFinite(value)) return '–';
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return value.toLocaleString('en-US');
  return String(Number(value.toPrecision(6)));
};

export const percentText = (share: number): string => `${(share * 100).toFixed(1)} %`;

export function reportPlot({ title, xLabel, curves, unit = false, diagonal = false }: ReportPlot): Markup {
  const drawn = curves.filter(({ points }) => points.length > 0);
  if (drawn.length === 0) return html``;
  const all = drawn.flatMap(({ points }) => points);
  const x = unit ? axis([0, 1], 'x') : axis(rangeOf(all.map((point) => point.x)), 'x');
  const y = unit ? axis([0, 1], 'y') : axis(rangeOf(all.map((point) => point.y)), 'y');
  const path = (points: readonly Point[]) =>
    points.map((point, i) => `${i === 0 ? 'M' : 'L'}${x.at(point.x)} ${y.at(point.y)}`).join('');
  return html`<figure><figcaption>${title}</figcaption>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}">
${frame(x, y, xLabel)}
${
  diagonal
    ? html`<path class="level" d="${path([
        { x: 0, y: 0 },
        { x: 1, y: 1 },
      ])}"/>`
    : undefined
}
${drawn.map(
  ({ label, points }, i) =>
    html`<path class="curve s${i % 8}" d="${path(lttb(points, mostPoints))}"><title>${label}</title></path>`,
)}
</svg>
<p class="legend">${drawn.map(({ label }, i) => html`<span class="k${i % 8}">${label}</span> `)}</p></figure>`;
}

export function reportHistogram(
  title: string,
  xLabel: string,
  bins: readonly { low: number; high: number; count: number }[],
): Markup {
  if (bins.length === 0) return html``;
  const highest = Math.max(...bins.map(({ count }) => count));
  const x = axis([bins[0]?.low ?? 0, bins.at(-1)?.high ?? 1], 'x');
  const y = axis([0, highest], 'y');
  return html`<figure><figcaption>${title}</figcaption>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}">
${frame(x, y, xLabel)}
${bins.map(
  ({ low, high, count }) =>
    html`<rect class="bar" x="${x.at(low)}" y="${y.at(count)}" width="${Math.max(0.5, x.at(high) - x.at(low) - 0.5).toFixed(1)}" height="${(inner.bottom - y.at(count)).toFixed(1)}"><title>${numberText(low)} to ${numberText(high)}: ${numberText(count)} rows</title></rect>`,
)}
</svg></figure>`;
}

interface Axis {
  at(value: number): number;
  ticks: number[];
  text(tick: number): string;
}

function frame(x: Axis, y: Axis, xLabel: string): Markup {
  return html`${y.ticks.map(
    (tick) =>
      html`<path class="grid" d="M${inner.left} ${y.at(tick)}H${inner.right}"/><text x="${inner.left - 6}" y="${y.at(tick) + 4}" text-anchor="end">${y.text(tick)}</text>`,
  )}${x.ticks.map(
    (tick) =>
      html`<text x="${x.at(tick)}" y="${inner.bottom + 16}" text-anchor="middle">${x.text(tick)}</text>`,
  )}<text x="${(inner.left + inner.right) / 2}" y="${height - 6}" text-anchor="middle">${xLabel}</text>`;
}

function axis([low, high]: [number, number], direction: 'x' | 'y'): Axis {
  const [from, to] = direction === 'x' ? [inner.left, inner.right] : [inner.bottom, inner.top];
  const span = high - low || 1;
  const ticks = ticksOf(low, high);
  return {
    at: (value) => Math.round((from + ((value - low) / span) * (to - from)) * 10) / 10,
    ticks,
    text: tickFormat(ticks),
  };
}

function ticksOf(low: number, high: number): number[] {
  if (!(high > low)) return [low];
  const rough = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

function rangeOf(values: readonly number[]): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low < high) return [low, high];
  const room = Math.abs(low) / 2 || 0.5;
  return [low - room, high + room];
}
