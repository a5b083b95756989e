/** Sentences about columns that go together (togetherNotes), loaded when there is something to explain. */
import type { Values } from '../../transforms/transformDef';

export const shareNote = 'They share what they say: read them together.';

/** `so`: what it means for the explanation. */
export const notesOf = async (columns: ReadonlyMap<string, Values>, so: string): Promise<string[]> =>
  (await import('./togetherNotes')).togetherNotes(columns, so);
