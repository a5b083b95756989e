import { TetradError } from '#/core/protocol/errors';
import type { RecognisedFile } from '#/formats/recogniseFile';

/** For a person who asked for another kind than the format of the file proposes. */
export const wrongContent = ({ file, format }: RecognisedFile, wanted: string): TetradError =>
  new TetradError({
    code: 'badInput',
    message: `${format.holds === 'files' ? `It holds ${format.title}` : `The file holds ${format.holds}`}, so it cannot be imported as ${wanted}.`,
    place: file.name,
    hint: `Leave the kind out: ${format.title} is imported as ${format.kind}.`,
  });
