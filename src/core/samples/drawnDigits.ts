import { defineSample } from './sampleDef';

export const drawnDigits = defineSample({
  type: 'drawnDigits',
  name: 'Drawn digits',
  kind: 'images',
  task: 'classification',
  size: '2,000 images of 28 × 28',
  about: 'Digits as a shaking hand draws them. Train, then draw one yourself. Generated.',
  sketch: [
    { path: 'M18 18l8 -6v40', color: 0, line: 3 },
    { path: 'M42 22a10 10 0 1 1 18 6l-18 24h20', color: 1, line: 3 },
    { path: 'M74 14h16l-9 14a12 12 0 1 1 -8 22', color: 2, line: 3 },
  ],
  fileName: 'drawn-digits.zip',
  mime: 'application/zip',
  make: async () => (await import('./make/drawDigits')).drawDigits(2_000),
});
