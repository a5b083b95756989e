import type { CommandInput } from '#/app/run';
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
    familyParams: ablationParams(familyParams(run, ablatedFamily)),
    training: run.config,
  };
}

/** Whether a run is that training, so that the two may be compared. */
export function isAblationOf(ablation: Run, full: Run): boolean {
  const wanted = ablationParams(familyParams(full, ablatedFamily));
  const given = familyParams(ablation, ablationFamily);
  const { seed, validationSplit } = full.config;
  return (
    ablation.config.seed === seed &&
    ablation.config.validationSplit === validationSplit &&
    ablation.params.features === full.params.features &&
    Object.keys(wanted).every((name) => JSON.stringify(wanted[name]) === JSON.stringify(given[name]))
  );
}

function familyParams(run: Run, family: string): Record<string, unknown> {
  const prefix = `${family}.`;
  return Object.fromEntries(
    Object.entries(run.params).flatMap(([name, value]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), parsed(value)] as const] : [],
    ),
  );
}

/** Lists are logged as JSON. */
function parsed(value: string | number | boolean): unknown {
  if (typeof value !== 'string' || !value.startsWith('[')) return value;
  return JSON.parse(value);
}
