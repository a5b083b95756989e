import { defineSample } from './sampleDef';

export const gammaSpectra = defineSample({
  type: 'gammaSpectra',
  name: 'Gamma spectra',
  kind: 'timeseries',
  task: 'classification',
  size: '300 series of 160 channels',
  about:
    'Which isotope shines, from the lines of its spectrum, whatever the gain and the background. Generated.',
  sketch: [
    {
      path: 'M2 30L12 40L24 46L40 50L56 51L60 44L64 14L68 44L72 58L98 60',
      color: 4,
      line: 1.6,
    },
  ],
  fileName: 'gamma-spectra.csv',
  make: async () => (await import('./make/makeSpectra')).makeSpectra(),
});
