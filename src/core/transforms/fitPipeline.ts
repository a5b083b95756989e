/** Raw columns and a chain of steps per field in, the fitted preprocessing of a model out. */
import type { ColumnStats, Column } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { FittedFeature, FittedPipeline, FittedStep } from './pipeline';
import { transforms as listed, type TransformRegistry } from './registry';
import type { Values } from './transformDef';

export interface StepSpec {
  type: string;
  params?: Record<string, unknown>;
}

export interface FitOptions {
  /** Chains chosen by the user, by field name; an empty chain leaves the field out. */
  steps?: ReadonlyMap<string, readonly StepSpec[]>;
  /** Of a field for which none is chosen. */
  standard?: typeof defaultSteps;
  stats?: readonly ColumnStats[];
  transforms?: TransformRegistry;
}

/** What is done to a field when nobody says otherwise. Empty: the field is not used (text, ids). */
export function defaultSteps(field: Column, stats?: ColumnStats): StepSpec[] {
  if (stats?.distinct === 0) return [];
  switch (field.type) {
    case 'numeric':
    case 'integer':
      return [{ type: 'impute' }, { type: 'standardize' }];
    case 'boolean':
      return [{ type: 'impute', params: { strategy: 'mostFrequent' } }];
    case 'categorical':
      return [{ type: 'oneHot' }];
    case 'datetime':
      return [{ type: 'impute' }, { type: 'datetimeParts' }, { type: 'standardize' }];
    case 'text':
    case 'id':
      return [];
  }
}

/**
 * `columns` by field name, training rows only. Fields without steps are left out of the result, so
 * `pipeline.features` may be shorter than `fields`.
 */
export const fitPipeline = (
  fields: readonly Column[],
  columns: ReadonlyMap<string, Values>,
  options: FitOptions = {},
): FittedPipeline => pipelineOf(fitFeatures(fields, columns, options));

/** The same feature by feature: for columns that are not held together. */
export function fitFeatures(
  fields: readonly Column[],
  columns: ReadonlyMap<string, Values>,
  options: FitOptions = {},
): FittedFeature[] {
  const statsOf = new Map(options.stats?.map((stats) => [stats.name, stats]));
  const features: FittedFeature[] = [];
  for (const field of fields) {
    const { standard = defaultSteps } = options;
    const specs = options.steps?.get(field.name) ?? standard(field, statsOf.get(field.name));
    if (specs.length === 0) continue;
    const feature = fitFeature(field, columnOf(columns, field.name), specs, options.transforms);
    // A categorical column without a single value has no category to make a column of.
    if (feature.outputNames.length > 0) features.push(feature);
  }
  return features;
}

export function pipelineOf(features: FittedFeature[]): FittedPipeline {
  const width = features.reduce((sum, feature) => sum + feature.outputNames.length, 0);
  if (width === 0)
    throw new TetradError({
      code: 'badInput',
      message: 'None of the chosen features can be used for training.',
      hint: 'Choose at least one numeric, boolean, categorical or date column that has values.',
    });
  return { version: 1, features, width };
}

export function columnOf(columns: ReadonlyMap<string, Values>, name: string): Values {
  const values = columns.get(name);
  if (values) return values;
  throw new TetradError({
    code: 'badInput',
    message: `The column "${name}" is missing.`,
    place: `column ${name}`,
  });
}

function fitFeature(
  field: Column,
  column: Values,
  specs: readonly StepSpec[],
  transforms: TransformRegistry = listed,
): FittedFeature {
  const place = `column ${field.name}`;
  let values = column;
  let ends = column.kind;
  let outputNames = [field.name];
  const steps: FittedStep[] = [];
  for (const [position, spec] of specs.entries()) {
    const def = transforms.get(spec.type, place);
    if (position === 0 && !def.accepts.includes(field.type))
      throw new TetradError({
        code: 'badInput',
        message: `"${def.title}" cannot be applied to a ${field.type} column.`,
        place,
        hint: `It takes ${def.accepts.join(', ')} columns; change the column's type or the step.`,
      });
    const parsed = def.params.safeParse(spec.params ?? {});
    if (!parsed.success)
      throw new TetradError({
        code: 'badInput',
        message: `"${def.title}" has a setting that cannot be used: ${parsed.error.issues[0]?.message ?? 'invalid'}.`,
        place: `${place}, ${parsed.error.issues[0]?.path.join('.') ?? ''}`,
      });
    const params = parsed.data;
    const state = def.fit(values, params);
    steps.push({ type: def.type, params: params as Record<string, unknown>, state });
    ends = def.output;
    if (position < specs.length - 1) values = def.apply(values, state, params);
    outputNames = outputNames.flatMap((name) => def.outputNames(name, state, params));
  }
  if (ends !== 'number')
    throw new TetradError({
      code: 'badInput',
      message: 'The steps of this column end in text, but the network needs numbers.',
      place,
      hint: 'End the chain with one-hot, ordinal or label encode.',
    });
  return { column: field.name, columnType: field.type, steps, outputNames };
}
