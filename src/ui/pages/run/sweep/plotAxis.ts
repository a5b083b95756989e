/** Axes of the plots of a sweep: where a value stands between 0 and 1, and which places are written down. */
import { tickFormat } from '#/core/tickText';
import type { ParamSpec, ParamValue } from '#/core/protocol/sweep';
import { fromUnit, isLog, toUnit } from '#/core/sweeps/space';
import { formatNumber } from '#/ui/charts/formatNumber';
import { linearTicks, makeScale, paddedDomain } from '#/ui/charts/scale';

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

export const paramText = (value: ParamValue | undefined): string =>
  value === undefined
    ? '–'
    : typeof value === 'number'
      ? formatNumber(value, 3)
      : Array.isArray(value)
        ? value.join(', ')
        : String(value);

/** By the scale that it is searched on. */
export function paramAxis(spec: ParamSpec): PlotAxis<ParamValue> {
  const place = (value: ParamValue | undefined) => toUnit(spec, value);
  const tick = (value: ParamValue) => ({ at: place(value) ?? 0, text: paramText(value) });
  if (spec.type === 'categorical') return { place, ticks: spec.values.map(tick) };
  const { min, max } = spec;
  if (min === max) return { place, ticks: [tick(min)] };
  const { ticks } = makeScale(isLog(spec) ? 'log' : 'linear', [min, max], [0, 1], 4);
  const inside = ticks.filter((value) => spec.type !== 'integer' || Number.isInteger(value));
  return { place, ticks: inside.length > 1 ? inside.map(tick) : [tick(min), tick(fromUnit(spec, 1))] };
}
