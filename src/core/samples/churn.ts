import { box } from './make/sketch';
import { defineSample } from './sampleDef';

/** Who left, by year since signing up. */
const leaving = [0.78, 0.56, 0.44, 0.33, 0.27, 0.2, 0.15, 0.12];
const bars = (top: (share: number) => number, height: (share: number) => number): string =>
  leaving.map((share, i) => box(6 + i * 11.5, top(share), 8, height(share))).join('');

export const churn = defineSample({
  type: 'churn',
  name: 'Customer churn',
  kind: 'tabular',
  task: 'classification',
  size: '2,000 rows, 11 columns',
  about: 'Who leaves, with text, dates and gaps. Generated.',
  sketch: [
    {
      path: bars(
        () => 6,
        () => 52,
      ),
      color: 0,
      opacity: 0.28,
    },
    {
      path: bars(
        (share) => 58 - share * 52,
        (share) => share * 52,
      ),
      color: 1,
    },
  ],
  fileName: 'churn.csv',
  make: async () => (await import('./make/makeChurn')).makeChurn(),
});
