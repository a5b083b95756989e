/**
 * Rows of a stored table through a model, in and out as numbers: no cell becomes text on its way, and what crosses to the
 * page is one array. Chunks are decoded once for rows that are asked for in their order.
 */
import { answerNumbers } from '#/core/tasks/answerNumbers';
import type { FittedPipeline } from '#/core/transforms/pipeline';
import { unseenRemark } from '#/core/transforms/rowsToValues';
import { TetradError } from '#/core/protocol/errors';
import type { StoredAnswers, StoredRequest } from '#/core/protocol/predict';
import type { Storage } from '#/core/protocol/storage';
import { ChunkedColumns } from '../kinds/table/chunkedColumns';
import { Remarks } from '../kinds/remarks';
import type { OpenModel } from './openModel';
import { predictSamples } from './predictSamples';

/** The chunk that is read, and the next one. */
const heldBytes = 2 ** 25;
/** With the model they go. */
const opened = new WeakMap<OpenModel['version'], { datasetVersionId: string; columns: ChunkedColumns }>();

export async function answerStored(
  model: OpenModel,
  { datasetVersionId, samples }: Omit<StoredRequest, 'modelVersionId'>,
  storage: Pick<Storage, 'blobs' | 'datasets'>,
): Promise<StoredAnswers> {
  const { version } = model;
  let open = opened.get(version);
  if (open?.datasetVersionId !== datasetVersionId) {
    const dataset = await storage.datasets.version(datasetVersionId);
    if (!dataset)
      throw new TetradError({
        code: 'notFound',
        message: 'This version of the dataset does not exist any more.',
        place: 'dataset',
        hint: 'Choose another dataset.',
      });
    const names = version.inputs.map(({ name }) => name);
    open = { datasetVersionId, columns: new ChunkedColumns(dataset, storage.blobs, names, heldBytes) };
    opened.set(version, open);
  }
  const columns = await open.columns.rows(samples);
  const remarks = new Remarks();
  for (const [name, values] of columns) {
    const remark = unseenRemark(name, values, version.input.fitted as FittedPipeline);
    if (remark !== undefined) remarks.add(remark);
  }
  const predictions = await predictSamples(
    model,
    { form: 'columns', rows: samples.length, columns },
    remarks,
  );
  return { numbers: answerNumbers(version, predictions), warnings: remarks.list() };
}
