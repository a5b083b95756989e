/** What a bin of a shape is of, in words. */
import type { ShownAxis, ShownTerm } from '#/core/additive/shownShapes';
import type { ModelVersion } from '#/core/protocol/model';
import { formatNumber } from '#/ui/charts/formatNumber';
import { valueFormat } from '#/ui/components/explain/valueFormat';

export const termTitle = ({ axes }: Pick<ShownTerm, 'axes'>): string =>
  axes.map(({ column }) => column).join(' × ');

export const isMissingBin = (axis: ShownAxis, bin: number): boolean =>
  axis.categories?.[bin]?.length === 0 || (axis.missing === true && bin === axis.bins - 1);

/** Of an axis of dates; others are written by the steps of their ticks. */
export const axisText = (
  version: Pick<ModelVersion, 'inputs'>,
  { column, columnType }: ShownAxis,
): ((value: number) => string) | undefined =>
  columnType === 'datetime' ? valueFormat(version, column) : undefined;

export function binText(version: Pick<ModelVersion, 'inputs'>, axis: ShownAxis, bin: number): string {
  if (isMissingBin(axis, bin)) return axis.categories ? 'missing or never seen' : 'missing';
  if (axis.categories) return axis.categories[bin]?.join(', ') ?? '';
  const { edges = [] } = axis;
  const text = valueFormat(version, axis.column) ?? ((value: number) => formatNumber(value, 4));
  const [low, high] = [edges[bin - 1], edges[bin]];
  if (low === undefined && high === undefined) return 'all';
  if (low === undefined) return `up to ${text(high as number)}`;
  return high === undefined ? `above ${text(low)}` : `${text(low)} to ${text(high)}`;
}
