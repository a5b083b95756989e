import { defineSample } from './sampleDef';

/** A wave that quickens and grows until it ends. */
const chirpPath = Array.from({ length: 93 }, (_, i) => {
  const left = 92 - i;
  const height = 3 + 20 * (1 - left / 92) ** 2;
  const y = i > 86 ? 32 : 32 - height * Math.cos(4.1 * left ** 0.625);
  return `${i === 0 ? 'M' : 'L'}${4 + i} ${y.toFixed(1)}`;
}).join('');

export const chirpDetector = defineSample({
  type: 'chirpDetector',
  name: 'Chirp in a detector grid',
  kind: 'spacetime4d',
  task: 'classification',
  size: '400 recordings of 16 × 8³ × 3',
  about: 'A wave crossing noisy detectors, or noise alone. Generated.',
  sketch: [{ path: chirpPath, color: 0, line: 1.6 }],
  fileName: 'chirp-detector.nc',
  mime: 'application/netcdf',
  make: async () => (await import('./make/makeChirpDetector')).makeChirpDetectorFile(),
});
