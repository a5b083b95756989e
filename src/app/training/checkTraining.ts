/** A training request against its dataset version: everything that can be known wrong before any work. Pure. */
import { families } from '#/core/families/registry';
import type { GridSchema } from '#/core/grid/gridSchema';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { type TaskSpec, type TrainConfig, trainConfig } from '#/core/protocol/train';
import { parseSettings } from '#/core/registry/parseSettings';
import { checkConfig } from '#/core/train/checkConfig';
import { badColumn, checkTarget, findColumn } from './checkTarget';
import { defaultFeatures } from './defaultFeatures';

export interface TrainingWish {
  target: string;
  features?: string[];
  family: string;
  familyParams?: Record<string, unknown>;
  training?: Partial<TrainConfig>;
}

export interface CheckedTraining {
  task: TaskSpec;
  features: string[];
  familyParams: Record<string, unknown>;
  config: TrainConfig;
}

export function checkTraining(version: DatasetVersion, wish: TrainingWish): CheckedTraining {
  const family = families.get(wish.family, 'family');
  const task = checkTarget(version, wish.target);
  if (!family.datasets.includes(version.schema.kind) || !family.tasks.includes(task.kind))
    throw badColumn(
      `${family.title} does not do ${task.kind} on ${version.schema.kind} data.`,
      'family',
      'training.options lists the families that fit.',
    );
  const features = checkFeatures(version, wish);
  const defaults = family.defaults({ rows: version.rows, width: features.length, task: task.kind });
  const given = Object.fromEntries(
    Object.entries(wish.training ?? {}).filter(([, value]) => value !== undefined),
  );
  const config = parseSettings(trainConfig, { ...defaults, ...given }, 'training');
  checkConfig(config, task, 'training');
  return {
    task,
    features,
    familyParams: parseSettings(family.params, wish.familyParams ?? {}, 'familyParams') as Record<
      string,
      unknown
    >,
    config,
  };
}

function checkFeatures(version: DatasetVersion, { target, features }: TrainingWish): string[] {
  const names = features ?? defaultFeatures(version, target);
  if (names.length === 0)
    throw badColumn(
      'There is no column to learn from.',
      'features',
      'Choose at least one feature beside the target; identifiers, free text and empty columns are left out.',
    );
  if (version.schema.grid) return checkChannels(version.schema.grid, names);
  const seen = new Set<string>();
  for (const name of names) {
    const [field, stats] = findColumn(version, name, 'feature');
    const place = `column ${name}`;
    if (name === target)
      throw badColumn(`The target "${target}" is also a feature.`, place, 'Take it out of the features.');
    if (seen.has(name)) throw badColumn(`The feature "${name}" is named twice.`, place, 'Name it once.');
    if (field.type === 'text' || field.type === 'id')
      throw badColumn(
        `"${name}" is a field of type ${field.type} and cannot be a feature.`,
        place,
        'Take it out of the features, or change its type if it was guessed wrongly.',
      );
    if (stats.distinct === 0)
      throw badColumn(
        `Every value of the feature "${name}" is missing.`,
        place,
        'Take it out of the features.',
      );
    seen.add(name);
  }
  return version.schema.fields.map(({ name }) => name).filter((name) => seen.has(name));
}

/** A model on a field learns from its channels; the labels of a sample are what it may answer. */
function checkChannels({ channels }: GridSchema, names: readonly string[]): string[] {
  const known = channels.map(({ name }) => name);
  for (const name of names)
    if (!known.includes(name))
      throw badColumn(`The field has no channel "${name}".`, 'features', `It has ${known.join(', ')}.`);
  return known.filter((name) => names.includes(name));
}
