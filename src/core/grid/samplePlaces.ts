/** Where every sample of a field begins, read from the table of its dataset version. */
import type { DatasetSchema, DatasetVersion } from '../protocol/dataset';
import { TetradError } from '../protocol/errors';
import type { BlobStore } from '../protocol/storage';
import { gridOf } from './gridOf';
import { readColumns } from '../table/readColumns';
import type { Values } from '../transforms/transformDef';
import { takeRows } from '../transforms/valueRows';

export interface SamplePlaces {
  /** By sample. */
  recording: Float64Array;
  start: Float64Array;
  /** First index along x, y and z; all 0 without patches. */
  places: readonly (readonly [x: number, y: number, z: number])[];
}

const corner = ['x0', 'y0', 'z0'];
const isPatched = (schema: Pick<DatasetSchema, 'kind' | 'data'>): boolean =>
  gridOf(schema)?.windowing.patch !== undefined;

export async function readSamplePlaces(
  { schema, chunks }: Pick<DatasetVersion, 'schema' | 'chunks'>,
  blobs: Pick<BlobStore, 'get'>,
): Promise<SamplePlaces> {
  return placesIn(schema, await readColumns(chunks, blobs, schema, placeColumns(schema)));
}

/** The columns that say it. */
export const placeColumns = (schema: Pick<DatasetSchema, 'kind' | 'data'>): string[] => [
  'recording',
  'start',
  ...(isPatched(schema) ? corner : []),
];

/** Of all samples, or of those `rows`. */
export function placesIn(
  schema: Pick<DatasetSchema, 'kind' | 'data'>,
  columns: ReadonlyMap<string, Values>,
  rows?: ArrayLike<number>,
): SamplePlaces {
  const numbers = (name: string): Float64Array => {
    const values = columns.get(name);
    if (values?.kind !== 'number')
      throw new TetradError({ code: 'corrupt', message: `The samples have no numbers in "${name}".` });
    return (rows ? takeRows(values, rows) : values).data as Float64Array;
  };
  const [x, y, z] = isPatched(schema) ? corner.map(numbers) : [];
  const recording = numbers('recording');
  return {
    recording,
    start: numbers('start'),
    places: Array.from(recording, (_, i) => [x?.[i] ?? 0, y?.[i] ?? 0, z?.[i] ?? 0] as const),
  };
}
