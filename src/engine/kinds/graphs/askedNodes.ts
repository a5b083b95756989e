/** Nodes that a model is asked for: of a graph by number, or surroundings as arrays. */
import { sizeOf } from '#/core/arch/sizeOf';
import { columnsOf, type FittedGraph, rawShape } from '#/core/graphs/fittedGraph';
import type { WindowSamples } from '#/core/kinds/rawSamples';
import { TetradError } from '#/core/protocol/errors';
import type { RawRow } from '#/core/protocol/model';
import type { PredictRequest } from '#/core/protocol/predict';
import type { Storage } from '#/core/protocol/storage';
import type { AskedVersion } from '../kindEngine';
import { GraphNodes } from './graphNodes';

export async function askedNodes(
  model: Pick<AskedVersion, 'datasetVersionId'>,
  fitted: FittedGraph,
  { rows, field, fieldShape, datasetVersionId }: Omit<PredictRequest, 'modelVersionId'>,
  storage: Pick<Storage, 'blobs' | 'datasets'>,
): Promise<WindowSamples> {
  if (field) return ofArrays(field, fieldShape, fitted);
  const dataset = await storage.datasets.version(datasetVersionId ?? model.datasetVersionId);
  if (dataset) return (await GraphNodes.open(dataset, fitted, storage.blobs)).read(nodeNumbers(rows));
  throw new TetradError({
    code: 'notFound',
    message: 'The graph with these nodes was deleted.',
    hint: 'Choose another dataset, or give nodes and edges as inputs.',
  });
}

function ofArrays(
  field: Float32Array,
  given: readonly number[] | undefined,
  fitted: FittedGraph,
): WindowSamples {
  const own = rawShape(fitted);
  const shape = given ?? [field.length / sizeOf(own), ...own];
  const [count = 0, ...rest] = shape;
  if (Number.isInteger(count) && count > 0 && rest.join() === own.join() && sizeOf(shape) === field.length)
    return { form: 'windows', rows: count, shape: own, values: field };
  throw new TetradError({
    code: 'badInput',
    message: `The inputs have the shape [${shape.join(', ')}]; this model takes [batch, ${own.join(', ')}]: of each node its edges to all ${fitted.places} and its ${columnsOf(fitted).join(', ')}.`,
    place: 'inputs',
  });
}

export const nodeNumbers = (rows: readonly RawRow[]): number[] =>
  rows.map((row, i) => {
    const sample = Number(row.sample ?? Number.NaN);
    if (Number.isInteger(sample) && sample >= 0) return sample;
    throw new TetradError({
      code: 'badInput',
      message: 'A model on graphs answers nodes of its graph by number.',
      place: `row ${i + 1}`,
      hint: 'Give { "sample": 0 }.',
    });
  });
