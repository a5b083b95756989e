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
  {
    id: 'movingGaussians',
    name: 'Moving Gaussians',
    task: 'Classification in 4-D',
    facts: '720 recordings of 16 × 8³',
    about:
      'Which way a blob moves; only time tells. The hardest part moves later than training saw. Generated.',
  },
  {
    id: 'chirpDetector',
    name: 'Chirp in a detector grid',
    task: 'Detection in 4-D',
    facts: '400 recordings of 16 × 8³ × 3',
    about: 'A wave crossing noisy detectors, or noise alone. Generated.',
  },
  {
    id: 'advectedField',
    name: 'Advected field',
    task: 'Forecast in 4-D',
    facts: '800 times of 8³',
    about: 'A tracer carried by wind and smeared: what comes next? Generated.',
  },
  {
    id: 'beatingPhantom',
    name: 'Beating phantom',
    task: 'Classification in 4-D',
    facts: '240 recordings of 10 × 12³',
    about: 'A heart in a chest; a part that hardly moves is a lesion. Generated, not a medical device.',
  },
] as const;

export type Sample = (typeof samples)[number];
