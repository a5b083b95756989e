import { defineSample } from './sampleDef';

const wave = (height: number, width: number, level: number): string =>
  `M${Array.from({ length: 49 }, (_, i) => `${2 + 2 * i} ${(level - height * Math.sin((i * 2) / width)).toFixed(1)}`).join('L')}`;

export const activity = defineSample({
  type: 'activity',
  name: 'Activity windows',
  kind: 'timeseries',
  task: 'classification',
  size: '8 series of 2880 steps, 3 channels',
  about:
    'What a person does, from what a phone in the pocket feels; judged by people it never met. Generated.',
  sketch: [
    { path: wave(14, 3, 22), color: 0, line: 1.6 },
    { path: wave(5, 4.5, 46), color: 1, line: 1.6 },
  ],
  fileName: 'activity.csv',
  make: async () => (await import('./make/makeActivity')).makeActivity(),
});
