import type { CommandInput } from '#/app/run';
import { familyParamsOf } from '#/core/evaluation/ablationPair';
import { ablatedFamily, ablationFamily, ablationParams } from '#/core/families/ablation';
import type { Run } from '#/core/protocol/model';

/** The training of the same network with time as channels: data, split and settings as in this run. */
export function ablationOf(run: Run): CommandInput<'training.submit'> {
  const features = String(run.params.features ?? '');
  return {
    datasetId: run.datasetId,
    versionId: run.datasetVersionId,
    target: run.task.target,
    // A list too long for a parameter is cut there; then all are taken.
    ...(features.endsWith('…') ? {} : { features: features.split(', ') }),
    family: ablationFamily,
    familyParams: ablationParams(familyParamsOf(run, ablatedFamily)),
    training: run.config,
  };
}
