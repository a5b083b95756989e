/** A recognised file of arrays opened; of a gzip file, what it unpacks to. */
import type { ArrayFile } from '#/core/grid/arrayFile';
import { inside } from '#/core/protocol/heartbeat';
import type { RecognisedArrays } from '../recogniseFile';
import { inflateOnce } from './inflateOnce';

export async function openArrays({ file, format, folder, bundle }: RecognisedArrays): Promise<ArrayFile> {
  if (folder && format.openFolder) return await format.openFolder(file.name, folder);
  if (bundle && format.openBundle) return await format.openBundle(bundle);
  const { file: unpacked, told } = await inflateOnce(file);
  const opened = await inside(file.name, () => format.open(unpacked));
  return told.length > 0 ? { ...opened, told: () => [...told, ...opened.told()] } : opened;
}
