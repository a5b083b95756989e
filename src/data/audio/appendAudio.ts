/** More sound files in a dataset of sound, heard and cut as those that are there, which stay where they are stored. */
import { audioColumns, type AudioCut, soundIn } from '#/core/audio/audioSchema';
import { itemsBytes } from '#/core/items/packedItems';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { RecognisedFiles } from '#/formats/recogniseFile';
import { appended } from '../joinSamples';
import type { ImportContext, ImportedVersion } from '../kinds/kindData';
import { importAudio } from './importAudio';

export async function appendAudio(
  version: DatasetVersion,
  file: RecognisedFiles,
  context: ImportContext<AudioCut>,
): Promise<ImportedVersion> {
  const added = await importAudio(file, context, soundIn(version.schema));
  const { items } = soundIn(added.schema);
  return await appended(
    { version, added, file, words: ['clip', 'clips'] },
    audioColumns.file,
    itemsBytes(items),
    context,
  );
}
