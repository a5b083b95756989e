/** Axes of linked plots: where a value stands between 0 and 1, and which places are written down. */
import { tickFormat } from '#/core/tickText';
import { formatNumber } from '../formatNumber';
import { linearTicks, makeScale, paddedDomain } from '../scale';

export interface PlotAxis<V> {
  /** Undefined: it has none there. */
  place(value: V | undefined): number | undefined;
  ticks: { at: number; text: string }[];
}

export function numberAxis(
  values: readonly number[],
  wanted = 5,
  text?: (value: number) => string,
  whole = false,
): PlotAxis<number> {
  const domain = paddedDomain(values, 'linear');
  const span = domain[1] - domain[0] || 1;
  const ticks = linearTicks(domain, wanted).filter((tick) => !whole || Number.isInteger(tick));
  const format = text ?? tickFormat(ticks);
  const place = (value: number) => (value - domain[0]) / span;
  return {
    place: (value) => (value === undefined || !Number.isFinite(value) ? undefined : place(value)),
    ticks: ticks.map((tick) => ({ at: place(tick), text: format(tick) })),
  };
}

/** Values that are not above 0 have no place on it. */
export function logAxis(
  values: readonly number[],
  wanted = 5,
  text = (value: number) => formatNumber(value, 3),
): PlotAxis<number> {
  const domain = paddedDomain(values, 'log');
  const { ticks, toPixel } = makeScale('log', domain, [0, 1], wanted);
  return {
    place: (value) =>
      value !== undefined && value > 0 && Number.isFinite(value) ? toPixel(value) : undefined,
    ticks: ticks.map((tick) => ({ at: toPixel(tick), text: text(tick) })),
  };
}

/** Evenly, one place for each of the texts. */
export function choiceAxis(texts: readonly string[]): PlotAxis<string> {
  const places = new Map(texts.map((text, at) => [text, (at + 0.5) / texts.length]));
  return {
    place: (text) => (text === undefined ? undefined : places.get(text)),
    ticks: texts.map((text) => ({ at: places.get(text) as number, text })),
  };
}
