import { circles } from './make/sketch';
import { defineSample } from './sampleDef';

export const beatingPhantom = defineSample({
  type: 'beatingPhantom',
  name: 'Beating phantom',
  kind: 'spacetime4d',
  task: 'classification',
  size: '240 recordings of 10 × 12³',
  about: 'A heart in a chest; a part that hardly moves is a lesion. Generated, not a medical device.',
  sketch: [
    { path: 'M10 32a40 27 0 1 0 80 0a40 27 0 1 0 -80 0', color: 0, line: 1.6, opacity: 0.45 },
    { path: circles([[50, 32]], 18), color: 0, line: 1.6 },
    { path: circles([[50, 32]], 13), color: 0, line: 1.6, dashed: true },
    { path: 'M64 21a18 18 0 0 1 4 13', color: 1, line: 4 },
  ],
  fileName: 'beating-phantom.nc',
  mime: 'application/netcdf',
  make: async () => (await import('./make/makeBeatingPhantom')).makeBeatingPhantomFile(),
});
