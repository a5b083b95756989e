/** What a model version keeps of the rows it learns from, so that later rows can be compared with them. */
import type { DriftReference } from '#/core/drift/referenceFile';
import { CategoryStream } from '#/core/drift/categoryStream';
import type { ColumnPart } from '#/core/drift/driftReport';
import type { ColumnStream } from '#/core/drift/judgeColumns';
import { NumberStream, sampleValues, sketchPoints } from '#/core/drift/numberStream';
import { kindOf } from '#/core/kinds/registry';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { TaskSpec } from '#/core/protocol/train';
import type { Storage } from '#/core/protocol/storage';
import { isNumberType } from '#/core/table/cellValue';
import type { AskedVersion } from '../kinds/kindEngine';
import { columnBatches, type WantedColumn } from './columnBatches';
import { feedStreams } from './feedStreams';
import { statsOfSamples } from './sampleStats';
import { drawRows, mostSamples, samplesOf } from './samplesOf';

export type ReferenceVersion = AskedVersion & { task: Pick<TaskSpec, 'target'> };

const mostReferenceSamples = 2_000;

/** Columns that a version takes of a table, and the one that it answers, where the table has it. */
export function columnsOfVersion(
  { inputs, input, task }: ReferenceVersion,
  { schema }: Pick<DatasetVersion, 'schema'>,
): (WantedColumn & { part: ColumnPart })[] {
  const target = schema.columns.find(({ name }) => name === task.target);
  const taken = isTable(input) ? inputs : [];
  return [
    ...taken.map(({ name, type }) => ({ name, type, part: 'input' as const })),
    ...(target && target.type !== 'text' && target.type !== 'id'
      ? [{ name: target.name, type: target.type, part: 'target' as const }]
      : []),
  ];
}

/** Whether its samples are rows of columns, each of which is compared for itself. */
export const isTable = (input: AskedVersion['input']): boolean =>
  kindOf(input).rowsAreCells && kindOf(input).from === undefined;

const emptyStream = ({ name, type }: WantedColumn, sample: number): ColumnStream =>
  isNumberType(type)
    ? new NumberStream(
        { name, ...(type === 'datetime' && { date: true }), ...(type === 'boolean' && { truth: true }) },
        sample,
      )
    : new CategoryStream(name);

/** `heldBack`: rows that were not learnt from. */
export async function makeReference(
  version: ReferenceVersion,
  dataset: DatasetVersion,
  heldBack: Uint32Array,
  blobs: Storage['blobs'],
  /** Between two pieces of the work. */
  tell?: (progress: number) => Promise<void>,
): Promise<DriftReference> {
  const kept = new Uint8Array(dataset.rows).fill(1);
  for (const row of heldBack) kept[row] = 0;
  const rows = kept.reduce((sum, one) => sum + one, 0);
  const wanted = columnsOfVersion(version, dataset);
  const streams = wanted.map((column) => emptyStream(column, sampleValues(wanted.length)));
  const fed = streams.map((whole) => ({ whole, windows: [] }));
  if (wanted.length > 0)
    for await (const batch of columnBatches(dataset, blobs, wanted, heldBack.length > 0 ? kept : undefined)) {
      feedStreams(batch, fed);
      await tell?.(batch.progress);
    }
  const points = sketchPoints(wanted.length);
  const columns: DriftReference['columns'] = streams.map((stream, i) => ({
    part: wanted[i]?.part ?? 'input',
    sketch: stream instanceof NumberStream ? stream.sketch(points) : stream.sketch(),
  }));
  if (!isTable(version.input)) columns.unshift(...(await ofSamples(version, dataset, kept, blobs, points)));
  return { rows, columns };
}

async function ofSamples(
  version: ReferenceVersion,
  dataset: DatasetVersion,
  kept: Uint8Array,
  blobs: Storage['blobs'],
  points: number,
): Promise<DriftReference['columns']> {
  const all = Uint32Array.from(kept.keys()).filter((row) => kept[row] === 1);
  const streams = new Map<string, NumberStream>();
  const drawn = drawRows(all, mostSamples(version, mostReferenceSamples));
  for await (const { rows, samples } of samplesOf(version, dataset, blobs, drawn)) {
    const { names, values } = statsOfSamples(samples);
    for (const [i, name] of names.entries()) {
      const stream = streams.get(name) ?? new NumberStream({ name }, mostReferenceSamples);
      streams.set(name, stream);
      stream.add(values[i] as Float64Array<ArrayBuffer>, 0, rows);
    }
  }
  return [...streams.values()].map((stream) => ({ part: 'input', sketch: stream.sketch(points) }));
}
