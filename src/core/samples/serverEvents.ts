import { defineSample } from './sampleDef';

const bars = (left: number, heights: readonly number[], foot: number): string =>
  heights.map((height, i) => `M${left + i * 7} ${foot}V${foot - height}`).join('');

export const serverEvents = defineSample({
  type: 'serverEvents',
  name: 'Server events',
  kind: 'events',
  task: 'classification',
  size: '2,880 windows, 25 columns',
  about:
    'What ten servers log in three days, with incidents put in: bursts of errors, slow answers, logins by force. Generated.',
  sketch: [
    { path: bars(8, [10, 12, 9, 13, 11, 10, 12, 11, 9, 12, 10, 13], 28), color: 0, line: 3 },
    { path: bars(8, [8, 9, 10, 8, 9, 8, 9, 10, 8], 56), color: 0, line: 3 },
    { path: bars(71, [19, 22, 17], 56), color: 1, line: 3 },
  ],
  fileName: 'server-events.csv',
  make: async () => (await import('./make/makeServerEvents')).makeServerEvents(),
});
