/** An error in a program, at its line and column. */
import { TetradError } from '../protocol/errors';

export class SourceError extends TetradError {
  constructor(
    source: string,
    /** In characters from the start of the source. */
    readonly at: number,
    message: string,
    hint?: string,
  ) {
    super({ code: 'badInput', message, hint, place: placeOf(source, at) });
  }
}

function placeOf(source: string, at: number): string {
  const before = source.slice(0, at).split('\n');
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

/** "line 2, column 5: There is no name "logit". Did you mean "logits"?" */
export const inWords = ({ place, message, hint }: SourceError): string =>
  `${place ?? ''}: ${[message, hint].filter(Boolean).join(' ')}`;
