import type { attributes } from '#/core/runs/query/runFields';
import type { QueryField } from '#/core/runs/query/queryTree';
import { metricTitle } from '#/ui/charts/metricNames';
import { labelFrom } from '#/ui/forms/labelFrom';

const titles: Partial<Record<(typeof attributes)[number], string>> = {
  dataset: 'Data',
  seconds: 'Took',
  id: 'Id',
  parent: 'Part of',
};

/** As it heads a column: short. */
export function fieldTitle({ of, name }: QueryField): string {
  if (of === 'metrics')
    return metricTitle(name).replace('Validation ', 'Val. ').replace('Training ', 'Train. ');
  if (of === 'attributes') return titles[name as keyof typeof titles] ?? labelFrom(name);
  return name === 'family' ? 'Model' : labelFrom(name.slice(name.indexOf('.') + 1));
}
