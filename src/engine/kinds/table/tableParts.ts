/** What preparing a table is made of, however much of it is held: its inputs, what is said of them, and the whole put together. */
import { families } from '#/core/families/registry';
import { parseSettings } from '#/core/registry/parseSettings';
import type { Column, ColumnStats, DatasetVersion } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import { readsLabels, taskOf } from '#/core/tasks/registry';
import { unknownValues } from '#/core/tasks/untaught';
import { knownCategories } from '#/core/transforms/knownCategories';
import type { FittedPipeline } from '#/core/transforms/pipeline';
import type { Values } from '#/core/transforms/transformDef';
import { takeRows } from '#/core/transforms/valueRows';
import type { PrepareRequest } from '../kindEngine';
import type { PreparedData, Split } from '../preparedData';
import { presentRows } from '../target';
import type { DividedRows } from './divideRows';
import { toRawRows } from './toRawRows';

const sampleCount = 100;

/** The columns that are learnt from, in schema order. */
export function chosenColumns(
  { columns }: DatasetVersion['schema'],
  { features, target }: Pick<PrepareRequest, 'features' | 'target'>,
): Column[] {
  const chosen = new Set(features);
  return columns.filter(({ name }) => chosen.has(name) && name !== target);
}

/** What is done to columns of which nothing else is said. */
export function standardSteps({ family, familyParams }: Pick<PrepareRequest, 'family' | 'familyParams'>) {
  const { steps, params } = families.get(family, 'family');
  const standard = steps?.(parseSettings(params, familyParams, 'familyParams'));
  return standard && { standard };
}

/** Where the answer is a class the target is read as text, whatever its type. */
export const textTargets = ({ task, target }: Pick<PrepareRequest, 'task' | 'target'>): Set<string> =>
  new Set(readsLabels({ type: task }) ? [target] : []);

/** What is to be known of the rows: a column, or nothing for a task that asks for none. */
export function targetColumn(
  columns: ReadonlyMap<string, Values>,
  { task, target }: Pick<PrepareRequest, 'task' | 'target'>,
  rows = columns.values().next().value?.data.length ?? 0,
): Values {
  return taskOf({ type: task }).untaught ? unknownValues(rows) : columnNamed(columns, target);
}

export const targetNames = ({ task, target }: Pick<PrepareRequest, 'task' | 'target'>): string[] =>
  taskOf({ type: task }).untaught ? [] : [target];

export function columnNamed(columns: ReadonlyMap<string, Values>, name: string): Values {
  const values = columns.get(name);
  if (values) return values;
  throw new TetradError({
    code: 'notFound',
    message: `This version of the dataset has no column "${name}".`,
    hint: 'Choose the target and the features again.',
    place: `column ${name}`,
  });
}

export const rowsOf = (columns: readonly Column[], from: ReadonlyMap<string, Values>, rows: Uint32Array) =>
  new Map(columns.map(({ name }) => [name, takeRows(columnNamed(from, name), rows)]));

/** `columns` with a value among the training rows; the others are told. */
export const withValues = (
  columns: readonly Column[],
  training: ReadonlyMap<string, Values>,
  warnings: string[],
): Column[] =>
  columns.filter(({ name }) => {
    if (presentRows(columnNamed(training, name)).length > 0) return true;
    warnings.push(`${name} has no values in the training rows and was left out.`);
    return false;
  });

/** Of `usable` those that the pipeline takes; the others are told. */
export function usedColumns(
  usable: readonly Column[],
  { features }: FittedPipeline,
  warnings: string[],
): Column[] {
  const used = new Set(features.map(({ column }) => column));
  for (const { name, type } of usable)
    if (!used.has(name)) warnings.push(`${name} (${type}) has no preprocessing and was left out.`);
  return usable.filter(({ name }) => used.has(name));
}

/** Extreme numbers overflow when their spread is computed: better said here than as a NaN loss. */
export function refuseFar(column: string): never {
  throw new TetradError({
    code: 'badInput',
    message: `The feature "${column}" holds numbers too large to train on.`,
    place: `column ${column}`,
    hint: 'Leave the column out, or remove its extreme values.',
  });
}

export const farWarnings = (far: ReadonlySet<string>): string[] =>
  [...far].map(
    (column) =>
      `${column} holds values to judge by that are far from all the model learnt from; they count as nearer ones.`,
  );

/** Columns of more categories than the model tells apart. */
export function foldedWarnings(pipeline: FittedPipeline, stats: readonly ColumnStats[]): string[] {
  return pipeline.features.flatMap(({ column }) => {
    const known = knownCategories(pipeline, column);
    if (!known?.hasOther) return [];
    const of = stats.find(({ name }) => name === column);
    const all = of ? `${of.distinctCapped ? 'at least ' : ''}${of.distinct.toLocaleString('en')}` : 'more';
    return [
      `${column} has ${all} different values: the ${known.categories.length} most frequent are told apart, all others count as one.`,
    ];
  });
}

/** A few rows to check exported files with: of those to judge by where there are any. */
export function sampleNumbers({ split, numbered }: DividedRows): Uint32Array {
  return numbered((split.val.length > 0 ? split.val : split.train).subarray(0, sampleCount));
}

export function preparedTable(
  divided: DividedRows,
  inputs: Column[],
  pipeline: FittedPipeline,
  parts: { train: Split; val: Split; test: Split },
  samples: ReadonlyMap<string, Values>,
): PreparedData {
  const { split, task, judged, summary, warnings } = divided;
  const tested = split.test.length > 0;
  return {
    task,
    inputs,
    input: { kind: 'tabular', fitted: pipeline },
    shape: [pipeline.width],
    train: parts.train,
    val: parts.val,
    test: tested ? parts.test : undefined,
    judged: judged(split.val),
    judgedTest: tested ? judged(split.test) : undefined,
    split: summary,
    sampleRows: toRawRows(inputs, samples),
    warnings,
  };
}
