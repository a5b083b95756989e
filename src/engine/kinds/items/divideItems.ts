/** Samples that are files with their answers in a table: which are learnt from and which are held back, and what of them. */
import type { Column, DatasetVersion } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { TaskSpec } from '#/core/protocol/train';
import { splitSummary } from '#/core/split/dataSplit';
import { planSplit } from '#/core/split/planSplit';
import { roleColumns, roleData } from '#/core/split/roles';
import { readColumns } from '#/core/table/readColumns';
import { readsLabels } from '#/core/tasks/registry';
import type { Values } from '#/core/transforms/transformDef';
import { takeRows } from '#/core/transforms/valueRows';
import { fittedTask } from '../kept';
import type { Blobs, PrepareRequest } from '../kindEngine';
import type { JudgedRows, PreparedData, Split } from '../preparedData';
import { classCodes, encodeTarget, inferTask, presentRows } from '../target';

const sampleCount = 16;

export interface DividedItems {
  /** Of the version: those with an answer. All that follows counts among them. */
  rows: Uint32Array;
  train: Uint32Array;
  warnings: string[];
  /** `frames`: frame i is sample i. */
  prepared(
    frames: Pick<Split, 'features' | 'source'>,
    input: Pick<PreparedData, 'input' | 'shape'> & {
      column: Column;
      /** Of samples that are given with their answers: what a split has in place of a target. */
      answer?: (part: Uint32Array) => Partial<Split>;
    },
  ): PreparedData;
}

/** Answers that are no column: the task as it is fitted, and which samples have one. */
export interface GivenAnswers {
  task: TaskSpec;
  rows: Uint32Array;
}

export async function divideItems(
  { schema, chunks, rows: all }: Pick<DatasetVersion, 'schema' | 'chunks' | 'rows'>,
  request: PrepareRequest,
  blobs: Blobs,
  words: { sample: string; samples: string },
  given?: GivenAnswers,
): Promise<DividedItems> {
  const { target, config } = request;
  const isClass = readsLabels({ type: request.task });
  const roles = roleColumns(schema, { splitBy: config.splitBy ?? 'roles' });
  const asText = new Set([...roles.asText, ...(isClass ? [target] : [])]);
  const wantedColumns = [...new Set([...(given ? [] : [target]), ...roles.names])];
  const columns = await readColumns(chunks, blobs, schema, wantedColumns, { asText });
  const truth = given ? undefined : (columns.get(target) as Values);
  const rows = truth ? presentRows(truth) : (given?.rows ?? new Uint32Array(0));
  if (all < 2)
    throw new TetradError({
      code: 'badInput',
      message: `Training needs at least 2 ${words.samples}; there is ${all}.`,
      place: 'the dataset',
      hint: `Import more ${words.samples}.`,
    });
  if (rows.length < 2)
    throw new TetradError({
      code: 'badInput',
      message: `Training needs at least 2 ${words.samples} with a value of “${target}”; there ${rows.length === 1 ? 'is 1' : 'are none'}.`,
      place: `column ${target}`,
      hint: `Give more ${words.samples} their labels.`,
    });
  const values = truth && takeRows(truth, rows);
  const wanted = values ? inferTask(request, values) : (given as GivenAnswers).task;
  const codes = values && classCodes(wanted, values);
  const warnings: string[] = [];
  const missing = all - rows.length;
  if (missing > 0)
    warnings.push(
      `${missing.toLocaleString('en')} ${missing === 1 ? `${words.sample} has` : `${words.samples} have`} no ${target} and ${missing === 1 ? 'was' : 'were'} left out.`,
    );
  const { notes, ...divided } = roleData(schema, columns, rows);
  const split = planSplit(
    // Labels of pixels divide nothing.
    given ? { type: wanted.type, target } : wanted,
    { samples: rows.length, rows, word: words.sample, codes, ...divided },
    { ...config, fold: request.fold, sides: request.kept?.sides },
  );
  warnings.push(...notes, ...split.notes);
  const summary = splitSummary(split, [...warnings]);

  const numbered = (part: Uint32Array): Uint32Array<ArrayBuffer> =>
    Uint32Array.from(part, (i) => rows[i] as number);
  return {
    rows,
    train: split.train,
    warnings,
    prepared(frames, { column, answer, ...input }) {
      const task = values ? fittedTask(request, wanted, takeRows(values, split.train)) : wanted;
      const toSplit = (part: Uint32Array): Split => ({
        rows: part.length,
        ...frames,
        frames: Int32Array.from(part),
        target: values ? encodeTarget(task, takeRows(values, part)) : new Float32Array(0),
        ...answer?.(part),
      });
      const judged = (part: Uint32Array): JudgedRows => ({
        rows: numbered(part),
        truth: Float64Array.from(part, (i) =>
          values ? ((codes ?? (values.data as Float64Array))[i] as number) : Number.NaN,
        ),
      });
      const shown = numbered(split.val.length > 0 ? split.val : split.train);
      return {
        task,
        inputs: [column],
        ...input,
        train: toSplit(split.train),
        val: toSplit(split.val),
        ...(split.test.length > 0 && { test: toSplit(split.test), judgedTest: judged(split.test) }),
        judged: judged(split.val),
        sampleRows: Array.from(spread(shown, sampleCount), (sample) => ({ sample })),
        split: summary,
        warnings,
      };
    },
  };
}

/** Not all of one label, where samples lie in the order of their labels. */
const spread = (rows: Uint32Array, count: number): Uint32Array =>
  Uint32Array.from(
    { length: Math.min(count, rows.length) },
    (_, i) => rows[Math.floor((i * rows.length) / Math.min(count, rows.length))] as number,
  );
