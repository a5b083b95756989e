/** The table of samples: where each begins, its label, and what says which samples belong together or to which part. */
import { presentRows } from '../target';
import { readsLabels, tasks } from '#/core/tasks/registry';
import { placeColumns, placesIn, type SamplePlaces } from '#/core/grid/samplePlaces';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { Storage } from '#/core/protocol/storage';
import type { TrainRequest } from '#/core/protocol/train';
import type { SplitData } from '#/core/split/dataSplit';
import { joined, roleColumns, roleData } from '#/core/split/roles';
import { readColumns } from '#/core/table/readColumns';
import type { Values } from '#/core/transforms/transformDef';
import { takeRows } from '#/core/transforms/valueRows';

export interface SampleTable extends SamplePlaces, Pick<SplitData, 'part' | 'group'> {
  /** Row numbers in the dataset version of the samples that have a target. */
  rows: Uint32Array;
  target?: Values;
}

export async function readSamples(
  { schema, chunks, rows: count }: Pick<DatasetVersion, 'schema' | 'chunks' | 'rows'>,
  request: Pick<TrainRequest, 'target' | 'task' | 'config'>,
  blobs: Pick<Storage['blobs'], 'get'>,
): Promise<SampleTable> {
  const labelled = !tasks.get(request.task, 'task').frames;
  const wanted = [...placeColumns(schema), ...(labelled ? [request.target] : [])];
  const asText = new Set(readsLabels({ type: request.task }) ? [request.target] : []);
  const columns = await readColumns(chunks, blobs, schema, [...new Set(wanted)], { asText });
  const whole = labelled ? columns.get(request.target) : undefined;
  const rows = whole ? presentRows(whole) : Uint32Array.from({ length: count }, (_, i) => i);
  const places = placesIn(schema, columns, rows);
  const dividing = labelColumns(schema, request.config);
  const roles = roleColumns(dividing, { splitBy: 'roles' });
  const { part, group } = roleData(
    dividing,
    await readColumns(chunks, blobs, schema, roles.names, roles),
    rows,
  );
  return {
    rows,
    ...places,
    part,
    group: joined([{ name: 'recording', of: places.recording }, ...(group ? [group] : [])]),
    target: whole && takeRows(whole, rows),
  };
}

/** Beside recordings and times: a column of parts, and groups where they count. */
const labelColumns = (
  { columns }: DatasetVersion['schema'],
  { splitBy }: TrainRequest['config'],
): Pick<DatasetVersion['schema'], 'columns'> => ({
  columns: columns.filter(
    ({ name, role }) =>
      role === 'split' || (role === 'group' && name !== 'recording' && splitBy !== undefined),
  ),
});
