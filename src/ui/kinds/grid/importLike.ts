/** A new recording becomes a dataset, mapped and cut like the data the model learnt from. */
import { gridOf } from '#/core/grid/gridOf';
import { run } from '#/app/run';
import { checkMapping, requireMapping } from '#/core/grid/checkMapping';
import { mapLike } from '#/core/grid/mapLike';
import { TetradError } from '#/core/protocol/errors';
import type { ModelVersion } from '#/core/protocol/model';
import { storeOf, withPairsJoined } from '#/ui/shell/droppedFiles';

/** Starts the import; several files of equal shape are recordings of one dataset. */
export async function importLike(
  version: Pick<ModelVersion, 'datasetId' | 'datasetVersionId'>,
  dropped: readonly File[],
): Promise<{ jobId: string; datasetId: string }> {
  const files = await withPairsJoined(dropped);
  const [first] = files;
  if (!first) throw new TetradError({ code: 'badInput', message: 'No file came with that drop.' });
  const { schema } = await run('datasets.describe', {
    id: version.datasetId,
    versionId: version.datasetVersionId,
  }).catch((cause: unknown) => {
    throw new TetradError(
      {
        code: 'notFound',
        message: 'The dataset this model learnt from was deleted, and with it how its file was mapped.',
        place: first.name,
        hint: 'Import the file on the Data page, with the channels, axes and windows of the model, and choose it here.',
      },
      { cause },
    );
  });
  const folder = storeOf(first);
  const { arrays } = await run('datasets.inspect', { file: first, ...(folder && { folder }) });
  if (!arrays)
    throw new TetradError({
      code: 'badInput',
      message: 'This is no file of arrays, as a field over time and space is.',
      place: first.name,
      hint: 'Drop a file like the one the model learnt from: NetCDF, HDF5, NumPy, NIfTI, Zarr or TIFF.',
    });
  const mapped = gridOf(schema);
  const grid = mapped && mapLike(mapped, arrays.variables);
  if (!grid)
    throw new TetradError({
      code: 'unsupported',
      message: 'It is not known how the data of this model were mapped.',
      place: first.name,
      hint: 'Import the file on the Data page, and choose it here.',
    });
  requireMapping(checkMapping(arrays.variables, grid, files.length), first.name);
  return await run('datasets.import', { files, options: { grid, ...(folder && { folder }) } });
}
