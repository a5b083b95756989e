/** What is said of numbers that are taken for "missing", and of those that may be. */
import type { Sentinel } from '#/core/grid/sentinels';
import type { DataIssue } from '#/core/protocol/dataset';

const shown = (value: number): string => {
  const short = Number(value.toPrecision(7));
  return Math.abs(short) >= 1e15 && Number.isFinite(short)
    ? short.toExponential().replace('e+', 'e')
    : String(short);
};

export const takenIssue = (column: string, { value, count }: Sentinel): DataIssue => ({
  severity: 'warning',
  message: `“${column}” is ${shown(value)} in places, far from all its other values: taken for missing.`,
  hint: `If it is a value, import again with no such mark (mapping.missing of options.grid: {"${column}": []}).`,
  column,
  count,
});

export const doubtfulIssue = (column: string, { value, count }: Sentinel): DataIssue => ({
  severity: 'info',
  message: `“${column}” is ${shown(value)} in places, which often stands for missing; it is kept as a value.`,
  hint: `If it is none, import again with mapping.missing of options.grid: {"${column}": [${shown(value)}]}.`,
  column,
  count,
});
