import { expect, test } from 'vitest';
import { cfDecoding } from './decoding';
import { guessRoles } from './guessRoles';
import { countTimes } from './writtenTimes';

const count = (values: number[], unit?: string, dimension = 'time') =>
  countTimes([{ dimension, values: Float64Array.from(values), ...(unit && { unit }) }]);
const days = (...texts: string[]) => texts.map((text) => Date.parse(text) / 86_400_000);

test('days as CDO writes them', () => {
  const { coordinates, told } = count([20000130, 20000131.5, 20000201], 'day as %Y%m%d.%f');
  expect([...(coordinates[0]?.values ?? [])]).toEqual(days('2000-01-30', '2000-01-31T12:00Z', '2000-02-01'));
  expect(coordinates[0]?.unit).toBe('days since 1970-01-01');
  expect(told[0]?.message).toMatch(/20000130 is 2000-01-30/);
});

test('days and months without a unit', () => {
  expect([...(count([19991231, 20000101]).coordinates[0]?.values ?? [])]).toEqual(
    days('1999-12-31', '2000-01-01'),
  );
  expect([...(count([199912, 200001]).coordinates[0]?.values ?? [])]).toEqual(
    days('1999-12-01', '2000-01-01'),
  );
});

test.each([
  ['numbers that are no dates', [20000132, 20000133], undefined, 'time'],
  ['counted seconds', [200001, 200002], 'seconds since 1970-01-01', 'time'],
  ['no times', [200001, 200002], undefined, 'x'],
  ['steps', [1, 2, 3], undefined, 'time'],
])('%s stay', (_, values, unit, dimension) => {
  const { coordinates, told } = count(values, unit, dimension);
  expect([...(coordinates[0]?.values ?? [])]).toEqual(values);
  expect(told).toEqual([]);
});

test.each([
  ['ROMS', ['ocean_time', 's_rho', 'eta_rho', 'xi_rho'], ['time', 'z', 'y', 'x']],
  ['NEMO', ['time_counter', 'deptht', 'y', 'x'], ['time', 'z', 'y', 'x']],
  ['CMIP ocean', ['time', 'lev', 'j', 'i'], ['time', 'z', 'y', 'x']],
  ['MOM6', ['time', 'zl', 'yh', 'xh'], ['time', 'z', 'y', 'x']],
  ['POP', ['time', 'z_t', 'nlat', 'nlon'], ['time', 'z', 'y', 'x']],
  ['WRF', ['Time', 'bottom_top', 'south_north', 'west_east_stag'], ['time', 'z', 'y', 'x']],
  ['a swath', ['time', 'scanline', 'ground_pixel'], ['time', 'y', 'x']],
  ['GRIB by cfgrib', ['step', 'isobaricInhPa', 'latitude', 'longitude'], ['time', 'z', 'y', 'x']],
])('dimensions of %s', (_, names, roles) => {
  const guessed = guessRoles(names.map((name) => ({ name })));
  expect(names.map((name) => guessed[name])).toEqual(roles);
});

test('a factor written with a decimal comma is one number; a range is two', () => {
  const decoding = cfDecoding(
    new Map([
      ['scale_factor', '0,01'],
      ['valid_range', '0,400'],
    ]),
    { kind: 'integer', bytes: 2, littleEndian: true },
  );
  expect(decoding.scale).toBe(0.01);
  expect(decoding.validMax).toBeGreaterThanOrEqual(400);
});
