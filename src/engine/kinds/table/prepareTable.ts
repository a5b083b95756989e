/**
 * Stored columns to matrices: rows with a target, labels, split, preprocessing fitted on the training rows only.
 * Everything that makes a table unfit for training is said here, before any backend starts.
 */
import type { DatasetVersion } from '#/core/protocol/dataset';
import { roleColumns } from '#/core/split/roles';
import { readColumns } from '#/core/table/readColumns';
import { applyPipeline, type OnFar } from '#/core/transforms/applyPipeline';
import { fitPipeline } from '#/core/transforms/fitPipeline';
import type { FittedPipeline } from '#/core/transforms/pipeline';
import type { Values } from '#/core/transforms/transformDef';
import { keptInput } from '../kept';
import type { Blobs, PrepareRequest } from '../kindEngine';
import type { PreparedData, Split } from '../preparedData';
import { divideRows } from './divideRows';
import { prepareLargeTable, tableBytes } from './prepareLargeTable';
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

export async function prepareTable(
  version: DatasetVersion,
  request: PrepareRequest,
  blobs: Blobs,
  allowedBytes: number,
): Promise<PreparedData> {
  const { schema, chunks } = version;
  const roles = roleColumns(schema, request.config);
  const dividing = await readColumns(chunks, blobs, schema, roles.names, roles);
  if (tableBytes(version, request) > allowedBytes)
    return await prepareLargeTable(version, request, blobs, dividing, allowedBytes);
  const names = [...new Set([...request.features, ...targetNames(request)])];
  const columns = await readColumns(chunks, blobs, schema, names, { asText: textTargets(request) });
  return prepareColumns(version, columns, request, dividing);
}

export function prepareColumns(
  version: Pick<DatasetVersion, 'schema' | 'stats'>,
  columns: ReadonlyMap<string, Values>,
  request: PrepareRequest,
  dividing: ReadonlyMap<string, Values> = new Map(),
): PreparedData {
  const { schema, stats } = version;
  const divided = divideRows(schema, targetColumn(columns, request), request, dividing);
  const { split, numbered, target, warnings } = divided;
  const chosen = chosenColumns(schema, request);
  const training = rowsOf(chosen, columns, numbered(split.train));
  const { kept } = request;
  const usable = kept ? [] : withValues(chosen, training, warnings);
  const pipeline =
    keptInput<FittedPipeline>(request) ?? fitPipeline(usable, training, { stats, ...standardSteps(request) });
  const inputs = kept?.inputs ?? usedColumns(usable, pipeline, warnings);
  const toSplit = (
    rows: Uint32Array,
    onFar: OnFar,
    own = rowsOf(inputs, columns, numbered(rows)),
  ): Split => ({
    rows: rows.length,
    features: applyPipeline(pipeline, own, undefined, onFar),
    target: target(rows),
  });
  const far = new Set<string>();
  const noteFar = (column: string) => void far.add(column);
  const parts = {
    train: toSplit(split.train, refuseFar, training),
    val: toSplit(split.val, noteFar),
    test: toSplit(split.test, noteFar),
  };
  warnings.push(...foldedWarnings(pipeline, stats), ...farWarnings(far));
  return preparedTable(divided, inputs, pipeline, parts, rowsOf(inputs, columns, sampleNumbers(divided)));
}
