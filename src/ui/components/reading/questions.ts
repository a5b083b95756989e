/** What a file leaves open, as questions: those that are the same for several columns are one. */
import type { Ambiguity } from '#/core/reading/reading';
import type { ReadOptions } from '#/core/reading/readOptions';
import { chosenAt, type ColumnOption, type FileOption, type Place, withChoice } from './chosenOptions';

export interface Answer {
  value: string | number | string[];
  example: string;
}

export interface Question {
  key: string;
  option: Ambiguity['option'];
  /** None: it is about the whole file. */
  columns: string[];
  /** The first is how it is read while nobody answers. */
  answers: Answer[];
  evidence: string;
}

export function questionsOf(ambiguities: readonly Ambiguity[]): Question[] {
  const questions = new Map<string, Question>();
  for (const { column, ...open } of wordsTogether(ambiguities)) {
    const key = JSON.stringify([
      open.option,
      open.readings.map(({ value }) => value),
      ...(column === undefined ? [] : ['columns']),
    ]);
    const known = questions.get(key);
    if (known) {
      if (column !== undefined && !known.columns.includes(column)) known.columns.push(column);
      continue;
    }
    questions.set(key, {
      key,
      option: open.option,
      columns: column === undefined ? [] : [column],
      answers: open.readings.map(({ value, example }) => ({ value: meant(open.option, value), example })),
      evidence: open.evidence,
    });
  }
  return [...questions.values()];
}

export const placesOf = ({ option, columns }: Pick<Question, 'option' | 'columns'>): Place[] =>
  columns.length === 0
    ? [{ option: option as FileOption }]
    : columns.map((column) => ({ option: option as ColumnOption, column }));

export function withAnswer(
  options: ReadOptions,
  question: Pick<Question, 'option' | 'columns'>,
  value: Answer['value'] | undefined,
): ReadOptions {
  return placesOf(question).reduce((before, place) => withChoice(before, place, value), options);
}

/** The answer that was given; undefined while it is open, or where columns were told apart. */
export function answerOf(options: ReadOptions, question: Question): Answer | undefined {
  const given = placesOf(question).map((place) => chosenAt(options, place));
  return question.answers.find(({ value }) => given.every((one) => isSame(one, value)));
}

export const isAnswered = (options: ReadOptions, question: Question): boolean =>
  placesOf(question).every((place) => chosenAt(options, place) !== undefined);

/** Those still open, and those asked before that were answered: what was asked stays where it stood. */
export function shownQuestions(
  asked: readonly Question[],
  open: readonly Question[],
  options: ReadOptions,
): Question[] {
  const openKeys = new Set(open.map(({ key }) => key));
  const kept = asked.filter((question) => openKeys.has(question.key) || isAnswered(options, question));
  const keptKeys = new Set(kept.map(({ key }) => key));
  const current = new Map(open.map((question) => [question.key, question]));
  return [
    ...kept.map((question) =>
      isAnswered(options, question) ? question : (current.get(question.key) ?? question),
    ),
    ...open.filter(({ key }) => !keptKeys.has(key)),
  ];
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const wholeNumbers = new Set<Ambiguity['option']>(['headerRows', 'pivot', 'table']);

const meant = (option: Ambiguity['option'], value: string | string[]): Answer['value'] =>
  wholeNumbers.has(option) && typeof value === 'string' ? Number(value) : value;

/** A choice of missing markers is one list for the column: its words are asked about together. */
function wordsTogether(ambiguities: readonly Ambiguity[]): Ambiguity[] {
  const out: Ambiguity[] = [];
  const wordsOf = new Map<string, { word: string; isMissing: boolean; evidence: string }[]>();
  for (const ambiguity of ambiguities) {
    const { column, option, readings, evidence } = ambiguity;
    if (option !== 'missing' || column === undefined) {
      out.push(ambiguity);
      continue;
    }
    const word = readings.flatMap(({ value }) => value)[0] ?? '';
    const isMissing = (readings[0]?.value.length ?? 0) > 0;
    const words = wordsOf.get(column);
    if (words) {
      words.push({ word, isMissing, evidence });
      continue;
    }
    const list = [{ word, isMissing, evidence }];
    wordsOf.set(column, list);
    // Filled when all words of the column are known.
    out.push({ column, option, readings: [], evidence: '' });
  }
  return out.map((ambiguity) => {
    const words = ambiguity.option === 'missing' && wordsOf.get(ambiguity.column ?? '');
    return words ? { ...ambiguity, ...readingsOfWords(words) } : ambiguity;
  });
}

function readingsOfWords(words: { word: string; isMissing: boolean; evidence: string }[]) {
  const all = words.map(({ word }) => word);
  const shown = words.filter(({ isMissing }) => isMissing).map(({ word }) => word);
  const sets = [shown, all, []].filter((set, i, every) => every.findIndex((one) => isSame(one, set)) === i);
  return {
    readings: sets.map((value) => ({ value, example: exampleOf(all, value) })),
    evidence:
      words.length === 1
        ? (words[0]?.evidence ?? '')
        : words.map(({ word, evidence }) => `${quoted([word])}: ${evidence.replace(/\.$/, '')}`).join('; '),
  };
}

const quoted = (words: readonly string[]): string => words.map((word) => `“${word}”`).join(', ');

function exampleOf(all: readonly string[], missing: readonly string[]): string {
  const values = all.filter((word) => !missing.includes(word));
  const are = (words: readonly string[]) => (words.length === 1 ? 'is' : 'are');
  if (values.length === 0) return `${quoted(all)} ${are(all)} missing`;
  if (missing.length === 0) return `${quoted(all)} ${all.length === 1 ? 'is a value' : 'are values'}`;
  return `${quoted(missing)} ${are(missing)} missing, ${quoted(values)} ${values.length === 1 ? 'is a value' : 'are values'}`;
}
