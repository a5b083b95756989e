/** Rows of a table with a target, divided into those to learn from and those to judge by. */
import { independentBlocks } from '#/core/evaluation/independentBlocks';
import { kindOf } from '#/core/kinds/registry';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { SplitSummary, TaskSpec } from '#/core/protocol/train';
import { type DataSplit, splitSummary } from '#/core/split/dataSplit';
import { planSplit } from '#/core/split/planSplit';
import { roleData } from '#/core/split/roles';
import type { Values } from '#/core/transforms/transformDef';
import { rowCount, takeRows } from '#/core/transforms/valueRows';
import { fittedTask } from '../kept';
import type { PrepareRequest } from '../kindEngine';
import type { JudgedRows, Split } from '../preparedData';
import { classCodes, encodeTarget, inferTask, presentRows } from '../target';

export interface DividedRows {
  /** Fitted on the training rows. */
  task: TaskSpec;
  split: Pick<DataSplit, 'train' | 'val' | 'test'>;
  /** Rows of the dataset version, from rows of the split. */
  numbered(rows: Uint32Array): Uint32Array;
  target(rows: Uint32Array): Split['target'];
  judged(rows: Uint32Array): JudgedRows;
  summary: SplitSummary;
  warnings: string[];
}

/** `dividing`: columns whose role divides the rows. */
export function divideRows(
  schema: DatasetVersion['schema'],
  targetColumn: Values,
  request: PrepareRequest,
  dividing: ReadonlyMap<string, Values>,
): DividedRows {
  const warnings: string[] = [];
  const present = presentRows(targetColumn);
  const missing = rowCount(targetColumn) - present.length;
  if (missing > 0)
    warnings.push(
      `${missing} ${missing === 1 ? 'row has' : 'rows have'} no ${request.target} and were left out.`,
    );
  const values = takeRows(targetColumn, present);
  const wanted = inferTask(request, values);
  const codes = classCodes(wanted, values);
  const { config, fold } = request;
  const roles = roleData(schema, dividing, present, reachOf(schema));
  const samples = { samples: present.length, rows: present, word: 'row', codes, ...roles };
  const split = planSplit(wanted, samples, { ...config, fold, sides: request.kept?.sides });
  warnings.push(...roles.notes, ...split.notes);
  const task = fittedTask(request, wanted, takeRows(values, split.train));
  const numbered = (rows: Uint32Array) => rows.map((row) => present[row] as number);
  return {
    task,
    split,
    numbered,
    target: (rows) => encodeTarget(task, takeRows(values, rows)),
    judged: (rows) => ({
      rows: numbered(rows),
      truth: Float64Array.from(rows, (row) => (codes ?? (values.data as Float64Array))[row] as number),
      ...(roles.group
        ? { blocks: groupBlocks(rows, roles.group.of) }
        : roles.along?.[0] && { blocks: timeBlocks(rows, roles.along[0]) }),
    }),
    summary: splitSummary(split, [...warnings]),
    warnings,
  };
}

const reachOf = (schema: DatasetVersion['schema']): number => {
  const kind = kindOf(schema);
  return kind.reach?.(kind.dataOf(schema)) ?? 0;
};

/** Rows of a group depend on each other; a row of none stands alone. */
function groupBlocks(rows: Uint32Array, groups: ArrayLike<number>): Int32Array<ArrayBuffer> {
  let alone = 0;
  for (let i = 0; i < groups.length; i++) alone = Math.max(alone, (groups[i] as number) + 1);
  return Int32Array.from(rows, (row) => ((groups[row] as number) < 0 ? alone++ : (groups[row] as number)));
}

/** What follows in time is alike: stretches of the rows in their order. */
function timeBlocks(
  rows: Uint32Array,
  { at, extent }: { at: ArrayLike<number>; extent: number },
): Int32Array<ArrayBuffer> {
  const moments = Float64Array.from(rows, (row) => at[row] as number);
  const recording = new Int32Array(rows.length);
  if (extent > 0) return independentBlocks(recording, moments, extent);
  const rank = new Map([...new Set(moments)].sort((a, b) => a - b).map((moment, place) => [moment, place]));
  return independentBlocks(
    recording,
    moments.map((moment) => rank.get(moment) as number),
    1,
  );
}
