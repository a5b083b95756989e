/** The built-in samples as the gallery tells them. Figures are of the tables themselves. */
export const samples = [
  {
    id: 'iris',
    name: 'Iris',
    task: 'Classification',
    facts: '150 rows, 5 columns',
    about: 'Which of three species a flower is, from four measurements.',
  },
  {
    id: 'churn',
    name: 'Customer churn',
    task: 'Classification',
    facts: '2,000 rows, 11 columns',
    about: 'Who leaves, with text, dates and gaps. Generated.',
  },
  {
    id: 'houses',
    name: 'House prices',
    task: 'Regression',
    facts: '1,500 rows, 9 columns',
    about: 'What a house sells for, from numbers and kinds. Generated.',
  },
] as const;

export type Sample = (typeof samples)[number];
