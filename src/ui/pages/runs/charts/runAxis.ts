/** The axis of a column of the table of runs. */
import type { Run } from '#/core/protocol/model';
import { mostChoices } from '#/core/runs/runImportance';
import { fieldOf, isTime, type RunNames } from '#/core/runs/query/runFields';
import type { QueryField } from '#/core/runs/query/queryTree';
import { formatNumber } from '#/ui/charts/formatNumber';
import { choiceAxis, logAxis, numberAxis, type PlotAxis } from '#/ui/charts/linked/axis';
import { metricText } from '#/ui/charts/metricNames';
import { durationText } from '#/ui/components/duration';

interface RunAxis {
  ticks: PlotAxis<never>['ticks'];
  /** Of the run at this place of the list, from 0 to 1. */
  placeOf(at: number): number | undefined;
  valueOf(at: number): string | number | undefined;
  /** Numbers, all above 0: it can be logarithmic. */
  canBeLog: boolean;
  isLog: boolean;
}

/** `log` undefined: as the values are spread. */
export function runAxis(runs: readonly Run[], field: QueryField, names: RunNames, log?: boolean): RunAxis {
  const values = runs.map((run) => {
    const value = fieldOf(run, field, names);
    return typeof value === 'boolean' ? String(value) : value;
  });
  const numbers = values.filter(
    (value): value is number => typeof value === 'number' && Number.isFinite(value),
  );
  const known = values.filter((value) => value !== undefined);
  if (numbers.length < known.length || numbers.length === 0) {
    const texts = [...new Set(known.map(String))].sort().slice(0, mostChoices);
    const axis = choiceAxis(texts);
    const textOf = (at: number) => (values[at] === undefined ? undefined : String(values[at]));
    return {
      ticks: axis.ticks,
      placeOf: (at) => axis.place(textOf(at)),
      valueOf: textOf,
      canBeLog: false,
      isLog: false,
    };
  }
  let [low, high] = [Number.POSITIVE_INFINITY, 0];
  for (const value of numbers) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const canBeLog = low > 0 && high > low;
  const isLog = canBeLog && (log ?? high / low > 50);
  const axis = isLog ? logAxis(numbers, 5) : numberAxis(numbers, 5, axisText(field));
  return {
    ticks: axis.ticks,
    placeOf: (at) => axis.place(values[at] as number | undefined),
    valueOf: (at) => values[at],
    canBeLog,
    isLog,
  };
}

function axisText(field: QueryField): ((value: number) => string) | undefined {
  if (isTime(field)) return (value) => new Date(value).toISOString().slice(5, 16).replace('T', ' ');
  return field.of === 'attributes' && field.name === 'seconds' ? durationText : undefined;
}

export const valueText = (field: QueryField, value: string | number | undefined): string =>
  value === undefined
    ? '–'
    : typeof value === 'string'
      ? value
      : field.of === 'metrics'
        ? metricText(field.name, value)
        : field.name === 'seconds'
          ? durationText(value)
          : formatNumber(value);
