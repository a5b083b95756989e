/** The honest test of what makes a family special: the same network without it, on the same samples. */
import type { FamilyDef } from './familyDef';
import { families } from './registry';

export interface Ablation {
  full: FamilyDef;
  ablation: NonNullable<FamilyDef['ablation']>;
}

/** The test a family is a side of, be it the full network or the ablation. */
export function ablationWith(family: string): Ablation | undefined {
  const full =
    families.all.find((one) => one.type === family && one.ablation) ??
    families.all.find((one) => one.ablation?.family === family);
  return full?.ablation && { full, ablation: full.ablation };
}
