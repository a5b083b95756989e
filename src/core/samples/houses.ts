import { circles } from './make/sketch';
import { defineSample } from './sampleDef';

const sold: [area: number, price: number][] = [
  [8, 10],
  [14, 16],
  [18, 13],
  [24, 22],
  [29, 20],
  [33, 30],
  [38, 26],
  [43, 34],
  [48, 38],
  [52, 33],
  [58, 43],
  [63, 40],
  [68, 49],
  [74, 46],
  [80, 54],
  [86, 51],
  [91, 58],
];

export const houses = defineSample({
  type: 'houses',
  name: 'House prices',
  kind: 'tabular',
  task: 'regression',
  size: '1,500 rows, 9 columns',
  about: 'What a house sells for, from numbers and kinds. Generated.',
  sketch: [
    { path: 'M4 57 96 6', color: 1, line: 1.5 },
    {
      path: circles(
        sold.map(([area, price]) => [area, 62 - price]),
        2.4,
      ),
      color: 0,
    },
  ],
  fileName: 'houses.csv',
  make: async () => (await import('./make/makeHouses')).makeHouses(),
});
