import { sortLabels } from './categories';

/** Distinct labels in the order of the network's outputs. */
export const labelsOf = (labels: Iterable<string | null>): string[] => {
  const distinct = new Set<string>();
  for (const label of labels) if (label) distinct.add(label);
  return sortLabels(distinct);
};
