/** Arrays imported as what they are meant as (core/kinds/meantKinds); only of formats that name no dimensions themselves. */
import { type MeantKind, meantKind } from '#/core/kinds/meantKinds';
import type { DataIssue } from '#/core/protocol/dataset';
import { openArrays } from '#/formats/arrays/openArrays';
import { holdsArrays, type RecognisedFile } from '#/formats/recogniseFile';

export async function readMeantKind(found: RecognisedFile): Promise<MeantKind | undefined> {
  if (!holdsArrays(found) || !found.format.mayBeSamples || found.folder || found.bundle) return undefined;
  const arrays = await openArrays(found);
  try {
    return meantKind(arrays);
  } finally {
    arrays.close();
  }
}

/** Told beside what was read so. */
export const meantIssue = ({ words }: MeantKind): DataIssue => ({
  severity: 'info',
  message: `The arrays are read as ${words}.`,
  hint: 'To read them as a field over time and space, drop the file on the page and choose so.',
});
