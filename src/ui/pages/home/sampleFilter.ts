/** Which samples a choice of kind and task leaves, and what is left to choose. */
import type { SampleDef } from '#/core/samples/sampleDef';

export interface SampleFilter {
  kind?: string;
  task?: string;
}

type Property = keyof SampleFilter;

const fits = (sample: SampleDef, filter: SampleFilter, except?: Property): boolean =>
  (['kind', 'task'] as const).every(
    (property) => property === except || !filter[property] || sample[property] === filter[property],
  );

export const filterSamples = <S extends SampleDef>(samples: readonly S[], filter: SampleFilter): S[] =>
  samples.filter((sample) => fits(sample, filter));

/** Values of one property with how many samples have them under the choice of the other; none that finds nothing. */
export function choicesOf<P extends Property>(
  samples: readonly SampleDef[],
  property: P,
  filter: SampleFilter,
): { value: SampleDef[P]; count: number }[] {
  const counts = new Map<SampleDef[P], number>();
  for (const sample of samples)
    if (fits(sample, filter, property)) counts.set(sample[property], (counts.get(sample[property]) ?? 0) + 1);
  return Array.from(counts, ([value, count]) => ({ value, count }));
}
