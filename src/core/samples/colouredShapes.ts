import { box, circles } from './make/sketch';
import { defineSample } from './sampleDef';

export const colouredShapes = defineSample({
  type: 'colouredShapes',
  name: 'Coloured shapes',
  kind: 'images',
  task: 'classification',
  size: '600 images of 48 × 48',
  about: 'Circles, squares, triangles and stars, with boxes and masks drawn over them. Generated.',
  sketch: [
    { path: circles([[24, 24]], 12), color: 0, opacity: 0.7 },
    { path: box(46, 30, 22, 22), color: 1, opacity: 0.7 },
    { path: 'M76 34l11 -20l11 20z', color: 2, opacity: 0.7 },
    { path: box(10, 10, 28, 28), color: 3, line: 1.2, dashed: true },
  ],
  fileName: 'coloured-shapes.zip',
  mime: 'application/zip',
  make: async () => (await import('./make/drawShapes')).drawShapes(600),
});
