/** A training request against its dataset version: everything that can be known wrong before any work. Pure. */
import { type SizeName, withSize } from '#/core/families/sizes';
import { suits } from '#/core/families/suits';
import { families } from '#/core/families/registry';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { type TaskSpec, type TrainConfig, trainConfig } from '#/core/protocol/train';
import { parseSettings } from '#/core/registry/parseSettings';
import { checkConfig } from '#/core/train/checkConfig';
import { checkInputs } from '#/core/train/inputs';
import { targetTask } from '#/core/train/targets';
import { TetradError } from '#/core/protocol/errors';

export interface TrainingChoice {
  target: string;
  /** Else the one that the target means. */
  task?: string;
  features?: string[];
  family: string;
  /** What it sets gives way to familyParams. */
  size?: SizeName;
  familyParams?: Record<string, unknown>;
  training?: Partial<TrainConfig>;
}

/** Of new requests; those of before had neither, and go on as they began. */
const splitStandards = { testSplit: 'auto', splitBy: 'roles' } as const;

export interface CheckedTraining {
  task: TaskSpec;
  features: string[];
  familyParams: Record<string, unknown>;
  config: TrainConfig;
}

export function checkTraining(version: DatasetVersion, choice: TrainingChoice): CheckedTraining {
  const family = families.get(choice.family, 'family');
  const task = targetTask(version, choice.target, choice.task);
  if (!suits(family, version.schema.kind, task.type))
    throw new TetradError({
      code: 'badInput',
      message: `${family.title} does not do ${task.type} on ${version.schema.kind} data.`,
      place: 'family',
      hint: fitting(version.schema.kind, task.type),
    });
  const features = checkInputs(version, choice.target, choice.features);
  const defaults = family.defaults({ rows: version.rows, width: features.length, task: task.type });
  const given = Object.fromEntries(
    Object.entries(choice.training ?? {}).filter(([, value]) => value !== undefined),
  );
  const config = parseSettings(trainConfig, { ...splitStandards, ...defaults, ...given }, 'training');
  checkConfig(config, task, 'training');
  return {
    task,
    features,
    familyParams: parseSettings(
      family.params,
      withSize(family, choice.size, choice.familyParams),
      'familyParams',
    ) as Record<string, unknown>,
    config,
  };
}

/** What to take instead. */
function fitting(kind: DatasetVersion['schema']['kind'], task: TaskSpec['type']): string {
  const fits = families.all
    .filter((one) => !one.enters && suits(one, kind, task))
    .map(({ title, type }) => `${title}, "${type}"`);
  return fits.length > 0 ? `Use one of: ${fits.join('; ')}.` : 'No model family learns that yet.';
}
