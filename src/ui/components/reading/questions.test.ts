import { expect, test } from 'vitest';
import type { Ambiguity } from '#/core/reading/reading';
import { answerOf, isAnswered, questionsOf, shownQuestions, withAnswer } from './questions';

const dates = (column: string, example = '03/04/2024'): Ambiguity => ({
  column,
  option: 'dateOrder',
  readings: [
    { value: 'mdy', example: `${example} is 4 March` },
    { value: 'dmy', example: `${example} is 3 April` },
  ],
  evidence: 'None of 300 dates proves the order.',
});
const word = (column: string, text: string, isMissing: boolean): Ambiguity => {
  const readings = [
    { value: [text], example: `“${text}” is missing` },
    { value: [], example: `“${text}” is a value` },
  ];
  return {
    column,
    option: 'missing',
    readings: isMissing ? readings : readings.toReversed(),
    evidence: '3 of 9 cells.',
  };
};

test('columns that leave the same open are asked about once, and answered together', () => {
  const [question, ...more] = questionsOf([dates('from'), dates('to', '05/06/2024')]);
  expect(more).toEqual([]);
  expect(question).toMatchObject({ option: 'dateOrder', columns: ['from', 'to'] });
  const options = withAnswer({ decimal: ',' }, question as never, 'dmy');
  expect(options).toEqual({
    decimal: ',',
    columns: { from: { dateOrder: 'dmy' }, to: { dateOrder: 'dmy' } },
  });
  expect(isAnswered(options, question as never)).toBe(true);
  expect(answerOf(options, question as never)?.value).toBe('dmy');
  expect(withAnswer(options, question as never, undefined)).toEqual({ decimal: ',' });
});

test('other readings are another question, the whole file is no column', () => {
  const other: Ambiguity = { ...dates('year'), readings: dates('year').readings.toReversed() };
  const file: Ambiguity = {
    option: 'headerRows',
    readings: [
      { value: '1', example: 'a, b' },
      { value: '0', example: 'none' },
    ],
    evidence: '',
  };
  const questions = questionsOf([dates('from'), other, file]);
  expect(questions.map(({ columns }) => columns)).toEqual([['from'], ['year'], []]);
  expect(withAnswer({}, questions[2] as never, questions[2]?.answers[1]?.value)).toEqual({ headerRows: 0 });
});

test('the words for missing of a column are one choice', () => {
  const [question] = questionsOf([
    word('cabin', 'None', false),
    word('cabin', '?', true),
    word('cabin', '-', true),
  ]);
  expect(question?.answers).toEqual([
    { value: ['?', '-'], example: '“?”, “-” are missing, “None” is a value' },
    { value: ['None', '?', '-'], example: '“None”, “?”, “-” are missing' },
    { value: [], example: '“None”, “?”, “-” are values' },
  ]);
  expect(withAnswer({}, question as never, ['None', '?', '-'])).toEqual({
    columns: { cabin: { missing: ['None', '?', '-'] } },
  });
  const same = questionsOf(['a', 'b'].map((column) => word(column, 'NA', true)));
  expect(same.map(({ columns }) => columns)).toEqual([['a', 'b']]);
});

test('what was answered stays where it was asked; what came up later follows', () => {
  const asked = questionsOf([dates('from'), word('cabin', 'NA', true)]);
  const options = withAnswer({}, asked[0] as never, 'dmy');
  const open = questionsOf([word('cabin', 'NA', true), word('deck', '?', true)]);
  expect(shownQuestions(asked, open, options).map(({ columns }) => columns)).toEqual([
    ['from'],
    ['cabin'],
    ['deck'],
  ]);
  expect(shownQuestions(asked, [], {})).toEqual([]);
});
