/** More video files in a dataset of video, looked at and cut as those that are there, which stay where they are stored. */
import { itemsBytes } from '#/core/items/packedItems';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { type VideoCut, videoColumns, videoIn } from '#/core/video/videoSchema';
import type { RecognisedFiles } from '#/formats/recogniseFile';
import { appended } from '../joinSamples';
import type { ImportContext, ImportedVersion } from '../kinds/kindData';
import { importVideo } from './importVideo';

export async function appendVideo(
  version: DatasetVersion,
  file: RecognisedFiles,
  context: ImportContext<VideoCut>,
): Promise<ImportedVersion> {
  const added = await importVideo(file, context, videoIn(version.schema));
  const { items, frames } = videoIn(added.schema);
  const bytes = itemsBytes(items) + itemsBytes(frames);
  return await appended(
    { version, added, file, words: ['clip', 'clips'] },
    videoColumns.file,
    bytes,
    context,
  );
}
