/** Of a search only the best can be used: the weights of trials that others beat would fill the disk. */
import type { Storage } from '#/core/protocol/storage';
import type { SweepPlan } from '#/core/protocol/sweep';
import { frontOf, type KnownTrials, ranked, type Trial } from '#/core/sweeps/trials';

/** Deletes the versions of trials that are beaten, or were stopped too late; their runs stay, with figures and curves. */
export async function letGoOfModels(
  { models, runs }: Pick<Storage, 'models' | 'runs'>,
  plan: SweepPlan,
  known: KnownTrials,
  needed: (number: number) => boolean = () => false,
): Promise<void> {
  // A network that is searched may begin with the weights of one before.
  if (plan.keepModels !== false || plan.architecture) return;
  const trials = known.all();
  const kept = new Set<Trial>(
    plan.objectives.length > 1 ? frontOf(plan, trials) : ranked(plan, trials).slice(0, 1),
  );
  const mayGo = (trial: Trial) => trial.state !== 'running' && !kept.has(trial) && !needed(trial.number);
  for (const trial of trials)
    for (const { id, modelVersionId } of mayGo(trial) ? trial.runs : []) {
      if (modelVersionId === undefined) continue;
      const version = await models.version(modelVersionId);
      // Somebody named it meanwhile.
      const inUse = Object.values((version && (await models.get(version.modelId)))?.aliases ?? {});
      if (inUse.includes(modelVersionId)) continue;
      await models.deleteVersion(modelVersionId);
      known.set(await runs.update(id, { modelVersionId: undefined }));
    }
}
