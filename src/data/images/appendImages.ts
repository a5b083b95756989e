/** More images in a dataset of images: those that are there stay where they are stored, those of the files follow them. */
import { imageColumn, type ImageSize, imagesIn } from '#/core/images/imageSchema';
import { itemsBytes } from '#/core/items/packedItems';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { RecognisedFiles } from '#/formats/recogniseFile';
import { appended } from '../joinSamples';
import type { ImportContext, ImportedVersion } from '../kinds/kindData';
import { importImages } from './importImages';

export async function appendImages(
  version: DatasetVersion,
  file: RecognisedFiles,
  context: ImportContext<Partial<ImageSize>>,
): Promise<ImportedVersion> {
  const added = await importImages(file, context, imagesIn(version.schema));
  const { items } = imagesIn(added.schema);
  return await appended(
    { version, added, file, words: ['image', 'images'] },
    imageColumn,
    itemsBytes(items),
    context,
  );
}
