import { circles } from './make/sketch';
import { defineSample } from './sampleDef';

export const movingGaussians = defineSample({
  type: 'movingGaussians',
  name: 'Moving Gaussians',
  kind: 'spacetime4d',
  task: 'classification',
  size: '720 recordings of 16 × 8³',
  about:
    'Which way a blob moves; only time tells. The hardest part moves later than training saw. Generated.',
  sketch: [0.18, 0.36, 0.6, 1].map((opacity, i) => ({
    path: circles([[18 + i * 21, 46 - i * 9]], 9),
    color: 0,
    opacity,
  })),
  fileName: 'moving-gaussians.nc',
  mime: 'application/netcdf',
  make: async () => (await import('./make/makeMovingGaussians')).makeMovingGaussiansFile(),
});
