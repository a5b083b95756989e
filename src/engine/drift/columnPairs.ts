/** The columns of two sides, each beside its own. */
import { type ColumnPair, streamFor } from '#/core/drift/judgeColumns';
import { sampleValues } from '#/core/drift/numberStream';
import type { DriftReference } from '#/core/drift/referenceFile';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { DriftRequest } from '#/core/protocol/drift';
import { TetradError } from '#/core/protocol/errors';
import type { ModelVersion } from '#/core/protocol/model';
import { isNumberType } from '#/core/table/cellValue';
import type { FedColumn } from './feedStreams';
import { isTable } from './makeReference';

/** A pair for each column that both sides have; badInput where the model's own are missing. */
export function pairsFor(
  { columns }: DriftReference,
  { input }: ModelVersion,
  { schema }: DatasetVersion,
  { windows }: DriftRequest,
  notes: string[],
): ColumnPair[] {
  if (schema.kind !== input.kind)
    throw new TetradError({
      code: 'badInput',
      message: `The model takes data of the kind "${input.kind}"; this dataset is of the kind "${schema.kind}".`,
      place: 'datasetId',
      hint: 'Choose a dataset like the one it was trained on.',
    });
  const byName = new Map(schema.columns.map((column) => [column.name, column]));
  const inTable = (part: string) => part === 'target' || isTable(input);
  const missing = columns.filter(
    ({ part, sketch }) => part === 'input' && isTable(input) && !byName.has(sketch.name),
  );
  if (missing.length > 0)
    throw new TetradError({
      code: 'badInput',
      message: `The dataset lacks ${missing.length === 1 ? 'the column' : `${missing.length} columns`} that the model takes: ${missing
        .slice(0, 5)
        .map(({ sketch }) => `"${sketch.name}"`)
        .join(', ')}${missing.length > 5 ? ', …' : ''}.`,
      place: `column ${missing[0]?.sketch.name}`,
      hint: 'Choose a dataset with the same columns, or rename them on its page.',
    });
  return columns.flatMap(({ part, sketch }): ColumnPair[] => {
    const column = byName.get(sketch.name);
    if (inTable(part) && !column) {
      notes.push(`The dataset has no column “${sketch.name}”: whether the target drifted is not known.`);
      return [];
    }
    if (inTable(part) && column && isNumberType(column.type) !== (sketch.form === 'number')) {
      if (part === 'input')
        throw new TetradError({
          code: 'badInput',
          message: `The model takes "${sketch.name}" as ${sketch.form === 'number' ? 'numbers' : 'labels'}; in the dataset it is ${column.type}.`,
          place: `column ${sketch.name}`,
          hint: 'Change the type of the column on the page of the dataset.',
        });
      notes.push(`The target “${sketch.name}” is of another type here: it is not compared.`);
      return [];
    }
    return [pairOf(part, sketch, columns.length, windows)];
  });
}

export function pairOf(
  part: ColumnPair['part'],
  before: ColumnPair['before'],
  columns: number,
  windows: number,
): ColumnPair {
  const parts = windows < 2 ? 0 : windows;
  const perWindow = sampleValues(columns * Math.max(1, parts));
  return {
    part,
    before,
    now: streamFor(before, sampleValues(columns)),
    windows: Array.from({ length: parts }, () => streamFor(before, perWindow)),
  };
}

export const fedOf = (pairs: readonly ColumnPair[]): FedColumn[] =>
  pairs.map(({ now, windows }) => ({ whole: now, windows: [...windows] }));
