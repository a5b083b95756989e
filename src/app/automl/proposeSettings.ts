/** Settings around the best of the families that lead: each in its turn, drawn by what is known of it (TPE). */
import { families } from '#/core/families/registry';
import type { AutomlPlan, CandidateRecord } from '#/core/protocol/automl';
import type { Run } from '#/core/protocol/model';
import type { TrialParams } from '#/core/protocol/sweep';
import { proposeSpace } from '#/core/sweeps/proposeSpace';
import { samplers } from '#/core/sweeps/samplers/registry';
import { parseSpace } from '#/core/sweeps/space';
import { tunedFamilies } from './presets';

/** `leading`: families, the best first. Undefined where there is nothing to set. */
export function proposeSettings(
  turn: number,
  leading: readonly string[],
  fits: readonly Run[],
  { objective, seed }: Pick<AutomlPlan, 'objective' | 'seed'>,
): Omit<CandidateRecord, 'number'> | undefined {
  const type = leading[turn % Math.min(tunedFamilies, Math.max(1, leading.length))];
  const family = type === undefined ? undefined : families.find(type);
  const own = fits.filter(({ candidate }) => candidate?.family === type);
  const [standard] = own;
  if (!family || !standard) return undefined;
  const space = proposeSpace(family, standard.config, {});
  if (Object.keys(space).length === 0) return undefined;
  const sign = objective.better === 'higher' ? -1 : 1;
  const trials = own.flatMap(({ summary, candidate }, number) => {
    const value = summary[objective.metric];
    return candidate?.origin === 'tuned' && value !== undefined
      ? [
          {
            number,
            params: candidate.params as TrialParams,
            state: 'complete' as const,
            values: [sign * value],
          },
        ]
      : [];
  });
  const params = samplers
    .get('tpe')
    .ask({ space: parseSpace(space, []), trials, seed: (seed + turn) >>> 0, number: trials.length });
  return params && { family: family.type, origin: 'tuned', params };
}
