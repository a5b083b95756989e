/** A file of arrays as an import opens it; undefined when it is none. For tests. */
import type { ArrayFile } from '#/core/grid/arrayFile';
import type { ArraySource } from '../formatDef';
import { holdsArrays, recogniseFile } from '../recogniseFile';
import { openArrays } from './openArrays';

/** `file`: what is opened, when `bytes` are only its beginning. */
export async function arraysForTest(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  file: ArraySource = new File([bytes], name),
): Promise<ArrayFile | undefined> {
  const found = await recogniseFile(new File([bytes], name));
  return holdsArrays(found) ? await openArrays({ ...found, file }) : undefined;
}
