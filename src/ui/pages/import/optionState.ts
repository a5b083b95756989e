/** Whether an option was said, is guessed, or is open, and in words what the guess is. */
import type { ReadOptions } from '#/core/reading/readOptions';
import type { TablePreview } from '#/core/reading/tablePreview';
import { chosenAt, type Place } from '#/ui/components/reading/chosenOptions';
import type { OptionState } from './OptionRow';
import { valueWords } from '#/ui/components/reading/words';

export function optionState(
  place: Place,
  options: ReadOptions,
  fresh: TablePreview | undefined,
  now: TablePreview | undefined,
): OptionState {
  const { option, column } = place;
  const guess = guessAt(place, fresh);
  const words = guess === undefined ? foundWords(place, fresh) : valueWords(option, guess);
  if (chosenAt(options, place) !== undefined) return { kind: 'said', words };
  const isOpen = (now ?? fresh)?.reading.ambiguities.some(
    (open) => open.option === option && open.column === column,
  );
  return isOpen ? { kind: 'open' } : { kind: 'guessed', words };
}

/** What is read while nobody says it. */
export function guessAt(place: Place, preview: TablePreview | undefined): unknown {
  if (!preview) return undefined;
  if (place.column === undefined) return preview.reading.options[place.option];
  const at = preview.columns.findIndex(({ name }) => name === place.column);
  const reading = preview.reading.columns[at];
  if (!reading) return undefined;
  if (place.option === 'missing') return missingWords(place.column, preview);
  if (place.option === 'decimal') return reading.decimal ?? '.';
  if (place.option === 'thousands') return reading.thousands ?? '';
  return reading[place.option];
}

/** Of what is left to the columns: what was found in them, where anything was. */
function foundWords({ option, column }: Place, preview: TablePreview | undefined): string | undefined {
  if (column !== undefined || (option !== 'dateOrder' && option !== 'thousands')) return undefined;
  const found = new Set(preview?.reading.columns.flatMap((reading) => reading[option] || []));
  return found.size > 0 ? [...found].map((value) => valueWords(option, value)).join(', ') : undefined;
}

/** Words that count as missing in a column: its own, and the usual ones found in it. */
export function missingWords(column: string, { columns, reading }: TablePreview): string[] {
  const at = columns.findIndex(({ name }) => name === column);
  const own = reading.columns[at]?.missing ?? [];
  const found = reading.ambiguities.flatMap(({ column: of, option, readings }) =>
    of === column && option === 'missing' ? (readings[0]?.value ?? []) : [],
  );
  return [...new Set([...own, ...found])];
}
