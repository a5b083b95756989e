/**
 * A table that is larger than memory allows: only the target and what divides the rows are held. The preprocessing is
 * fitted some columns at a time, rows are read and preprocessed chunk by chunk when a batch asks for them.
 */
import type { DatasetVersion } from '#/core/protocol/dataset';
import { breathe } from '#/core/protocol/heartbeat';
import { kindOf } from '#/core/kinds/registry';
import { inputsOf } from '#/core/train/inputs';
import { readColumns } from '#/core/table/readColumns';
import { applyPipeline } from '#/core/transforms/applyPipeline';
import { fitFeatures, pipelineOf } from '#/core/transforms/fitPipeline';
import type { FittedPipeline } from '#/core/transforms/pipeline';
import type { Values } from '#/core/transforms/transformDef';
import { cacheBytes, readInParts } from '#/core/train/dataAllowance';
import { ByteCache } from '#/core/items/byteCache';
import type { FrameSource } from '../frameSource';
import { keptInput } from '../kept';
import type { Blobs, PrepareRequest } from '../kindEngine';
import type { PreparedData, Split } from '../preparedData';
import { ChunkedColumns } from './chunkedColumns';
import { type DividedRows, divideRows } from './divideRows';
import {
  chosenColumns,
  farWarnings,
  foldedWarnings,
  preparedTable,
  refuseFar,
  rowsOf,
  sampleNumbers,
  standardSteps,
  targetColumn,
  targetNames,
  textTargets,
  usedColumns,
  withValues,
} from './tableParts';

const cellBytes = 8;
const valueBytes = 4;

/** Of the columns, and of the numbers that are made of them. */
export function tableBytes(
  { schema, stats, rows }: Pick<DatasetVersion, 'schema' | 'stats' | 'rows'>,
  { features, target, task }: PrepareRequest,
): number {
  const chosen = new Set(features);
  const inputs = inputsOf({ schema, stats, rows }, target).filter(({ column }) => chosen.has(column.name));
  const { dataValues } = kindOf(schema).estimate(undefined, rows, inputs, { type: task, target });
  return rows * inputs.length * cellBytes + dataValues * valueBytes;
}

export async function prepareLargeTable(
  version: DatasetVersion,
  request: PrepareRequest,
  blobs: Blobs,
  dividing: ReadonlyMap<string, Values>,
  allowedBytes: number,
): Promise<PreparedData> {
  const { chunks, schema, rows } = version;
  const read = (names: readonly string[]) =>
    readColumns(chunks, blobs, schema, names, { asText: textTargets(request) });
  const targets = await read(targetNames(request));
  const divided = divideRows(schema, targetColumn(targets, request, rows), request, dividing);
  const { split, numbered, target, warnings } = divided;
  warnings.push(readInParts(tableBytes(version, request), allowedBytes));

  const chosen = chosenColumns(schema, request);
  const training = numbered(split.train);
  const usable: typeof chosen = [];
  const features: FittedPipeline['features'] = [];
  const atOnce = Math.max(1, Math.floor(allowedBytes / (rows * cellBytes * 4)));
  const { kept } = request;
  for (let first = 0; !kept && first < chosen.length; first += atOnce) {
    const some = chosen.slice(first, first + atOnce);
    const values = rowsOf(some, await read(some.map(({ name }) => name)), training);
    const present = withValues(some, values, warnings);
    usable.push(...present);
    features.push(...fitFeatures(present, values, { stats: version.stats, ...standardSteps(request) }));
    breathe();
  }
  const pipeline = keptInput<FittedPipeline>(request) ?? pipelineOf(features);
  const inputs = kept?.inputs ?? usedColumns(usable, pipeline, warnings);
  warnings.push(...foldedWarnings(pipeline, version.stats));
  const columns = new ChunkedColumns(
    version,
    blobs,
    inputs.map(({ name }) => name),
    0,
  );
  warnings.push(...farWarnings(await findFar(divided, pipeline, columns, rows)));
  const source = sourceOf(columns, pipeline, cacheBytes(allowedBytes));
  const toSplit = (some: Uint32Array): Split => ({
    rows: some.length,
    features: new Float32Array(0),
    source,
    frames: Int32Array.from(numbered(some)),
    target: target(some),
  });
  const parts = { train: toSplit(split.train), val: toSplit(split.val), test: toSplit(split.test) };
  return preparedTable(divided, inputs, pipeline, parts, await columns.rows(sampleNumbers(divided)));
}

/** Columns with values to judge by that are too far; refuses those that hold such to learn from. */
async function findFar(
  { split, numbered }: DividedRows,
  pipeline: FittedPipeline,
  columns: ChunkedColumns,
  rows: number,
): Promise<Set<string>> {
  const learnt = new Uint8Array(rows);
  for (const row of numbered(split.train)) learnt[row] = 1;
  const judged = new Uint8Array(rows);
  for (const part of [split.val, split.test]) for (const row of numbered(part)) judged[row] = 1;
  const far = new Set<string>();
  for (let chunk = 0; chunk < columns.count; chunk++) {
    const first = columns.starts[chunk] as number;
    applyPipeline(pipeline, await columns.chunk(chunk), undefined, (column, row) => {
      if (learnt[first + row]) refuseFar(column);
      if (judged[first + row]) far.add(column);
    });
    breathe();
  }
  return far;
}

/** A frame is a row of the dataset version, a block one of its chunks. */
function sourceOf(columns: ChunkedColumns, pipeline: FittedPipeline, allowedBytes: number): FrameSource {
  const { width } = pipeline;
  const { starts } = columns;
  const bytesOf = (chunk: number): number =>
    ((starts[chunk + 1] as number) - (starts[chunk] as number)) * width * valueBytes;
  const cache = new ByteCache(allowedBytes, bytesOf, async (chunk) =>
    applyPipeline(pipeline, await columns.chunk(chunk)),
  );
  const largest = Math.max(1, ...Array.from({ length: columns.count }, (_, chunk) => bytesOf(chunk)));
  return {
    width,
    blockOf: (row) => columns.chunkOf(row),
    // The next batch may be on its way.
    blocksAtHand: Math.max(1, Math.floor(allowedBytes / largest / 2)),
    peakBytes: () => cache.peakBytes,
    async read(rows) {
      const values = new Float32Array(rows.length * width);
      for (const [at, row] of rows.entries()) {
        const chunk = columns.chunkOf(row);
        const features = await cache.get(chunk);
        const from = (row - (starts[chunk] as number)) * width;
        values.set(features.subarray(from, from + width), at * width);
      }
      return values;
    },
  };
}
