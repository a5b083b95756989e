/** The categories an input's encoder learnt by name, in its order; `hasOther` where all else shares one column. */
import type { FittedPipeline } from './pipeline';

/** Each encoder keeps its list under the word it uses for it. */
const keys = ['categories', 'order', 'labels'] as const;

export function knownCategories(
  pipeline: FittedPipeline,
  field: string,
): { categories: string[]; hasOther: boolean } | undefined {
  const feature = pipeline.features.find((candidate) => candidate.column === field);
  for (const { state } of feature?.steps ?? []) {
    if (typeof state !== 'object' || state === null) continue;
    const hasOther = 'other' in state && state.other === true;
    for (const key of keys) {
      const list = (state as Partial<Record<typeof key, unknown>>)[key];
      if (Array.isArray(list)) return { categories: [...new Set(list.map(String))], hasOther };
    }
  }
  return undefined;
}
