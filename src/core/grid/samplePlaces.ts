/** Where every sample of a field begins, read from the table of its dataset version. */
import type { DatasetVersion } from '../protocol/dataset';
import { TetradError } from '../protocol/errors';
import type { BlobStore } from '../protocol/storage';
import { readColumns } from '../table/readColumns';

export interface SamplePlaces {
  /** By sample. */
  recording: Float64Array;
  start: Float64Array;
  /** First index along x, y and z; all 0 without patches. */
  places: readonly (readonly [x: number, y: number, z: number])[];
}

export async function readSamplePlaces(
  { schema, chunks }: Pick<DatasetVersion, 'schema' | 'chunks'>,
  blobs: Pick<BlobStore, 'get'>,
): Promise<SamplePlaces> {
  const patched = schema.grid?.windowing.patch !== undefined;
  const names = ['recording', 'start', ...(patched ? ['x0', 'y0', 'z0'] : [])];
  const columns = await readColumns(chunks, blobs, schema, names);
  const numbers = (name: string): Float64Array => {
    const values = columns.get(name);
    if (values?.kind === 'number') return values.data as Float64Array;
    throw new TetradError({ code: 'corrupt', message: `The samples have no numbers in "${name}".` });
  };
  const [x, y, z] = patched ? ['x0', 'y0', 'z0'].map(numbers) : [];
  const recording = numbers('recording');
  return {
    recording,
    start: numbers('start'),
    places: Array.from(recording, (_, i) => [x?.[i] ?? 0, y?.[i] ?? 0, z?.[i] ?? 0] as const),
  };
}
