/** What must be said of a column that is kept as texts: numbers it might have been, words that may mean nothing. */
import type { ColumnEvidence } from './columnEvidence';
import { isCodeName } from './decideColumn';
import { list, type Say } from './say';

/** So much of a column looks like numbers that somebody will miss them. */
const mostlyNumbers = 0.8;
const halfNumbers = 0.5;

export function tellTexts(name: string, evidence: ColumnEvidence, say: Say): void {
  const { units, looseNumbers, plainNumbers, present, softWords, others } = evidence;
  const named = [...units.keys()].filter((unit) => unit !== '');
  if (named.length > 0 && looseNumbers + plainNumbers >= present * mostlyNumbers)
    say(
      'warning',
      named.length > 1
        ? `Numbers of “${name}” have several units (${list(named)}); the cells are kept as texts.`
        : `Some numbers of “${name}” have the unit ${list(named)} and some have none; the cells are kept as texts.`,
      'Write all of them in one unit to use them as numbers.',
      looseNumbers,
    );
  const numbers = looseNumbers + plainNumbers;
  const [other] = others;
  if (
    numbers >= present * halfNumbers &&
    numbers < present &&
    other &&
    named.length === 0 &&
    !isCodeName(name)
  )
    say(
      'info',
      `“${name}” is kept as texts: ${numbers.toLocaleString('en')} of ${present.toLocaleString('en')} cells are numbers, others such as “${other[0].slice(0, 40)}” are none.`,
      'Read the column as numbers in the options of the import to take the others for missing.',
      present - numbers,
      other[1].line,
    );
  for (const [word, { count, line }] of softWords)
    if (/\p{L}/u.test(word))
      say(
        'info',
        `“${word}” in “${name}” may stand for a missing value; it is kept as a text.`,
        'Give the missing values of the column in the options of the import if it does.',
        count,
        line,
      );
}
