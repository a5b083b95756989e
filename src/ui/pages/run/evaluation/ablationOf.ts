import type { CommandInput } from '#/app/run';
import { ablatedFamily, ablationFamily, ablationParams } from '#/core/families/ablation';
import type { Run } from '#/core/protocol/model';

/** The training of the same network with time as channels: data, split and settings as in this run. */
export function ablationOf(run: Run): CommandInput<'training.submit'> {
  const prefix = `${ablatedFamily}.`;
  const settings = Object.entries(run.params).flatMap(([name, value]) =>
    name.startsWith(prefix) ? [[name.slice(prefix.length), parsed(value)] as const] : [],
  );
  const features = String(run.params.features ?? '');
  return {
    datasetId: run.datasetId,
    versionId: run.datasetVersionId,
    target: run.task.target,
    // A list too long for a parameter is cut there; then all are taken.
    ...(features.endsWith('…') ? {} : { features: features.split(', ') }),
    family: ablationFamily,
    familyParams: ablationParams(Object.fromEntries(settings)),
    training: run.config,
  };
}

/** Lists are logged as JSON. */
function parsed(value: string | number | boolean): unknown {
  if (typeof value !== 'string' || !value.startsWith('[')) return value;
  return JSON.parse(value);
}
