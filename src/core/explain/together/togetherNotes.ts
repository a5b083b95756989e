/** Sentences about columns that go together, for whoever reads an explanation of them. */
import type { Values } from '../../transforms/transformDef';
import { rowCount } from '../../transforms/valueRows';
import { goTogether, mostCompared } from './goTogether';

const mostTold = 5;
/** Of fewer rows columns go together by chance. */
const leastRows = 20;

/** `so`: what it means for the explanation. */
export function togetherNotes(columns: ReadonlyMap<string, Values>, so: string): string[] {
  const [first] = columns.values();
  if (!first || rowCount(first) < leastRows) return [];
  return [...pairNotes(columns, so), ...constantNotes(columns)];
}

function constantNotes(columns: ReadonlyMap<string, Values>): string[] {
  const still = [...columns]
    .filter(([, values]) => isStill(values))
    .map(([name]) => name || 'a column without a name');
  if (still.length === 0) return [];
  const more = still.length > mostTold ? ` and ${still.length - mostTold} more` : '';
  return [
    `The same value in all rows that were looked at: ${still.slice(0, mostTold).join(', ')}${more}. What does not change cannot be told to matter: leave it out, or look at rows where it changes.`,
  ];
}

function isStill(values: Values): boolean {
  if (values.kind === 'string') return values.data.every((text) => text === values.data[0]);
  return values.width === 1 && values.data.every((value) => Object.is(value, values.data[0]));
}

function pairNotes(columns: ReadonlyMap<string, Values>, so: string): string[] {
  const pairs = goTogether(columns);
  if (pairs.length === 0) return [];
  const told = pairs
    .slice(0, mostTold)
    .map(({ a, b, strength }) => `${a} and ${b} (${strength.toFixed(2).replace('-', '−')})`);
  const more = pairs.length > mostTold ? `, and ${pairs.length - mostTold} more pairs` : '';
  const some =
    columns.size > mostCompared
      ? ` Of the ${columns.size} columns the first ${mostCompared} were compared.`
      : '';
  return [`Columns go together: ${told.join(', ')}${more}. ${so}${some}`];
}
