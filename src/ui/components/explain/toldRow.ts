/** What a row and a column of it say, in a line. */
import type { Contributions } from '#/core/explain/attribution';
import type { ModelVersion } from '#/core/protocol/model';
import { formatNumber } from '#/ui/charts/formatNumber';
import { contributionAt, rowName } from './contributionsPlot';
import { givenText } from './valueFormat';

export const signed = (value: number): string => `${value > 0 ? '+' : ''}${formatNumber(value)}`;

export function toldRow(found: Contributions, version: ModelVersion, row: number, column?: number): string {
  const answer = `answer ${formatNumber(found.answers[row])}`;
  if (column === undefined) return `${rowName(found, row)}: ${answer}`;
  const name = found.names[column] ?? '';
  const given = found.given[row * found.shape[1] + column];
  const cell = given === undefined ? name : givenText(version, name, given);
  return `${rowName(found, row)}: ${cell} adds ${signed(contributionAt(found, row, column))}, ${answer}`;
}
