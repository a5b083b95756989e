import type { ArrayFile } from '#/core/grid/arrayFile';
import { TetradError } from '#/core/protocol/errors';
import { openArrays } from '#/formats/arrays/openArrays';
import { holdsArrays, type RecognisedFile } from '#/formats/recogniseFile';

/** Another file of the same dataset. */
export async function openNext(found: RecognisedFile): Promise<ArrayFile> {
  if (holdsArrays(found)) return await openArrays(found);
  throw new TetradError({
    code: 'badInput',
    message: 'This file holds no arrays; the files of one dataset are all of one kind.',
    place: found.file.name,
    hint: 'Take it out of the folder.',
  });
}
