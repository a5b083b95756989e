/** What the axes of a FITS image are, from the keywords of its world coordinates; along straight axes their values. */
import type { ArrayCoordinates, AxisRole } from '#/core/grid/arrayFile';
import { type FitsCards, numberOf, textOf } from './fitsHeader';

export interface WorldAxis {
  name: string;
  role?: AxisRole;
  coordinates?: Pick<ArrayCoordinates, 'values' | 'unit'>;
}

const byType: [RegExp, string, AxisRole][] = [
  [/^(RA|GLON|ELON|[A-Z]LON|LON|HPLN|SOLX|X)$/, 'x', 'x'],
  [/^(DEC|GLAT|ELAT|[A-Z]LAT|LAT|HPLT|SOLY|Y)$/, 'y', 'y'],
  [/^(TIME|UTC|TAI|TT|TDB|UT1|MJD|JD)$/, 'time', 'time'],
  [/^STOKES$/, 'stokes', 'channel'],
  [/^(FREQ|ENER|WAVN|VRAD|VOPT|VELO|WAVE|AWAV|ZOPT|BETA|FELO|LAMBDA)$/, 'spectral', 'z'],
];
const byOrder: readonly AxisRole[] = ['x', 'y', 'z', 'time'];

/** The first axis changes fastest. */
export function worldAxes(cards: FitsCards, shape: readonly number[]): WorldAxis[] {
  const taken = new Set<string>();
  const known = shape.map((_, i) => {
    const type = (textOf(cards, `CTYPE${i + 1}`) ?? '').toUpperCase().split('-')[0]?.trim() ?? '';
    const found = byType.find(([pattern]) => pattern.test(type));
    if (!found || taken.has(found[2])) return undefined;
    taken.add(found[2]);
    return { name: found[1], role: found[2] };
  });
  return shape.map((size, i): WorldAxis => {
    const role = known[i]?.role ?? byOrder.slice(0, 3).find((one) => !taken.has(one));
    if (role) taken.add(role);
    const axis = known[i] ?? { name: role ?? `dim${i + 1}`, ...(role && { role }) };
    const coordinates = straight(cards, i + 1, size, shape.length);
    return { ...axis, ...(coordinates && { coordinates }) };
  });
}

/** Projections of the sky and rotated axes have none. */
function straight(cards: FitsCards, axis: number, size: number, axes: number): WorldAxis['coordinates'] {
  if (/^.{4}-[A-Z]{3}/.test((textOf(cards, `CTYPE${axis}`) ?? '').toUpperCase())) return undefined;
  for (let other = 1; other <= axes; other++)
    for (const matrix of ['CD', 'PC'])
      if (other !== axis && (numberOf(cards, `${matrix}${axis}_${other}`) ?? 0) !== 0) return undefined;
  const step =
    numberOf(cards, `CD${axis}_${axis}`) ??
    (numberOf(cards, `CDELT${axis}`) ?? Number.NaN) * (numberOf(cards, `PC${axis}_${axis}`) ?? 1);
  if (!Number.isFinite(step) || step === 0) return undefined;
  const first = (numberOf(cards, `CRVAL${axis}`) ?? 0) + (1 - (numberOf(cards, `CRPIX${axis}`) ?? 0)) * step;
  const unit = textOf(cards, `CUNIT${axis}`);
  return { values: Float64Array.from({ length: size }, (_, i) => first + i * step), ...(unit && { unit }) };
}
