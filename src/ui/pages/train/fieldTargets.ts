/** What can be predicted of a field over time and space, and how it reads. */
import { futureTarget, type GridSchema } from '#/core/grid/gridSchema';
import type { DatasetSchema } from '#/core/protocol/dataset';
import { isLabel } from '#/core/stats/suggestTarget';

/** Of a table every column; of a field the labels of its samples, and its own future where there is one. */
export function targetsOf({ fields, grid }: DatasetSchema): string[] {
  if (!grid) return fields.map(({ name }) => name);
  const labels = fields.filter(isLabel).map(({ name }) => name);
  return grid.windowing.horizon > 0 ? [futureTarget, ...labels] : labels;
}

export const targetText = (name: string): string =>
  name === futureTarget ? 'The future of the field' : name;

/** "16 × 8 × 8 × 8": one sample, time first. */
export function gridText({ windowing, axes }: GridSchema): string {
  const space = windowing.patch?.size ?? [axes.x.size, axes.y.size, axes.z.size];
  return [windowing.length, ...space].join(' × ');
}
