import { box, circles } from './make/sketch';
import { defineSample } from './sampleDef';

const perLabel = 60;

export const movingShapes = defineSample({
  type: 'movingShapes',
  name: 'Moving shapes',
  kind: 'video',
  task: 'classification',
  size: '240 clips of 12 × 24 × 24',
  about: 'Which way a shape goes: left, right, up or down. No single frame tells. Generated.',
  sketch: [
    { path: circles([[22, 32]], 9), color: 1, opacity: 0.2 },
    { path: circles([[36, 32]], 9), color: 1, opacity: 0.4 },
    { path: circles([[50, 32]], 9), color: 1, opacity: 0.85 },
    { path: 'M66 32h18m-6 -6l6 6l-6 6', color: 0, line: 2 },
    { path: box(6, 10, 88, 44), color: 2, line: 1 },
  ],
  fileName: 'moving-shapes.tar',
  mime: 'application/x-tar',
  make: async () => (await import('./make/moveShapes')).moveShapes(perLabel),
});
