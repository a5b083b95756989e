import { defineSample } from './sampleDef';

export const advectedField = defineSample({
  type: 'advectedField',
  name: 'Advected field',
  kind: 'spacetime4d',
  task: 'forecast',
  size: '800 times of 8³',
  about: 'A tracer carried by wind and smeared: what comes next? Generated.',
  sketch: [0, 1, 2, 3].map((i) => ({
    path: `M4 ${14 + i * 12}c16 -14 24 12 42 0s30 10 50 -4`,
    color: i % 2,
    line: 1.6,
  })),
  fileName: 'advected-field.nc',
  mime: 'application/netcdf',
  make: async () => (await import('./make/makeAdvectedField')).makeAdvectedFieldFile(),
});
