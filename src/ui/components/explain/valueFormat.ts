/** How the values of a raw column are written: dates as dates. */
import type { ModelVersion } from '#/core/protocol/model';
import { columnFormat } from '#/ui/charts/columnFormat';
import { dateText } from '#/ui/charts/dateText';

export type ValueFormat = (value: number) => string;

export function valueFormat({ inputs }: Pick<ModelVersion, 'inputs'>, name: string): ValueFormat | undefined {
  const column = inputs.find((input) => input.name === name);
  if (column?.type === 'datetime') return (value) => dateText(value).slice(0, 10);
  return column && column.type !== 'categorical' && column.type !== 'text' ? columnFormat(column) : undefined;
}

/** A column with its value, as it is written elsewhere. `given`: as the explainer wrote it. */
export function givenText(version: Pick<ModelVersion, 'inputs'>, name: string, given: string): string {
  const format = valueFormat(version, name);
  if (given === '') return `${name}, missing`;
  return `${name} = ${format && Number.isFinite(Number(given)) ? format(Number(given)) : given}`;
}
