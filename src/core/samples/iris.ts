/** Fisher's iris flowers (1936), scikit-learn's copy: 150 measured flowers of three species. */
import { circles } from './make/sketch';
import { defineSample } from './sampleDef';

/** Petal length and width (cm) of some of each species. */
const flowers: [length: number, width: number][][] = [
  [
    [1.4, 0.2],
    [1.3, 0.2],
    [1.5, 0.2],
    [1.7, 0.4],
    [1.4, 0.3],
    [1.5, 0.1],
    [1.6, 0.2],
    [1.1, 0.1],
    [1.9, 0.4],
  ],
  [
    [4.7, 1.4],
    [4.5, 1.5],
    [4.9, 1.5],
    [4, 1.3],
    [3.3, 1],
    [3.9, 1.4],
    [3.5, 1],
    [4.2, 1.5],
    [4.1, 1],
    [4.8, 1.8],
  ],
  [
    [6, 2.5],
    [5.1, 1.9],
    [5.9, 2.1],
    [5.6, 1.8],
    [5.8, 2.2],
    [6.6, 2.1],
    [4.5, 1.7],
    [6.3, 1.8],
    [6.1, 2.5],
    [5, 2],
  ],
];

export const iris = defineSample({
  type: 'iris',
  name: 'Iris',
  kind: 'tabular',
  task: 'classification',
  size: '150 rows, 5 columns',
  about: 'Which of three species a flower is, from four measurements.',
  sketch: flowers.map((species, color) => ({
    path: circles(
      species.map(([length, width]) => [length * 14 + 2, 62 - width * 21]),
      2.6,
    ),
    color,
  })),
  fileName: 'iris.csv',
  make: (load) => load('samples/iris.csv'),
});
