/**
 * Geographic coordinates as people write them, in degrees: 52°31'12"N, N 52° 31.2', 13° 24' O, 40.7 S. North and
 * east are positive. A number with N alone may be in newton, and is left to the units.
 */
const degrees = String.raw`(\d{1,3}(?:[.,]\d+)?)\s?[°º˚]`;
const minutes = String.raw`(?:\s?(\d{1,2}(?:[.,]\d+)?)\s?['’′])?`;
const seconds = String.raw`(?:\s?(\d{1,2}(?:[.,]\d+)?)\s?(?:["”″]|'')\s?)?`;
const written = new RegExp(
  String.raw`^([NSEWO])?\s?([+-]?)${degrees}${minutes}${seconds}\s?([NSEWO])?$`,
  'i',
);
const short = /^(\d{1,3}[.,]\d+)\s?([SEW])$/;

const numberIn = (text: string | undefined): number => Number((text ?? '0').replace(',', '.'));

/** In degrees from -180 to 180; undefined for what is no coordinate, degrees without a direction or minutes among it. */
export function parseAngle(text: string): number | undefined {
  const bare = short.exec(text);
  if (bare) return within(numberIn(bare[1]), 0, 0, bare[2] ?? '');
  const match = written.exec(text);
  if (!match) return undefined;
  const [, before = '', sign, d, m, s, behind = ''] = match;
  const side = before || behind;
  // 20° alone is a unit's business, and 20 °C is no coordinate.
  if ((before && behind) || (side && sign) || (!side && m === undefined)) return undefined;
  const value = within(numberIn(d), numberIn(m), numberIn(s), side.toUpperCase());
  return value !== undefined && sign === '-' ? -value : value;
}

function within(d: number, m: number, s: number, side: string): number | undefined {
  const value = d + m / 60 + s / 3600;
  const limit = side === 'N' || side === 'S' ? 90 : 180;
  if (!(m < 60 && s < 60 && value <= limit)) return undefined;
  return side === 'S' || side === 'W' ? -value : value;
}
