/** The table of samples: where each begins, its label, and the data's own division when a field has that role. */
import type { DatasetVersion } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { Storage } from '#/core/protocol/storage';
import type { TrainRequest } from '#/core/protocol/train';
import { readColumns } from '#/core/table/readColumns';
import type { Values } from '#/core/transforms/transformDef';
import { takeRows } from '#/core/transforms/valueRows';
import type { Place } from './cutFrame';
import { presentRows } from './prepareData';

export interface SampleTable {
  /** Row numbers in the dataset version of the samples that have a target. */
  rows: Uint32Array;
  recording: Float64Array;
  start: Float64Array;
  places: Place[];
  parts?: (string | null)[];
  target?: Values;
}

export async function readSamples(
  { schema, chunks, rows: count }: Pick<DatasetVersion, 'schema' | 'chunks' | 'rows'>,
  request: Pick<TrainRequest, 'target' | 'task'> | undefined,
  blobs: Storage['blobs'],
): Promise<SampleTable> {
  const patched = schema.grid?.windowing.patch !== undefined;
  const part = schema.fields.find((field) => field.role === 'split')?.name;
  const labelled = request !== undefined && request.task !== 'forecast';
  const names = ['recording', 'start', ...(patched ? ['x0', 'y0', 'z0'] : [])];
  const wanted = [...names, ...(part ? [part] : []), ...(labelled ? [request.target] : [])];
  const asText = new Set([
    ...(part ? [part] : []),
    ...(labelled && request.task === 'classification' ? [request.target] : []),
  ]);
  const columns = await readColumns(chunks, blobs, schema, [...new Set(wanted)], { asText });
  const whole = labelled ? columns.get(request.target) : undefined;
  const rows = whole ? presentRows(whole) : Uint32Array.from({ length: count }, (_, i) => i);
  const numbers = (name: string): Float64Array => {
    const values = columns.get(name);
    if (values?.kind !== 'number')
      throw new TetradError({ code: 'corrupt', message: `The samples have no numbers in "${name}".` });
    return takeRows(values, rows).data as Float64Array;
  };
  const [x, y, z] = patched ? ['x0', 'y0', 'z0'].map(numbers) : [];
  const parts = part ? columns.get(part) : undefined;
  return {
    rows,
    recording: numbers('recording'),
    start: numbers('start'),
    places: Array.from(rows, (_, i) => [x?.[i] ?? 0, y?.[i] ?? 0, z?.[i] ?? 0] as const),
    parts: parts?.kind === 'string' ? (takeRows(parts, rows).data as (string | null)[]) : undefined,
    target: whole && takeRows(whole, rows),
  };
}
