import { parseSettings } from '../registry/parseSettings';
import type { FamilyDef } from './familyDef';

/** What a family asks of its samples with settings as a user gave them; undefined where it takes them as they are. */
export const askedBy = (family: FamilyDef, settings: Record<string, unknown>): unknown =>
  family.asks?.(parseSettings(family.params, settings, 'familyParams'));
