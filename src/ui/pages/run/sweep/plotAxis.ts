/** Axes of the parameters of a sweep. */
import type { ParamSpec, ParamValue } from '#/core/protocol/sweep';
import { fromUnit, isLog, toUnit } from '#/core/sweeps/space';
import { formatNumber } from '#/ui/charts/formatNumber';
import type { PlotAxis } from '#/ui/charts/linked/axis';
import { makeScale } from '#/ui/charts/scale';

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
