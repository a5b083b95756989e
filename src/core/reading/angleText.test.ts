import { expect, test } from 'vitest';
import { parseAngle } from './angleText';

test.each([
  [`52°31'12"N`, 52.52],
  [`52° 31′ 12″ N`, 52.52],
  [`N 52° 31.2'`, 52.52],
  [`13°24'18,5"O`, 13 + 24 / 60 + 18.5 / 3600],
  [`122°25'9.8"W`, -(122 + 25 / 60 + 9.8 / 3600)],
  [`S33°52'`, -(33 + 52 / 60)],
  [`-33°52'10"`, -(33 + 52 / 60 + 10 / 3600)],
  ['40.7128°N', 40.7128],
  ['74.006 W', -74.006],
  ['40.7S', -40.7],
])('%s is %d degrees', (text, degrees) => expect(parseAngle(text)).toBeCloseTo(degrees, 10));

test.each(['20°', '20 °C', '12S', '91°0′N', `52°61'N`, 'N 52° S', `-52°31'N`, '5.5N', 'W12'])(
  '%s is no coordinate',
  (text) => expect(parseAngle(text)).toBeUndefined(),
);
