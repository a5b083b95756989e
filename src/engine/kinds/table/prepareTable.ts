/**
 * Stored columns to matrices: rows with a target, labels, split, preprocessing fitted on the training rows only.
 * Everything that makes a table unfit for training is said here, before any backend starts.
 */
import type { DatasetVersion, Column } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import { taskOf, tasks } from '#/core/tasks/registry';
import type { TrainRequest } from '#/core/protocol/train';
import { splitSummary } from '#/core/split/dataSplit';
import { planSplit } from '#/core/split/planSplit';
import { roleData } from '#/core/split/roles';
import { applyPipeline, type OnFar } from '#/core/transforms/applyPipeline';
import { fitPipeline } from '#/core/transforms/fitPipeline';
import type { Values } from '#/core/transforms/transformDef';
import { takeRows } from '#/core/transforms/valueRows';
import type { JudgedRows, PreparedData, Split } from '../preparedData';
import { classCodes, encodeTarget, inferTask, presentRows } from '../target';
import { toRawRows } from './toRawRows';

const sampleCount = 100;

/** The columns `prepareData` needs, and which of them as text. */
export function wantedColumns(request: Pick<TrainRequest, 'target' | 'task' | 'features'>) {
  return {
    names: [...new Set([...request.features.filter((name) => name !== request.target), request.target])],
    asText: new Set(tasks.get(request.task).value === 'class' ? [request.target] : []),
  };
}

export function prepareData(
  version: Pick<DatasetVersion, 'schema' | 'stats'>,
  columns: ReadonlyMap<string, Values>,
  request: Pick<TrainRequest, 'target' | 'task' | 'features' | 'config' | 'fold'>,
  /** Columns whose role divides the rows. */
  dividing: ReadonlyMap<string, Values> = new Map(),
): PreparedData {
  const warnings: string[] = [];
  const targetColumn = columns.get(request.target);
  if (!targetColumn) throw noTarget(request.target);
  const present = presentRows(targetColumn);
  const missing = length(targetColumn) - present.length;
  if (missing > 0)
    warnings.push(
      `${missing} ${missing === 1 ? 'row has' : 'rows have'} no ${request.target} and were left out.`,
    );
  const targetValues = takeRows(targetColumn, present);
  const wanted = inferTask(request, targetValues);

  const codes = classCodes(wanted, targetValues);
  const { config, fold } = request;
  const roles = roleData(version.schema, dividing, present);
  const samples = { samples: present.length, word: 'row', codes, ...roles };
  const split = planSplit(wanted, samples, { ...config, fold });
  warnings.push(...roles.notes, ...split.notes);
  const summary = splitSummary(split, [...warnings]);
  const numbered = (rows: Uint32Array) => rows.map((row) => present[row] as number);
  const trainRows = numbered(split.train);
  const valRows = numbered(split.val);

  const chosen = new Set(request.features);
  const fields = version.schema.columns.filter(
    (field) => chosen.has(field.name) && field.name !== request.target,
  );
  const trainColumns = rowsOf(fields, columns, trainRows);
  const usable = fields.filter((field) => {
    if (presentRows(trainColumns.get(field.name) as Values).length > 0) return true;
    warnings.push(`${field.name} has no values in the training rows and was left out.`);
    return false;
  });
  const task = taskOf(wanted).fit(wanted, takeRows(targetValues, split.train));
  const pipeline = fitPipeline(usable, trainColumns, { stats: version.stats });
  const used = new Set(pipeline.features.map((feature) => feature.column));
  for (const field of usable) {
    if (!used.has(field.name))
      warnings.push(`${field.name} (${field.type}) has no preprocessing and was left out.`);
  }
  const inputs = fields.filter((field) => used.has(field.name));
  const toSplit = (
    rows: Uint32Array,
    onFar: OnFar,
    own = rowsOf(inputs, columns, numbered(rows)),
  ): Split => ({
    rows: rows.length,
    features: applyPipeline(pipeline, own, undefined, onFar),
    target: encodeTarget(task, takeRows(targetValues, rows)),
  });
  const far = new Set<string>();
  const noteFar = (field: string) => void far.add(field);
  const judgedRows = (rows: Uint32Array): JudgedRows => ({
    rows: numbered(rows),
    truth: Float64Array.from(rows, (row) => (codes ?? (targetValues.data as Float64Array))[row] as number),
    ...(roles.group && { blocks: groupBlocks(rows, roles.group.of) }),
  });
  const train = toSplit(split.train, refuseFar, trainColumns);
  const [val, test] = [split.val, split.test].map((rows) => toSplit(rows, noteFar)) as [Split, Split];
  for (const field of far)
    warnings.push(
      `${field} holds values to judge by that are far from all the model learnt from; they count as nearer ones.`,
    );
  const sampleSource = valRows.length > 0 ? valRows : trainRows;
  return {
    task,
    inputs,
    input: { kind: 'tabular', fitted: pipeline },
    shape: [pipeline.width],
    train,
    val,
    test: split.test.length > 0 ? test : undefined,
    judged: judgedRows(split.val),
    judgedTest: split.test.length > 0 ? judgedRows(split.test) : undefined,
    split: summary,
    sampleRows: toRawRows(inputs, rowsOf(inputs, columns, sampleSource.subarray(0, sampleCount))),
    warnings,
  };
}

/** Rows of a group depend on each other; a row of none stands alone. */
function groupBlocks(rows: Uint32Array, groups: ArrayLike<number>): Int32Array<ArrayBuffer> {
  let alone = 0;
  for (let i = 0; i < groups.length; i++) alone = Math.max(alone, (groups[i] as number) + 1);
  return Int32Array.from(rows, (row) => ((groups[row] as number) < 0 ? alone++ : (groups[row] as number)));
}

const length = (values: Values): number =>
  values.kind === 'string' ? values.data.length : values.data.length / values.width;

const rowsOf = (fields: readonly Column[], columns: ReadonlyMap<string, Values>, rows: Uint32Array) =>
  new Map(
    fields.map((field) => {
      const values = columns.get(field.name);
      if (!values) throw noTarget(field.name);
      return [field.name, takeRows(values, rows)];
    }),
  );

/** Extreme numbers overflow when their spread is computed: better said here than as a NaN loss. */
function refuseFar(field: string): never {
  throw new TetradError({
    code: 'badInput',
    message: `The feature "${field}" holds numbers too large to train on.`,
    place: `column ${field}`,
    hint: 'Leave the column out, or remove its extreme values.',
  });
}

const noTarget = (name: string): TetradError =>
  new TetradError({
    code: 'notFound',
    message: `This version of the dataset has no column "${name}".`,
    hint: 'Choose the target and the features again.',
    place: `column ${name}`,
  });
