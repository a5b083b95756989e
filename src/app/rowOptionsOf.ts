/**
 * How rows for a model are taken apart: what somebody said of the file it learnt from. What that file was guessed to be
 * is not passed on, for another may be written another way; how cells of a column are read is kept with the model's inputs.
 */
import type { ModelVersion } from '#/core/protocol/model';
import type { Storage } from '#/core/protocol/storage';
import type { ReadOptions } from '#/core/reading/readOptions';

export async function rowOptionsOf(
  { datasets }: Pick<Storage, 'datasets'>,
  { datasetVersionId }: Pick<ModelVersion, 'datasetVersionId'>,
): Promise<ReadOptions> {
  const version = await datasets.version(datasetVersionId);
  const { columns: _, ...ofFile } = version?.source.reading?.given ?? {};
  return ofFile;
}
