/** The table of samples: where each begins, its label, and the data's own division when a field has that role. */
import { placeColumns, placesIn, type SamplePlaces } from '#/core/grid/samplePlaces';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { Storage } from '#/core/protocol/storage';
import type { TrainRequest } from '#/core/protocol/train';
import { readColumns } from '#/core/table/readColumns';
import type { Values } from '#/core/transforms/transformDef';
import { takeRows } from '#/core/transforms/valueRows';
import { presentRows } from './prepareData';

export interface SampleTable extends SamplePlaces {
  /** Row numbers in the dataset version of the samples that have a target. */
  rows: Uint32Array;
  parts?: (string | null)[];
  target?: Values;
}

export async function readSamples(
  { schema, chunks, rows: count }: Pick<DatasetVersion, 'schema' | 'chunks' | 'rows'>,
  request: Pick<TrainRequest, 'target' | 'task'>,
  blobs: Storage['blobs'],
): Promise<SampleTable> {
  const part = schema.fields.find((field) => field.role === 'split')?.name;
  const labelled = request.task !== 'forecast';
  const wanted = [...placeColumns(schema), ...(part ? [part] : []), ...(labelled ? [request.target] : [])];
  const asText = new Set([
    ...(part ? [part] : []),
    ...(request.task === 'classification' ? [request.target] : []),
  ]);
  const columns = await readColumns(chunks, blobs, schema, [...new Set(wanted)], { asText });
  const whole = labelled ? columns.get(request.target) : undefined;
  const rows = whole ? presentRows(whole) : Uint32Array.from({ length: count }, (_, i) => i);
  const parts = part ? columns.get(part) : undefined;
  return {
    rows,
    ...placesIn(schema, columns, rows),
    parts: parts?.kind === 'string' ? (takeRows(parts, rows).data as (string | null)[]) : undefined,
    target: whole && takeRows(whole, rows),
  };
}
