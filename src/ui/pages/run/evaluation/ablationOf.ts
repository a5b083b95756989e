import type { CommandInput } from '#/app/run';
import { familyParamsOf } from '#/core/evaluation/ablationPair';
import type { FamilyDef } from '#/core/families/familyDef';
import type { Run } from '#/core/protocol/model';

/** The training of the same network with time as channels: data, split and settings as in this run. */
export function ablationOf(
  run: Run,
  { family, params }: NonNullable<FamilyDef['ablation']>,
): CommandInput<'training.submit'> {
  const features = String(run.params.features ?? '');
  return {
    datasetId: run.datasetId,
    versionId: run.datasetVersionId,
    target: run.task.target,
    // A list too long for a parameter is cut there; then all are taken.
    ...(features.endsWith('…') ? {} : { features: features.split(', ') }),
    family,
    familyParams: params(familyParamsOf(run)),
    training: run.config,
  };
}
